"""Quizzes and attempts in the database, beside tests.factories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from courses.trainings.models import Training
from lms.content import Document, Writing
from lms.db import db, transaction
from quizzes.attempts import services
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt
from quizzes.attempts.papers import Paper
from quizzes.bank.loader import write_quizzes
from quizzes.bank.models import Quiz
from quizzes.bank.schema import QuizFile, Quizzes
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


def of_kind(kind: str, **fields: Any) -> dict[str, Any]:
    """A question of another kind; its key is the kind."""
    written = question(kind.replace("_", "-"), kind=kind, **fields)
    del written["options"]
    return written


def one_of_each() -> list[dict[str, Any]]:
    """Every kind that is answered on the page itself, a case of two parts among them."""
    choice = question("pilihan")["options"]
    pairs = [{"left": "Kiri satu", "right": "Kanan satu"}, {"left": "Kiri dua", "right": "Dua"}]
    parts = [
        {"kind": "single", "stem": "Pertanyaan kasus satu?", "options": choice},
        {"kind": "numeric", "stem": "Berapa luasnya?", "accepted": [{"value": 24}], "unit": "m2"},
    ]
    return [
        question("pilihan"),
        of_kind("short_answer", accepted=[{"text": "SKTM"}, {"text": "surat*", "share": 50}]),
        of_kind("numeric", accepted=[{"value": "2,5", "tolerance": "0,5"}]),
        of_kind("matching", pairs=pairs, distractors=["Pengecoh yang panjang sekali bunyinya"]),
        of_kind("ordering", items=["Pertama", "Kedua", "Ketiga"]),
        of_kind("case", stem="Sebuah kasus diceritakan.", parts=parts),
        of_kind("essay", words={"least": 2, "most": 20}, model="Model rahasia."),
    ]


def answers_of_each(paper: Paper) -> dict[int, list[str]]:
    """A right answer to every question of such a paper, by its place; an essay of three words."""
    typed = {"short_answer": ["SKTM"], "numeric": ["2,5"], "essay": ["Saya catat dulu"]}
    return {
        n: ["24 m2"] if question.unit else typed.get(question.kind, sorted(question.correct))
        for n, question in enumerate(paper.questions, start=1)
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
    **settings: Any,
) -> int:
    """A quiz as a content folder would give it, opened unless told otherwise.

    A module quiz explains itself at once, as the shipped ones do.
    """
    shown = {"answers_shown": "at_once", "explanations_shown": "at_once"}
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
            **(shown if kind == "module" else {}),
            **settings,
        }
    )
    with app.app_context():
        with transaction():
            training = db.session.get_one(Training, training_id)
            quizzes = Quizzes((Document("uji.yaml", file, {}),))
            write_quizzes(quizzes, training=training, writing=Writing(None, BEFORE))
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
                    save_answer(attempt.id, number, [choice], sequence=1, at=at)
            if is_submitted:
                services.submit_attempt(attempt.id, actor_id=1, at=at)
        return attempt.id


def attempt(app: Flask, attempt_id: int) -> Attempt:
    with app.app_context():
        return db.session.get_one(Attempt, attempt_id)


def attempts(app: Flask) -> list[Attempt]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Attempt).order_by(Attempt.id)))
