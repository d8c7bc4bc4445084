"""Trainers keep snippets; one of another trainer is used if shared, and never changed."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import TRAINER
from lms.access import stranger, wrong_role
from quizzes.snippets.models import CommentSnippet
from quizzes.snippets.queries import snippet_of

ACCESS = {
    "snippets.index": TRAINER,
    "snippets.add": TRAINER,
    "snippets.page": TRAINER,
    "snippets.change": TRAINER,
    "snippets.remove": TRAINER,
}


def own_snippet(snippet_id: int) -> CommentSnippet:
    row = snippet_of(g.training.id, snippet_id)
    if row is None:
        stranger()
    if row.owner_id != current_user.person_id:
        if row.is_shared:
            wrong_role()
        stranger()
    return row
