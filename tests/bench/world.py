"""The sample training with its 34 trainees signed in, each in the middle of the post-test."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

import certificates
import courses
import quizzes
from courses.sample import CODE, make_sample
from courses.trainings.models import Enrolment, Role, Training
from lms import clock
from lms.app import create_app
from lms.config import PROJECT, from_environment
from lms.db import db, transaction
from lms.people import passwords, services
from lms.people.models import DataNotice, Person
from lms.people.session import add_row
from quizzes.attempts.services import start_attempt
from quizzes.bank.models import Quiz

PASSWORD = "sungai martapura jernih"
QUIZ = "tes-akhir"
HOME = f"/pelatihan/{CODE}"
MODULE = f"{HOME}/modul/PS-04"
PAPER = f"{HOME}/tes/{QUIZ}/kerjakan"
SAVE = f"{HOME}/tes/{QUIZ}/jawaban"


@dataclass(frozen=True)
class Visitor:
    """A trainee with an open session."""

    account: str
    cookie: str
    csrf: str
    choices: tuple[tuple[str, ...], ...]  # for each question of the paper, the keys to choose from


@dataclass(frozen=True)
class World:
    folder: Path
    database_url: str
    visitors: tuple[Visitor, ...] = ()
    secret: str = "a secret that only the benchmarks know"

    def environment(self) -> dict[str, str]:
        """For programs that run the application on this world's data."""
        kept = {
            name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        return kept | {
            "BIMTEK_ENV": "development",
            "INSTANCE_PATH": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": self.secret,
            "PYTHONPATH": str(PROJECT),
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
        }

    def app(self) -> Flask:
        """The application as in production; its log lines are made and thrown away."""
        with contextlib.redirect_stderr(io.TextIOWrapper(open(os.devnull, "wb"))):
            return create_app(
                from_environment(self.environment()), (courses, quizzes, certificates)
            )


def build(folder: Path, database_url: str) -> World:
    world = World(folder, database_url)
    app = world.app()
    with app.app_context():
        db.create_all()
        make_sample()
        papers = _begin_papers()
        db.engine.dispose()
    visitors = [
        # Outside of that context: a token is made once for each context.
        Visitor(number, *session_of(app, token), _choices(paper))
        for number, token, paper in papers
    ]
    return World(folder, database_url, tuple(visitors))


def more_visitors(where: World, count: int) -> tuple[Visitor, ...]:
    """Further trainees of the training, signed in, without a paper."""
    app, now = where.app(), clock.now()
    with app.app_context():
        with transaction():
            training_id = db.session.scalars(sa.select(Training.id)).one()
            notice = db.session.scalars(sa.select(DataNotice)).one()
            signed_in = []
            for place in range(count):
                person = services.add_person(f"Peserta Lain {place:03d}", f"lain {place}", at=now)
                seat = Enrolment(
                    training_id=training_id, person_id=person.id, role=Role.TRAINEE, created_at=now
                )
                db.session.add(seat)
                services.give_consent(person.id, notice, at=now)
                token = add_row(person.id, at=now, hours=12, network="", browser="bench")
                signed_in.append((person.number, token))
        db.engine.dispose()
    return tuple(Visitor(number, *session_of(app, token), ()) for number, token in signed_in)


def _begin_papers() -> list[tuple[str, str, dict[str, Any]]]:
    """Of each trainee the account, the token of a sign-in, and the paper begun."""
    password = passwords.hash_password(PASSWORD)
    now = clock.now()
    with transaction():
        quiz = db.session.scalars(sa.select(Quiz).where(Quiz.key == QUIZ)).one()
        quiz.opened_at, quiz.minutes = now, 600
        quiz.needs_presence = False  # no meeting is held on the day of a measurement
        notice = db.session.scalars(sa.select(DataNotice)).one()
        seats = db.session.execute(
            sa.select(Enrolment.id, Person)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.role == Role.TRAINEE)
            .order_by(Enrolment.id)
        ).all()
        papers = []
        for seat, person in seats:
            person.password_hash = password
            services.give_consent(person.id, notice, at=now)
            token = add_row(person.id, at=now, hours=12, network="", browser="bench")
            attempt = start_attempt(quiz, seat, seed=seat, actor_id=person.id, at=now)
            papers.append((person.number, token, attempt.paper))
    return papers


def _choices(paper: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each["key"] for each in one["options"]) for one in paper["questions"])


def session_of(app: Flask, token: str) -> tuple[str, str]:
    """A browser's cookie and the token that its forms would carry."""
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = token, True
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)
        return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}", csrf
