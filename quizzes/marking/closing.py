"""Answers that a person still has to mark."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from lms.panels import Blocker, Context
from quizzes.marking import queries


def blockers(context: Context) -> list[Blocker]:
    waiting = [entry.name for entry in queries.entries(context.training.id) if entry.is_waiting]
    if not waiting:
        return []
    url = url_for("marking.index", code=context.training.code)
    title = _("Jawaban esai atau berkas belum dinilai")
    return [Blocker(title, tuple(dict.fromkeys(waiting)), url)]
