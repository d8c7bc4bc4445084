"""A correction that nobody has answered keeps a training open."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.naming import queries
from courses.naming.rules import State
from lms.panels import Blocker, Context


def blockers(context: Context) -> list[Blocker]:
    lines = queries.lines_of(context.training.id)
    names = tuple(line.name for line in lines if line.state is State.WAITING)
    if not names:
        return []
    url = url_for("naming.requests", code=context.training.code)
    return [Blocker(_("Koreksi nama belum dijawab"), names, url)]
