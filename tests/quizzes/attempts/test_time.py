"""Time: the deadline, what comes late, and attempts nobody ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.attempts import papers, scoring, sweep
from tests import quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE, POST_TEST, page


def test_c072_the_countdown_ends_at_the_planned_closing(app, world, ani, at):
    at(wita(DAY_1, "13.25"))
    quiz_factories.make_quiz(
        app,
        world.training_id,
        opened_at=wita(DAY_1, "13.00"),
        closed_at=wita(DAY_1, "13.30"),
    )
    ani.post(f"{POST_TEST}/mulai")
    text = page(ani.get(f"{POST_TEST}/kerjakan"))
    assert 'data-remaining="300"' in text
    assert "batas 13.30 WITA" in text


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (29, True), (30, False), (59, False), (60, False)]
)
def test_an_answer_may_come_half_a_minute_after_the_end(
    ani, quiz, at, seconds, is_taken, choose, stored
):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(minutes=20, seconds=seconds))
    answer = choose(1, ["b"])
    assert answer.location.endswith("soal=2" if is_taken else "/hasil/1")
    assert stored() == ({1: ["b"]} if is_taken else {})


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, True), (59, True), (60, False)])
def test_c074_a_closing_at_four_includes_the_whole_minute(
    app, world, at, choose, stored, seconds, is_taken
):
    four = wita(DAY_1, "16.00")
    quiz_id = quiz_factories.make_quiz(app, world.training_id, closed_at=four)
    start = four - timedelta(minutes=5)
    quiz_factories.sit(app, quiz_id, world.ani_seat, at=start, is_submitted=False)
    at(four + timedelta(seconds=seconds))
    choose(1, ["b"])
    assert stored() == ({1: ["b"]} if is_taken else {})


def test_c066_refreshing_at_zero_leads_to_the_result_once_and_to_the_next_attempt(
    app, ani, quiz, at, choose
):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"])
    at(NINE + timedelta(minutes=21))
    assert "Waktu habis" in page(ani.get(f"{POST_TEST}/kerjakan"))
    shown = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1}, follow_redirects=True)
    assert "Waktu habis, jadi jawaban yang tersimpan dikumpulkan otomatis." in page(shown)
    assert "33,33" in page(shown)
    ani.post(f"{POST_TEST}/mulai")
    assert [each.number for each in quiz_factories.attempts(app)] == [1, 2]


def test_c068_an_overdue_attempt_ends_at_its_deadline_though_nobody_looks(
    app, ani, quiz, at, choose
):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"])
    at(NINE + timedelta(minutes=20, seconds=59))
    with app.app_context():
        sweep.end_overdue_attempts()
    assert quiz_factories.attempts(app)[0].submitted_at is None
    at(NINE + timedelta(minutes=33))
    with app.app_context():
        sweep.end_overdue_attempts()
        sweep.end_overdue_attempts()
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.submitted_at == NINE + timedelta(minutes=20)
    assert (attempt.closed_by, attempt.score) == ("deadline", 3333)
    assert attempt.receipt


def test_starting_again_ends_the_overdue_attempt_first(app, ani, quiz, at):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(hours=1))
    ani.post(f"{POST_TEST}/mulai")
    first, second = quiz_factories.attempts(app)
    assert first.submitted_at == NINE + timedelta(minutes=20)
    assert second.started_at == NINE + timedelta(hours=1)


def test_the_stored_score_can_be_computed_again_from_paper_and_answers(app, world, quiz, stored):
    quiz_factories.sit(app, quiz, world.ani_seat, right=2)
    (attempt,) = quiz_factories.attempts(app)
    again = scoring.score(papers.thaw(attempt.paper), stored())
    assert (again.points, again.out_of, again.score) == (200, 300, 6667)
    assert (attempt.points, attempt.out_of, attempt.score) == (200, 300, 6667)
