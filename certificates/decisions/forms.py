"""Forms of deciding."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from certificates.decisions.models import Verdict
from lms.web import BaseForm

TICK = re.compile(r"(\d{1,9}):([0-9a-f]{64})")


class DecisionForm(BaseForm):
    shown = HiddenField(validators=[Regexp(r"^[0-9a-f]{64}$")])
    verdict = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih keputusan."))],
        choices=[
            SelectChoice(Verdict.COMPETENT.value, _l("Kompeten")),
            SelectChoice(Verdict.NOT_YET.value, _l("Belum kompeten")),
        ],
    )
    note = TextAreaField(_l("Catatan"), [Length(max=2000)])


def read_ticks(values: list[str]) -> dict[int, str]:
    """`31:9f2c…` for each ticked trainee: enrolment and the digest of the evidence shown."""
    found = (TICK.fullmatch(value) for value in values)
    return {int(match[1]): match[2] for match in found if match}
