"""How many attempts there are, whose they are, and what the pages cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.panels import Context
from quizzes.attempts import queries
from quizzes.attempts.steps import steps
from tests import quiz_factories
from tests.quiz_factories import NINE, POST_TEST, TESTS, page


def test_c091_going_on_and_refreshing_use_no_further_attempt(app, world, ani):
    quiz_factories.make_quiz(app, world.training_id, attempts=1)
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/mulai")
    page(ani.get(f"{POST_TEST}/kerjakan"))
    assert [attempt.number for attempt in quiz_factories.attempts(app)] == [1]
    assert "Lanjutkan mengerjakan" in page(ani.get(POST_TEST))


def test_c089_after_the_last_attempt_the_server_refuses_another_start(app, world, ani):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, attempts=2)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=0)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    refused = ani.post(f"{POST_TEST}/mulai", follow_redirects=True)
    assert "Kesempatan Anda untuk tes ini sudah habis." in page(refused)
    assert refused.request.path.endswith("/hasil/2")
    assert len(quiz_factories.attempts(app)) == 2


def test_c086_back_and_post_again_after_the_submission_shows_the_result(app, world, ani, choose):
    quiz_factories.make_quiz(app, world.training_id, attempts=1)
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert choose(1, ["b"]).location == f"{POST_TEST}/hasil/1"
    assert ani.post(f"{POST_TEST}/mulai").location == f"{POST_TEST}/hasil/1"
    assert ani.get(f"{POST_TEST}/kerjakan").location == f"{POST_TEST}/hasil/1"
    assert len(quiz_factories.attempts(app)) == 1


def test_the_second_submission_gives_the_first_receipt(app, ani, quiz, at, choose):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"])
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    (first,) = quiz_factories.attempts(app)
    at(NINE + timedelta(minutes=1))
    assert ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1}).status_code == 303
    (again,) = quiz_factories.attempts(app)
    assert (again.receipt, again.submitted_at) == (first.receipt, first.submitted_at)


def test_an_old_page_cannot_submit_the_next_attempt(app, world, ani, quiz):
    quiz_factories.sit(app, quiz, world.ani_seat, right=0)
    ani.post(f"{POST_TEST}/mulai")
    answer = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert answer.location == f"{POST_TEST}/hasil/1"
    assert quiz_factories.attempts(app)[1].submitted_at is None


def test_the_best_of_two_attempts_counts(app, world, ani, quiz):
    quiz_factories.sit(app, quiz, world.ani_seat, right=2)
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    with app.app_context():
        marks = queries.Marks({"tes-akhir": 6667})
        assert queries.marks_of_all(world.training_id) == {world.ani_seat: marks}
        assert queries.marks_of(world.ani_seat) == marks
        assert queries.marks_of(world.agus_seat) == queries.Marks()
    assert "66,67" in page(ani.get(POST_TEST))


def bank(approved, unconfirmed=0):
    return [
        quiz_factories.question(
            f"S-{place}", status="approved" if place <= approved else "perlu_konfirmasi"
        )
        for place in range(1, approved + unconfirmed + 1)
    ]


def asked(attempt):
    return {question["question_id"] for question in attempt.paper["questions"]}


def test_a_paper_draws_its_number_and_the_second_attempt_asks_other_questions(app, world):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=bank(10), draw=5)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=0)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=0)
    quiz_factories.sit(app, quiz_id, world.agus_seat, right=0)
    first, second, other = quiz_factories.attempts(app)
    assert len(asked(first)) == len(asked(second)) == 5
    assert asked(first).isdisjoint(asked(second))
    assert asked(other) == asked(first)  # the same seed; what Ani has seen is hers alone


def test_an_unconfirmed_question_is_never_drawn(app, world):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=bank(3, 5), draw=3)
    quiz_factories.sit(app, quiz_id, world.ani_seat)
    (attempt,) = quiz_factories.attempts(app)
    stems = sorted(question["stem"] for question in attempt.paper["questions"])
    assert stems == [f"<p>Pertanyaan S-{place}?</p>\n" for place in (1, 2, 3)]


@pytest.mark.parametrize(("approved", "draw", "shown"), [(6, 4, 4), (6, None, 6), (6, 6, 6)])
def test_pages_tell_how_many_questions_a_paper_asks(app, world, ani, approved, draw, shown):
    quiz_factories.make_quiz(app, world.training_id, questions=bank(approved, 2), draw=draw)
    assert f"<dd>{shown}</dd>" in page(ani.get(POST_TEST))
    assert f"{shown} soal" in page(ani.get(TESTS))


@pytest.mark.parametrize(
    ("opened_at", "closed_at", "words"),
    [
        (None, None, "belum dibuka"),
        (NINE, NINE, "sudah ditutup"),
        (NINE + timedelta(minutes=1), None, "belum dibuka"),
    ],
)
def test_a_quiz_that_is_not_open_cannot_be_begun(app, world, ani, opened_at, closed_at, words):
    quiz_factories.make_quiz(app, world.training_id, opened_at=opened_at, closed_at=closed_at)
    assert words in page(ani.get(POST_TEST))
    refused = ani.post(f"{POST_TEST}/mulai", follow_redirects=True)
    assert "Tes ini sedang tidak dibuka." in page(refused)
    assert quiz_factories.attempts(app) == []


@pytest.mark.parametrize("tail", ["", "/kerjakan", "/periksa", "/hasil/1", "/waktu"])
def test_only_the_own_attempt_can_be_opened(app, sign_in, world, quiz, tail):
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    assert sign_in(world.ani).get(POST_TEST + tail).status_code in (200, 302)
    others = 200 if tail == "" else 404
    assert sign_in(world.agus).get(POST_TEST + tail).status_code == others
    assert sign_in(world.dewi).get(POST_TEST + tail).status_code == 404
    assert sign_in(world.budi).get(POST_TEST + tail).status_code == 403


@pytest.mark.parametrize("action", ["mulai", "kerjakan", "kumpulkan"])
def test_strangers_and_staff_cannot_act(sign_in, world, quiz, action):
    fields = {"pengerjaan": 1, "urutan": 1, "soal": 1}
    assert sign_in(world.dewi).post(f"{POST_TEST}/{action}", fields).status_code == 404
    assert sign_in(world.citra).post(f"{POST_TEST}/{action}", fields).status_code == 403
    assert sign_in(world.ani).get(f"{POST_TEST}/mulai").status_code == 405


def test_an_unknown_quiz_is_not_found(ani, quiz):
    assert ani.get(f"{TESTS}/tidak-ada").status_code == 404
    assert ani.post(f"{TESTS}/tidak-ada/mulai").status_code == 404
    assert ani.get(f"{POST_TEST}/hasil/9").status_code == 404


@pytest.mark.parametrize("tail", ["/kerjakan", "/periksa", "", "/waktu"])
def test_pages_stay_within_six_statements(ani, quiz, statements, tail, choose):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"])
    with statements() as seen:
        page(ani.get(POST_TEST + tail))
    assert len(seen) <= 6, seen


def test_the_result_stays_within_six_statements(app, world, ani, statements):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    with statements() as seen:
        page(ani.get(f"{TESTS}/kuis-ps-01/hasil/1"))
    assert len(seen) <= 6, seen


def test_the_step_costs_the_home_one_statement(app, world, statements):
    quiz_id = quiz_factories.make_quiz(app, world.training_id)
    quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module", opened_at=None)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    with app.test_request_context():
        training = db.session.get_one(Training, world.training_id)
        seat = db.session.get_one(Enrolment, world.ani_seat)
        with statements() as seen:
            (step,) = steps(Context(training, frozenset({"trainee"}), seat, NINE))
    assert (step.state, step.detail) == ("now", "Nilai 33,33, masih ada 1 kesempatan")
    assert len(seen) == 1
