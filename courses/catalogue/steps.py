"""The modules on a trainee's way: the self-study ones first, the rest as they are read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from courses.catalogue.queries import ModuleLine, modules_of
from lms.panels import Context, Step

SELF_STUDY_ORDER = 10
READING_ORDER = 80  # always possible, so anything with a time of its own goes first


def steps(context: Context) -> list[Step] | None:
    code = context.training.code
    lines = modules_of(context.training.curriculum_id, context.enrolment.id)
    before = [_self_study(line, code) for line in lines if line.is_self_study]
    rest = [line for line in lines if not line.is_self_study]
    is_ready = all(step.state == "done" for step in before)
    return before + ([_reading(rest, code, is_ready=is_ready)] if rest else [])


def _self_study(line: ModuleLine, code: str) -> Step:
    return Step(
        order=SELF_STUDY_ORDER,
        title=_("Baca modul mandiri %(code)s", code=line.code),
        detail=_(
            "%(title)s, waktu baca %(minutes)d menit",
            title=line.title,
            minutes=line.reading_minutes,
        ),
        url=url_for("catalogue.module", code=code, module_code=line.code),
        state="done" if line.finished_at else "now",
    )


def _reading(lines: Sequence[ModuleLine], code: str, *, is_ready: bool) -> Step:
    unread = [line for line in lines if line.finished_at is None]
    done = _("%(done)d dari %(count)d selesai", done=len(lines) - len(unread), count=len(lines))
    if not unread:
        url = url_for("catalogue.modules", code=code)
        return Step(READING_ORDER, _("Modul pelatihan"), done, url, "done")
    following = unread[0]
    return Step(
        order=READING_ORDER,
        title=_("Baca modul %(code)s", code=following.code),
        detail=f"{following.title} ({done})",
        url=url_for("catalogue.module", code=code, module_code=following.code),
        state="now" if is_ready else "todo",
    )
