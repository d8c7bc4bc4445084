"""Adding, changing and removing snippets."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.snippets.models import CommentSnippet

_SAME = sa.select(CommentSnippet).where(
    CommentSnippet.training_id == sa.bindparam("training_id"),
    CommentSnippet.owner_id == sa.bindparam("owner_id"),
    CommentSnippet.text == sa.bindparam("text"),
)


class SameSnippetError(DomainError):
    """Another snippet of the same owner says just that."""


def lock_of(training_id: int) -> str:
    return f"snippets {training_id}"


def add(training_id: int, text: str, *, is_shared: bool, owner_id: int, at: datetime) -> None:
    """The same text again is the same snippet."""
    values = {"training_id": training_id, "owner_id": owner_id, "text": text}
    if (same := db.session.scalar(_SAME, values)) is not None:
        change(same, text, is_shared=is_shared, at=at)
        return
    row = CommentSnippet(**values, is_shared=is_shared, saved_at=at)
    db.session.add(row)
    _record("snippet.added", row)


def change(row: CommentSnippet, text: str, *, is_shared: bool, at: datetime) -> None:
    values = {"training_id": row.training_id, "owner_id": row.owner_id, "text": text}
    same = db.session.scalar(_SAME, values)
    if same is not None and same.id != row.id:
        raise SameSnippetError(_("Cuplikan dengan teks itu sudah ada."))
    if (row.text, row.is_shared) == (text, is_shared):
        return
    row.text, row.is_shared, row.saved_at = text, is_shared, at
    _record("snippet.changed", row)


def remove(row: CommentSnippet) -> None:
    """Comments that were written with it stay as they are."""
    _record("snippet.removed", row)
    db.session.delete(row)


def _record(action: str, row: CommentSnippet) -> None:
    audit.record(
        action,
        row,
        actor_id=row.owner_id,
        training_id=row.training_id,
        text=row.text,
        is_shared=row.is_shared,
    )
