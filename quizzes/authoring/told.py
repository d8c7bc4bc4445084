"""What the bank tells the authors of modules: the headings it points to, the questions waiting."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from courses.authoring.places import Line, Unsettled
from courses.catalogue.models import Module
from lms.db import db
from lms.panels import Context
from quizzes.authoring.queries import KNOWN, Known
from quizzes.authoring.texts import first_words
from quizzes.bank.models import Question, QuestionStatus

_POINTED_TO = (
    sa.select(Module.code, Question.section, sa.func.count())
    .join(Module, Module.id == Question.module_id)
    .where(Question.curriculum_id == sa.bindparam("curriculum_id"), Question.section != "")
    .group_by(Module.code, Question.section)
)
_WAITING = KNOWN.where(Question.status == QuestionStatus.UNCONFIRMED)


def headings(context: Context) -> dict[str, dict[str, int]]:
    """Module -> heading -> how many questions point to it."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    values = {"curriculum_id": context.training.curriculum_id}
    for module, heading, count in db.session.execute(_POINTED_TO, values):
        found[module][heading] = count
    return dict(found)


def waiting(context: Context) -> Unsettled:
    """Questions that are never asked until somebody approves them."""
    training = context.training
    rows = db.session.execute(_WAITING, {"curriculum_id": training.curriculum_id})
    lines = [
        Line(
            place=" · ".join(part for part in (row.module, row.key) if part),
            text=first_words(row.content),
            url=url_for("question.show", code=training.code, key=row.key),
        )
        for row in (Known(*row) for row in rows)
    ]
    return Unsettled(_("Soal yang belum disetujui"), lines)
