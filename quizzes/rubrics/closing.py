"""Work plans that were handed in and whose trainee has no answer yet."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from lms.panels import Blocker, Context
from quizzes.rubrics.queue import Standing, queue


def blockers(context: Context) -> list[Blocker]:
    open_ones = {Standing.WAITING, Standing.GRADED, Standing.SECOND, Standing.DISPUTED}
    names = [entry.name for entry in queue(context.training.id) if entry.standing in open_ones]
    if not names:
        return []
    url = url_for("rubrics.queue", code=context.training.code)
    return [
        Blocker(_("Rencana kerja belum dinilai atau nilainya belum dirilis"), tuple(names), url)
    ]
