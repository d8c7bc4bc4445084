"""Changing how a quiz is taken; attempts that were begun keep their time and their paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from lms import audit
from lms.db import db, take_lock
from lms.errors import DomainError
from quizzes.attempts.locks import lock_of_quiz
from quizzes.bank import settings
from quizzes.bank.models import Quiz
from quizzes.settings.queries import revision_of


class StaleSettingsError(DomainError):
    """Somebody else changed the settings after this form was opened."""


def lock_of(quiz: Quiz) -> str:
    """Of parallel quizzes the same, so that two people changing both do not wait in a circle."""
    return lock_of_quiz(min(quiz.id, quiz.parallel_id or quiz.id))


def change_settings(
    quiz_id: int, wanted: Mapping[str, Any], revision: str, *, actor_id: int
) -> bool:
    """Store what differs; say whether anything did. Runs under `lock_of` the quiz.

    What parallel quizzes share is changed in both.
    """
    quiz = db.session.get_one(Quiz, quiz_id, populate_existing=True)
    if _changes(quiz, wanted) and revision != revision_of(quiz):
        raise StaleSettingsError(_("Pengaturan tes ini sudah diubah orang lain."))
    others = sorted({quiz.id, quiz.parallel_id or quiz.id})[1:]
    for other in others:  # before the log's lock, as everybody takes them
        take_lock(db.session.connection(), lock_of_quiz(other))
    is_changed = _change(quiz, wanted, actor_id)
    if quiz.parallel_id is not None:
        parallel = db.session.get_one(Quiz, quiz.parallel_id, populate_existing=True)
        _change(parallel, {name: wanted[name] for name in settings.SHARED}, actor_id)
    return is_changed


def _changes(quiz: Quiz, wanted: Mapping[str, Any]) -> dict[str, Any]:
    held = settings.facts(quiz)
    return {name: value for name, value in wanted.items() if value != held[name]}


def _change(quiz: Quiz, wanted: Mapping[str, Any], actor_id: int) -> bool:
    changes, held = _changes(quiz, wanted), settings.facts(quiz)
    if not changes:
        return False
    settings.change(quiz, changes)
    audit.record(
        "quiz.settings_changed",
        quiz,
        actor_id=actor_id,
        training_id=quiz.training_id,
        before={name: _plain(held[name]) for name in changes},
        after={name: _plain(value) for name, value in changes.items()},
    )
    return True


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
