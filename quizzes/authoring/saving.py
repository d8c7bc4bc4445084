"""Saving what was written on screen, never over what somebody else wrote meanwhile."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from courses.catalogue.queries import pictures_of
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.authoring import queries
from quizzes.authoring.drafts import Draft, tidy
from quizzes.authoring.queries import Known
from quizzes.authoring.services import decide, refuse_if_closed
from quizzes.bank.bodies import source_of
from quizzes.bank.models import Question, QuestionKind, QuestionStatus
from quizzes.bank.rendering import content_of
from quizzes.bank.services import NewQuestion, keep_questions


class KeyTakenError(DomainError):
    """Another question of the curriculum has this key."""


class StaleQuestionError(DomainError):
    """Somebody saved another question since this one was opened."""


def add_question(
    training: Training, key: str, draft: Draft, *, actor_id: int, at: datetime
) -> None:
    """Put a new question into the bank; it waits until somebody approves it.

    Raises KeyTakenError if there is one of this key.
    """
    refuse_if_closed(training)
    if key in queries.keys_of(training.curriculum_id):
        raise KeyTakenError(_("Kode soal ini sudah dipakai. Tulis kode lain."))
    _keep(training, key, draft, QuestionStatus.UNCONFIRMED, actor_id=actor_id, at=at)


def save_question(
    training: Training, key: str, draft: Draft, *, actor_id: int, at: datetime
) -> int | None:
    """Make the draft the question's newest version and return its number; the same is nothing.

    A changed question waits for approval again unless its writer vouches for it. Raises
    StaleQuestionError if somebody else's text came between.
    """
    refuse_if_closed(training)
    (known,) = queries.questions_of(training.curriculum_id, [key])
    if known.header == draft.header and tidy(known.source) == source_of(draft.body):
        return None
    if _is_stale(known, draft):
        raise StaleQuestionError(_("Soal ini sudah diubah orang lain sejak Anda membukanya."))
    _keep(training, key, draft, known.status, actor_id=actor_id, at=at)
    if known.is_approved:
        (now,) = queries.questions_of(training.curriculum_id, [key])
        decide(
            training,
            now,
            is_approved=draft.keeps_approval and not now.lacks,
            reason=_("soalnya diubah") + (f" ({draft.note})" if draft.note else ""),
            actor_id=actor_id,
            at=at,
        )
    return db.session.get_one(Question, known.id).version


def _is_stale(known: Known, draft: Draft) -> bool:
    """A version that only shows the same words differently took nothing from anybody."""
    if known.header not in (draft.opened, draft.header):
        return True
    seen = queries.source_at(known.id, draft.version)
    return seen is None or tidy(seen) != tidy(known.source)


def _keep(
    training: Training,
    key: str,
    draft: Draft,
    status: QuestionStatus,
    *,
    actor_id: int,
    at: datetime,
) -> None:
    modules = {module.code: module.id for module in queries.modules_of(training.curriculum_id)}
    new = NewQuestion(
        key=key,
        module_id=modules.get(draft.header["module"]),
        kind=QuestionKind(draft.body.kind),
        status=status,
        level=draft.header["level"],
        section=draft.header["section"],
        edition=draft.header["edition"],
        source=source_of(draft.body),
        content=content_of(draft.body, pictures_of(training.curriculum_id)),
    )
    ids, _changed = keep_questions(
        training.curriculum_id, [new], at=at, author_id=actor_id, note=draft.note
    )
    question = db.session.get_one(Question, ids[key])
    audit.record(
        "question.saved",
        question,
        actor_id=actor_id,
        training_id=training.id,
        reason=draft.note,
        key=key,
        version=question.version,
    )
