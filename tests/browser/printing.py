"""The post-test on paper: printed once, its sheets keyed once, twice, and not alike."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Training
from lms import clock
from lms.db import db, transaction
from quizzes.attempts import papers
from quizzes.bank.models import Quiz
from quizzes.printed import services
from quizzes.printed.services import Reading
from tests.browser.doings import Live

KEYED_ONCE, DIFFERS, AGREES, UNTOUCHED = 28, 29, 30, 31


def key_sheets(live: Live, training: Training) -> None:
    quiz = db.session.scalars(
        sa.select(Quiz).where(Quiz.training_id == training.id, Quiz.key == "tes-akhir")
    ).one()
    who = live.people["organiser"]
    with transaction():
        row = services.print_paper(quiz, quiz.id, seed=5, actor_id=who, at=clock.now())
    live.places["sheet_code"] = row.code
    questions = papers.thaw(row.paper).questions
    first = {n: sorted(each.correct) for n, each in enumerate(questions, start=1)}
    second = {n: [] if n in (2, 5) else choices for n, choices in first.items()}
    for place, readings in (
        (KEYED_ONCE, [first]), (DIFFERS, [first, second]), (AGREES, [first, first]),
    ):  # fmt: skip
        seat = db.session.get_one(Enrolment, live.seats[place])
        for seen, answers in enumerate(readings):
            start, end = clock.now(), clock.now() + timedelta(minutes=20)
            with transaction():
                services.keep_reading(
                    row, seat, Reading(answers, seen, start, end), actor_id=who, at=end
                )
    live.places |= {
        "sheet_new": str(live.seats[UNTOUCHED]),
        "sheet_once": str(live.seats[KEYED_ONCE]),
        "sheet_differs": str(live.seats[DIFFERS]),
        "sheet_done": str(live.seats[AGREES]),
    }
