"""The settings of a quiz in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.i18n import format_moment, format_score
from quizzes.bank.shown import Shown

SHOWN_WORDS = {
    Shown.AT_ONCE: _l("Segera setelah dikumpulkan"),
    Shown.AFTER_CLOSING: _l("Setelah tes ditutup"),
    Shown.FROM_MOMENT: _l("Mulai tanggal dan jam tertentu"),
    Shown.NEVER: _l("Tidak ditampilkan"),
}


@dataclass(frozen=True)
class Difference:
    name: str
    stored: str
    mine: str


def differences(stored: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(name, _said(name, stored[name]), _said(name, mine[name]))
        for name in mine
        if stored[name] != mine[name]
    ]


def _said(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Shown):
        return str(SHOWN_WORDS[value])
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    return format_score(value) if name == "pass_mark" else str(value)
