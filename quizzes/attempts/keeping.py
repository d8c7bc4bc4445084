"""Keeping one answer: newest wins, every arrival is logged once, whoever repeats it is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from lms.db import UTCDateTime, db
from lms.errors import DomainError
from quizzes.attempts.models import Answer, AnswerEvent, Attempt


class Outcome(StrEnum):
    SAVED = "saved"
    STALE = "stale"  # something newer is stored
    CLOSED = "closed"  # the attempt is over


@dataclass(frozen=True)
class Kept:
    """What became of an answer, and what is stored now."""

    outcome: Outcome
    choices: Sequence[str]
    sequence: int
    saved_at: datetime


@dataclass(frozen=True)
class Stamp:
    """What a phone says of a save beside the answer; an older page and a plain form say nothing."""

    key: str | None = None
    page: str = ""
    made_at: datetime | None = None


UNSTAMPED = Stamp()


class OtherAnswerError(DomainError):
    """The key of this save belongs to another one; nothing was changed."""

    status = 422


_KEY = sa.bindparam("with_key", type_=sa.String(36))
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _upsert(insert: Any) -> Any:
    """Store an answer in one statement: only into an open attempt, only over an older answer, and
    only under a key that nothing was saved under."""
    fresh = insert(Answer.__table__).from_select(
        ["attempt_id", "question_number", "choices", "sequence", "saved_at"],
        sa.select(
            Attempt.id,
            sa.bindparam("at_question", type_=sa.Integer),
            sa.bindparam("with_choices", type_=sa.JSON),
            sa.bindparam("as_sequence", type_=sa.Integer),
            sa.bindparam("on_moment", type_=UTCDateTime),
        ).where(
            Attempt.id == sa.bindparam("of_attempt"),
            Attempt.submitted_at.is_(None),
            ~sa.exists().where(AnswerEvent.key == _KEY),
        ),
    )
    return fresh.on_conflict_do_update(
        index_elements=["attempt_id", "question_number"],
        set_={name: fresh.excluded[name] for name in ("choices", "sequence", "saved_at")},
        where=fresh.excluded.sequence > Answer.sequence,
    ).returning(Answer.sequence)


def _log(insert: Any) -> Any:
    fresh = insert(AnswerEvent.__table__)
    return fresh.on_conflict_do_nothing(index_elements=["key"]).returning(AnswerEvent.id)


_UPSERT = {name: _upsert(insert) for name, insert in _INSERT.items()}
_LOG = {name: _log(insert) for name, insert in _INSERT.items()}
_STORED = (
    sa.select(Attempt.submitted_at, Answer.choices, Answer.sequence, AnswerEvent)
    .outerjoin(
        Answer,
        sa.and_(
            Answer.attempt_id == Attempt.id,
            Answer.question_number == sa.bindparam("question_number"),
        ),
    )
    .outerjoin(AnswerEvent, AnswerEvent.key == _KEY)
    .where(Attempt.id == sa.bindparam("attempt_id"))
)


def save_answer(
    attempt_id: int,
    number: int,
    choices: list[str],
    *,
    sequence: int,
    at: datetime,
    stamp: Stamp = UNSTAMPED,
) -> Kept:
    """Keep an answer that fits the paper; the caller has checked that and the time.

    Two statements in the usual case. Every arrival is logged, also one after the end, unless its
    key says that it arrived before: then it is told again what it was told. A reply that was lost
    is asked for again; without a key, the same number and the same choices are a success as well.
    """
    event = {
        "attempt_id": attempt_id,
        "question_number": number,
        "choices": choices,
        "sequence": sequence,
        "key": stamp.key,
        "page": stamp.page,
        "made_at": stamp.made_at,
    }
    dialect = db.engine.dialect.name
    kept = Kept(Outcome.SAVED, choices, sequence, at)
    if db.session.execute(_UPSERT[dialect], _values(event, at)).first() is None:
        kept, is_known = _why_not(event, at)
        if is_known:
            return kept
    facts = {"is_stale": kept.outcome is not Outcome.SAVED, "received_at": at}
    if db.session.execute(_LOG[dialect], event | facts).first() is None:
        raise _other()  # taken this moment by another attempt, and what was stored is undone
    return kept


def _values(event: dict[str, Any], at: datetime) -> dict[str, Any]:
    """An event as the upsert names it: the columns' own names are taken there."""
    return {
        "of_attempt": event["attempt_id"],
        "at_question": event["question_number"],
        "with_choices": event["choices"],
        "as_sequence": event["sequence"],
        "on_moment": at,
        "with_key": event["key"],
    }


def _why_not(event: dict[str, Any], at: datetime) -> tuple[Kept, bool]:
    """What is stored, and whether this very save is: known by its key."""
    values = {name: event[name] for name in ("attempt_id", "question_number")}
    row = db.session.execute(_STORED, {**values, "with_key": event["key"]}).one()
    submitted_at, stored, newest, known = row
    over = Outcome.STALE if submitted_at is None else Outcome.CLOSED
    if known is not None:
        if any(getattr(known, name) != value for name, value in event.items()):
            raise _other()
        if not known.is_stale:
            return Kept(Outcome.SAVED, known.choices, known.sequence, known.received_at), True
        return Kept(over, stored or [], newest or 0, at), True
    is_repeated = (stored, newest) == (event["choices"], event["sequence"])
    if submitted_at is None and is_repeated:
        over = Outcome.SAVED
    return Kept(over, stored or [], newest or 0, at), False


def _other() -> OtherAnswerError:
    return OtherAnswerError(_("Kiriman ini sudah dipakai untuk jawaban lain."))


_SEEN = (
    sa.update(Attempt)
    .where(Attempt.id == sa.bindparam("of_attempt"), Attempt.submitted_at.is_(None))
    .values(seen_at=sa.bindparam("on_moment", type_=UTCDateTime))
    .execution_options(synchronize_session=False)
)


def note_seen(attempt_id: int, *, at: datetime) -> None:
    """Its page is open and reaches us. This says nothing about the attempt, so nobody audits it."""
    db.session.execute(_SEEN, {"of_attempt": attempt_id, "on_moment": at})
