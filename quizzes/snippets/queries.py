"""The snippets that a trainer may use."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms.db import db
from lms.people.models import Person
from quizzes.snippets.models import CommentSnippet

_USABLE = (
    sa.select(
        CommentSnippet.id,
        CommentSnippet.text,
        CommentSnippet.is_shared,
        CommentSnippet.owner_id,
        Person.name,
    )
    .join(Person, Person.id == CommentSnippet.owner_id)
    .where(
        CommentSnippet.training_id == sa.bindparam("training_id"),
        sa.or_(CommentSnippet.owner_id == sa.bindparam("person_id"), CommentSnippet.is_shared),
    )
    .order_by(CommentSnippet.owner_id != sa.bindparam("person_id"), CommentSnippet.id)
)


@dataclass(frozen=True)
class Snippet:
    id: int
    text: str
    is_shared: bool
    owner_id: int
    owner: str


def usable(training_id: int, person_id: int) -> list[Snippet]:
    """The own first, then what others share."""
    rows = db.session.execute(_USABLE, {"training_id": training_id, "person_id": person_id})
    return [
        Snippet(key, text, shared, owner_id, name) for key, text, shared, owner_id, name in rows
    ]


def snippet_of(training_id: int, snippet_id: int) -> CommentSnippet | None:
    row = db.session.get(CommentSnippet, snippet_id)
    return row if row is not None and row.training_id == training_id else None
