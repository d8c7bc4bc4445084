"""A sheet that was keyed, but not to its end, keeps a training open."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from lms.panels import Blocker, Context
from quizzes.printed import queries
from quizzes.printed.rules import Stage


def blockers(context: Context) -> list[Blocker]:
    training = context.training
    found = []
    for printed in queries.printed_of_training(training.id):
        names = tuple(
            sheet.name
            for sheet in queries.sheets_of(training.id, printed)
            if sheet.stage in (Stage.ONCE, Stage.DIFFERING) and sheet.seat.withdrawn_at is None
        )
        if names:
            url = url_for(
                "printed.sheets",
                code=training.code,
                quiz_key=printed.quiz.key,
                paper_code=printed.row.code,
            )
            found.append(Blocker(_("Lembar tes belum selesai disalin"), names, url))
    return found
