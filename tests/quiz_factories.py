"""Quizzes and attempts in the database, beside tests.factories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from courses.trainings.models import Training
from lms.db import db, transaction
from quizzes.attempts import services
from quizzes.attempts.models import Attempt
from quizzes.bank.loader import write_quizzes
from quizzes.bank.models import Quiz
from quizzes.bank.schema import QuizFile
from tests.factories import BEFORE, DAY_1, wita

NINE = wita(DAY_1, "09.00")
TESTS = "/pelatihan/bimtek-uji/tes"
POST_TEST = f"{TESTS}/tes-akhir"


def page(response: TestResponse) -> str:
    """The text of a page that must have come."""
    text: str = response.get_data(as_text=True)
    assert response.status_code == 200, text
    return text


def question(key: str, **changes: Any) -> dict[str, Any]:
    """A single choice of four whose right answer is "b", the text "Benar sekali"."""
    texts = ("Keliru satu", "Benar sekali", "Keliru dua", "Keliru tiga")
    return {
        "key": key,
        "module": "PS-01",
        "level": "C1",
        "kind": "single",
        "status": "approved",
        "section": "Hasil belajar",
        "stem": f"Pertanyaan {key}?",
        "options": [
            {"text": text, "correct": text.startswith("Benar"), "why": f"Sebab rahasia {text}"}
            for text in texts
        ],
        "explanation": f"Penjelasan rahasia {key}.",
        **changes,
    }


def make_quiz(
    app: Flask,
    training_id: int,
    key: str = "tes-akhir",
    *,
    questions: int | list[dict[str, Any]] = 3,
    kind: str = "posttest",
    minutes: int = 20,
    attempts: int = 2,
    pass_mark: int | None = 70,
    draw: int | None = None,
    opened_at: datetime | None = BEFORE,
    closed_at: datetime | None = None,
) -> int:
    """A quiz as a content folder would give it, opened unless told otherwise."""
    if isinstance(questions, int):
        questions = [question(f"{key}-{place}") for place in range(1, questions + 1)]
    file = QuizFile.model_validate(
        {
            "key": key,
            "title": key.replace("-", " ").capitalize(),
            "kind": kind,
            "module": "PS-01" if kind == "module" else None,
            "minutes": minutes,
            "attempts": attempts,
            "pass_mark": pass_mark,
            "draw": draw,
            "questions": questions,
        }
    )
    with app.app_context():
        with transaction():
            training = db.session.get_one(Training, training_id)
            write_quizzes([file], training=training, actor_id=None, at=BEFORE)
            quiz = db.session.scalars(
                sa.select(Quiz).where(Quiz.training_id == training_id, Quiz.key == key)
            ).one()
            quiz.opened_at, quiz.closed_at = opened_at, closed_at
        return quiz.id


def sit(
    app: Flask,
    quiz_id: int,
    enrolment_id: int,
    *,
    right: int | None = None,
    at: datetime = NINE,
    is_submitted: bool = True,
) -> int:
    """An attempt with `right` right answers and the others wrong; None answers nothing."""
    with app.app_context():
        with transaction():
            quiz = db.session.get_one(Quiz, quiz_id)
            attempt = services.start_attempt(quiz, enrolment_id, seed=1, actor_id=1, at=at)
            for number in range(1, len(attempt.paper["questions"]) + 1):
                if right is not None:
                    choice = "b" if number <= right else "a"
                    services.save_answer(attempt.id, number, [choice], sequence=1, at=at)
            if is_submitted:
                services.submit_attempt(attempt.id, actor_id=1, at=at)
        return attempt.id


def attempt(app: Flask, attempt_id: int) -> Attempt:
    with app.app_context():
        return db.session.get_one(Attempt, attempt_id)


def attempts(app: Flask) -> list[Attempt]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Attempt).order_by(Attempt.id)))
