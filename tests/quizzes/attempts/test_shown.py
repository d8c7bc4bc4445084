"""Trainees are told scores and keys only when their quiz says so, wherever it might be told."""

from __future__ import annotations

import pytest

from lms.db import db, transaction
from quizzes.bank.models import Quiz
from tests import quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE, POST_TEST, TESTS, page

MOMENT = {"score_shown": "from_moment", "shown_from": "2024-02-15 16.00"}
HOME = "/pelatihan/bimtek-uji"
RESULT = f"{POST_TEST}/hasil/1"
PLACES = (TESTS, POST_TEST, RESULT, HOME, f"{HOME}/menuju-sertifikat", "/akun/data.json")


@pytest.fixture
def sat(app, world):
    """`sat(right=3, **settings)`: Ani's post-test of three questions, handed in."""

    def make(*, right=3, **settings):
        quiz = quiz_factories.make_quiz(app, world.training_id, **settings)
        quiz_factories.sit(app, quiz, world.ani_seat, right=right)
        return quiz

    return make


@pytest.mark.parametrize("right", [0, 2, 3])
def test_c071_nobody_is_told_before_the_moment_whatever_their_clock_says(
    sign_in, world, ani, sat, at, right
):
    sat(right=right, **MOMENT)
    early = {"Date": "Fri, 15 Mar 2024 08:00:00 GMT", "If-Modified-Since": "Fri, 15 Mar 2024"}
    for place in PLACES:
        text = page(ani.client.get(place, headers=early))
        for told in ("100,00", "66,67", ">0,00<", "Lulus", "Belum lulus", "Terpenuhi</span>"):
            assert told not in text, place
    assert "mulai 15 Februari 2024 pukul 16.00 WITA" in page(ani.get(RESULT))
    at(wita(DAY_1.replace(month=2, day=15), "16.00"))
    ani = sign_in(world.ani)
    assert ("100,00" in page(ani.get(RESULT))) is (right == 3)


def test_answers_without_the_key(ani, sat):
    sat(right=1, answers_shown="at_once", attempts=2)
    text = page(ani.get(RESULT))
    assert text.count("Benar sekali") == 1, "chosen once"
    assert text.count("Keliru satu") == 2
    assert "Keliru dua" not in text
    assert "rahasia" not in text
    assert "jawaban benar" not in text
    ani.post(f"{POST_TEST}/mulai")
    text = page(ani.get(RESULT))
    assert "Benar sekali" not in text
    assert "setelah tes yang sedang Anda kerjakan dikumpulkan" in text


def test_closing_shows_what_waited_for_it(app, ani, sat, at):
    quiz_id = sat(score_shown="after_closing", explanations_shown="after_closing")
    text = page(ani.get(RESULT))
    assert "Nilai dapat dilihat setelah tes ditutup." in text
    assert "Penjelasan rahasia" not in text
    with app.app_context(), transaction():
        db.session.get_one(Quiz, quiz_id).closed_at = NINE
    text = page(ani.get(RESULT))
    assert "100,00" in text
    assert "Penjelasan rahasia" in text


def test_somebody_with_more_time_keeps_a_closed_quiz_silent(app, ani, sat, world):
    quiz_id = sat(explanations_shown="after_closing")
    quiz_factories.sit(app, quiz_id, world.agus_seat, is_submitted=False)
    with app.app_context(), transaction():
        db.session.get_one(Quiz, quiz_id).closed_at = NINE
    assert "Penjelasan rahasia" not in page(ani.get(RESULT))


def test_the_parallel_test_has_to_be_over_first(app, ani, sat, world):
    first = sat(explanations_shown="at_once")
    other = quiz_factories.make_quiz(app, world.training_id, "tes-lain", attempts=1)
    with app.app_context(), transaction():
        db.session.get_one(Quiz, first).parallel_id = other
        db.session.get_one(Quiz, other).parallel_id = first
    text = page(ani.get(RESULT))
    assert "rahasia" not in text
    assert "Pembahasan dapat dilihat setelah Tes lain selesai." in text
    ani.post(f"{TESTS}/tes-lain/mulai")
    assert "rahasia" not in page(ani.get(RESULT))
    ani.post(f"{TESTS}/tes-lain/kumpulkan", {"pengerjaan": 1})
    assert "Penjelasan rahasia" in page(ani.get(RESULT))


def test_staff_see_every_score(sign_in, world, sat):
    sat(score_shown="never")
    assert "100,00" in page(sign_in(world.budi).get(f"{TESTS}/kelola/tes-akhir"))


def test_c071_a_trainee_of_another_role_or_training_sees_nothing(sign_in, world, sat):
    sat()
    assert sign_in(world.dewi).get(RESULT).status_code == 404
    assert sign_in(world.budi).get(RESULT).status_code == 403


def test_the_steps_hide_it_too(ani, sat, statements):
    sat(right=0, score_shown="never", attempts=1)
    with statements() as seen:
        text = page(ani.get(TESTS))
    assert "Terkumpul" in text
    assert len(seen) <= 6
