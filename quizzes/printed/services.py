"""Printing a paper, keying the sheets that came back, and making one attempt of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.trainings.models import Enrolment
from lms import audit, crypto
from lms.db import db
from lms.errors import DomainError
from quizzes.attempts import papers, scoring
from quizzes.attempts.allowances import allowance_of
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.attempts.papers import Paper
from quizzes.attempts.services import bank_of, end_attempt
from quizzes.bank.models import Quiz
from quizzes.printed import queries
from quizzes.printed.models import Keying, PrintedPaper
from quizzes.printed.queries import Entry
from quizzes.printed.rules import Stage, agreed, stage, to_key

CODE_LENGTH = 8


class CannotKeyError(DomainError):
    """This person's sheet cannot become an attempt."""


class StaleKeyingError(DomainError):
    """Somebody else keyed the sheet after this form was opened."""


def print_paper(
    quiz: Quiz, form_id: int, *, seed: int, actor_id: int, at: datetime
) -> PrintedPaper:
    """Freeze a paper under a new code. What needs a file is left out, and counted."""
    if form_id not in (quiz.id, quiz.parallel_id):
        raise ValueError("not a form of this quiz")
    bank = bank_of(form_id)
    asked = [question for question in bank if question.kind != scoring.FILE]
    if not asked:
        raise DomainError(_("Tes ini belum mempunyai soal yang dapat dijawab di kertas."))
    paper = papers.build_paper(asked, seed, count=quiz.draw, wrong_cost=quiz.wrong_cost)
    left_out = len(bank) - len(asked)
    row = PrintedPaper(
        quiz_id=quiz.id,
        form_id=form_id,
        code=crypto.random_code(CODE_LENGTH),
        paper=papers.freeze(paper) | ({"left_out": left_out} if left_out else {}),
        actor_id=actor_id,
        printed_at=at,
    )
    db.session.add(row)
    audit.record(
        "paper.printed",
        row,
        actor_id=actor_id,
        training_id=quiz.training_id,
        quiz=quiz.key,
        code=row.code,
        questions=len(paper.questions),
    )
    return row


@dataclass(frozen=True)
class Reading:
    """What somebody keyed; `seen` is how often the sheet had been keyed when they began.

    `started_at` and `submitted_at` say when the test was sat; needed once the sheet may agree.
    """

    answers: Mapping[int, list[str]]
    seen: int
    started_at: datetime | None = None
    submitted_at: datetime | None = None


def keep_reading(
    printed: PrintedPaper, seat: Enrolment, reading: Reading, *, actor_id: int, at: datetime
) -> Stage:
    """Keep what was keyed, and once the sheet agrees make its attempt; say how far it is.

    Runs under the quiz's lock. The same form sent twice is kept once.
    """
    quiz = db.session.get_one(Quiz, printed.quiz_id, populate_existing=True)
    paper = papers.thaw(printed.paper)
    entries = queries.entries_of(printed.id, seat.id)
    rows = [entry.answers for entry in entries]
    if reading.seen != len(entries):
        if _is_repeated(entries, reading, actor_id):
            return stage(paper, rows)
        raise StaleKeyingError(_("Lembar ini sudah disalin sejak Anda membuka halaman ini."))
    _check(paper, stage(paper, rows), sorted(reading.answers), to_key(paper, rows))
    if refusal := why_not(quiz, seat, at):
        raise CannotKeyError(refusal)
    rows.append(reading.answers)
    now_at = stage(paper, rows)
    _keep(printed, quiz, seat.id, reading, now_at, actor_id=actor_id, at=at)
    if now_at is Stage.AGREED:
        _make_attempt(printed, quiz, seat.id, agreed(paper, rows), reading, actor_id, at)
    return now_at


def _is_repeated(entries: list[Entry], reading: Reading, actor_id: int) -> bool:
    if reading.seen != len(entries) - 1:
        return False
    last = entries[-1]
    return last.actor_id == actor_id and last.answers == reading.answers


def _check(paper: Paper, before: Stage, keyed: list[int], wanted: list[int]) -> None:
    if before is Stage.AGREED:
        raise CannotKeyError(_("Lembar ini sudah selesai disalin."))
    if keyed != wanted:  # a form that is not ours
        raise CannotKeyError(_("Lembar ini belum disalin seluruhnya. Muat ulang halamannya."))


_ATTEMPTS = (
    sa.select(Attempt.number, Attempt.submitted_at)
    .where(
        Attempt.quiz_id == sa.bindparam("quiz_id"),
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Attempt.number)
)


def why_not(quiz: Quiz, seat: Enrolment, at: datetime) -> str:
    """Why this person's sheet cannot become an attempt now; "" where it can."""
    if seat.withdrawn_at is not None:
        return str(_("Peserta ini sudah keluar dari daftar, jadi lembarnya tidak disalin."))
    values = {"quiz_id": quiz.id, "enrolment_id": seat.id}
    attempts = db.session.execute(_ATTEMPTS, values).all()
    if any(submitted_at is None for _number, submitted_at in attempts):
        return str(_("Peserta ini sedang mengerjakan tes ini di layar. Tunggu sampai dikumpulkan."))
    granted = allowance_of(quiz.id, seat.id, at).attempts
    if len(attempts) >= quiz.attempts_allowed + granted:
        return str(_("Semua kesempatan peserta ini untuk tes ini sudah terpakai."))
    return ""


def _keep(
    printed: PrintedPaper,
    quiz: Quiz,
    enrolment_id: int,
    reading: Reading,
    now_at: Stage,
    *,
    actor_id: int,
    at: datetime,
) -> None:
    row = Keying(
        printed_id=printed.id,
        enrolment_id=enrolment_id,
        answers={str(number): choices for number, choices in reading.answers.items()},
        actor_id=actor_id,
        keyed_at=at,
    )
    db.session.add(row)
    audit.record(
        "paper.keyed",
        row,
        actor_id=actor_id,
        training_id=quiz.training_id,
        code=printed.code,
        enrolment_id=enrolment_id,
        time=reading.seen + 1,
        stage=now_at.value,
    )


def _make_attempt(
    printed: PrintedPaper,
    quiz: Quiz,
    enrolment_id: int,
    answers: Mapping[int, list[str]],
    reading: Reading,
    actor_id: int,
    at: datetime,
) -> None:
    """Answers are logged as they come from a page, with the moment at which they were keyed."""
    if reading.started_at is None or reading.submitted_at is None:
        raise CannotKeyError(_("Tulis jam mulai dan jam selesai."))
    values = {"quiz_id": quiz.id, "enrolment_id": enrolment_id}
    attempt = Attempt(
        quiz_id=quiz.id,
        enrolment_id=enrolment_id,
        form_id=printed.form_id,
        number=len(db.session.execute(_ATTEMPTS, values).all()) + 1,
        paper={"questions": printed.paper["questions"]},
        started_at=reading.started_at,
        deadline_at=reading.submitted_at,
    )
    db.session.add(attempt)
    db.session.flush()  # its answers need the id
    for number, choices in answers.items():
        save_answer(attempt.id, number, choices, sequence=1, at=at)
    end_attempt(attempt, reading.submitted_at, ClosedBy.PAPER, actor_id)
