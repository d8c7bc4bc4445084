"""The stage: a real server on this machine, a clock that jumps, and what people would know."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from time import perf_counter

import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import make_server

from courses.trainings.models import Enrolment, Role, Training
from lms import clock, jobs
from lms.clock import WITA
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import papers
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz

Say = Callable[[str], None]


@dataclass(frozen=True)
class Seat:
    """A trainee as the slip in the hand tells: who, which number, which code."""

    enrolment_id: int
    name: str
    number: str
    slip_code: str


@dataclass
class Stage:
    app: Flask
    address: str
    code: str
    say: Say
    days: tuple[date, date] = (date.min, date.min)
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    _started: float = field(default_factory=perf_counter)

    def at(self, day: date, clock_time: str) -> None:
        """Set the application's clock, in WITA."""
        hour, minute = clock_time.split(".")
        self.now = datetime.combine(day, time(int(hour), int(minute)), WITA)

    def done(self, what: str) -> None:
        """Tell what was played and how long it took on the real clock."""
        now = perf_counter()
        self.say(f"{now - self._started:6.1f} s  {what}")
        self._started = now

    @property
    def home(self) -> str:
        return f"/pelatihan/{self.code}"

    def seats(self) -> list[Seat]:
        return self._people(Role.TRAINEE)

    def staff(self, role: Role) -> Seat:
        return self._people(role)[0]

    def _people(self, role: Role) -> list[Seat]:
        statement = (
            sa.select(Enrolment.id, Person)
            .join(Person, Person.id == Enrolment.person_id)
            .join(Training, Training.id == Enrolment.training_id)
            .where(Training.code == self.code, Enrolment.role == role)
            .order_by(Enrolment.id)
        )
        with self.app.app_context():
            return [
                Seat(enrolment_id, person.name, person.number, person.slip_code)
                for enrolment_id, person in db.session.execute(statement)
            ]

    def right_answers(self, enrolment_id: int, quiz_key: str) -> dict[int, list[str]]:
        """What someone who knows it all would answer on the paper being sat."""
        statement = (
            sa.select(Attempt.paper)
            .join(Quiz, Quiz.id == Attempt.quiz_id)
            .where(Attempt.enrolment_id == enrolment_id, Quiz.key == quiz_key)
            .order_by(Attempt.number.desc())
        )
        with self.app.app_context():
            paper = db.session.scalars(statement).first() or {"questions": []}
        questions = papers.thaw(paper).questions
        return {place: _right_answer(each) for place, each in enumerate(questions, start=1)}

    def work(self) -> int:
        """Do the queued jobs, as the worker beside the server would."""
        with self.app.app_context():
            return jobs.run_due()


def _right_answer(question: papers.PaperQuestion) -> list[str]:
    """Keys, pairs, or what is typed: a wording without its stars, a number with its comma."""
    if not question.accepted:
        return sorted(question.correct)
    written = question.accepted[0].text
    return [written.replace(".", ",") if question.kind == "numeric" else written.replace("*", "")]


@contextmanager
def open_stage(app: Flask, code: str, say: Say) -> Iterator[Stage]:
    """Serve the application for as long as the block runs, on the stage's clock."""
    loggers = [logging.getLogger(name) for name in ("werkzeug", "lms.logs")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)  # thousands of requests follow
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stage = Stage(app, f"http://127.0.0.1:{server.server_port}", code, say)
    clock.use(lambda: stage.now)
    try:
        yield stage
    finally:
        clock.use(None)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        server.shutdown()
        server.server_close()
        thread.join()
