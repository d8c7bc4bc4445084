"""Attempts: the paper is frozen at the start, answers are logged, the score is stored once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class ClosedBy(StrEnum):
    TRAINEE = "trainee"
    DEADLINE = "deadline"
    STAFF = "staff"
    PAPER = "paper"  # answered on paper and keyed afterwards


class Attempt(Base):
    """paper: {"questions": [...]} in the order shown, see `papers.freeze`; with "is_corrected" once
    the key of one of them was.

    An attempt that ended has no score while an answer of it waits for a person's mark. `form_id`
    is the quiz whose questions it asks: its own, or the parallel one's.
    """

    __tablename__ = "attempt"
    __table_args__ = (sa.UniqueConstraint("quiz_id", "enrolment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"))
    number: Mapped[int]
    paper: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]  # when its page last spoke to the server
    submitted_at: Mapped[datetime | None]
    closed_by: Mapped[ClosedBy | None] = mapped_column(EnumText(ClosedBy))
    receipt: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    points: Mapped[int | None]  # hundredths
    out_of: Mapped[int | None]  # hundredths
    score: Mapped[int | None]  # hundredths of 100, rounded half up once


class Answer(Base):
    """The answer in force to one question of an attempt."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("attempt_id", "question_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"))
    question_number: Mapped[int]  # 1-based place in the paper
    choices: Mapped[list[str]]  # what an answer is, see `scoring`
    sequence: Mapped[int]  # the browser's count: an older one never overwrites a newer
    saved_at: Mapped[datetime]


class AnswerFile(Base):
    """The file that is the answer to one question; the answer names it by `key`.

    Its bytes lie sealed under `file_key`, and go when another file takes their place.
    """

    __tablename__ = "answer_file"
    __table_args__ = (sa.UniqueConstraint("attempt_id", "question_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"))
    question_number: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(43), unique=True)
    file_key: Mapped[str] = mapped_column(sa.String(100))
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(40))
    uploaded_at: Mapped[datetime]


class AnswerEvent(Base):
    """Every save that ever arrived, once: in force, stale, or too late to count.

    `key` is the sender's name for this save; sent again it is the same event. `made_at` is what
    the phone's clock said, and proves nothing. `page` tells one open page from another.
    """

    __tablename__ = "answer_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"), index=True)
    question_number: Mapped[int]
    choices: Mapped[list[str]]
    sequence: Mapped[int]
    is_stale: Mapped[bool]
    key: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    page: Mapped[str] = mapped_column(sa.String(36), default="", server_default="")
    made_at: Mapped[datetime | None]
    received_at: Mapped[datetime]


class AnswerMark(Base):
    """A mark that a person gave to one answer; a correction is one more, and `reason` says why.

    The one with the highest revision counts, while the answer is still the one that was read.
    """

    __tablename__ = "answer_mark"
    __table_args__ = (sa.UniqueConstraint("attempt_id", "question_number", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"))
    question_number: Mapped[int]  # 1-based place in the paper
    revision: Mapped[int]  # from 1
    points: Mapped[int]  # hundredths, at most what the question is worth
    comment: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    marker_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]


class InterventionKind(StrEnum):
    EXTRA_TIME = "extra_time"  # `minutes` more, in the attempt being sat and in later ones
    EXTRA_ATTEMPT = "extra_attempt"
    REOPENED = "reopened"  # an ended attempt goes on for `minutes`
    ADMITTED = "admitted"  # may sit it although not present that day
    CLOSED = "closed"  # one person's attempt, by staff
    LATE_ACCEPTED = "late_accepted"  # answers that arrived after the end count
    LATE_REFUSED = "late_refused"  # they stay evidence


class Intervention(Base):
    """What staff did to one person's test, and why."""

    __tablename__ = "quiz_intervention"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    attempt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attempt.id"))
    kind: Mapped[InterventionKind] = mapped_column(EnumText(InterventionKind))
    minutes: Mapped[int | None]
    facts: Mapped[dict[str, Any]]  # what stood before, so that it can be told and undone
    reason: Mapped[str] = mapped_column(sa.String(500))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]


forbid_changes(AnswerEvent.__table__)
forbid_changes(AnswerMark.__table__)
forbid_changes(Intervention.__table__)
