"""Two parallel tests, two forms: nobody meets the same form in both."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from lms.db import db, transaction
from quizzes.attempts.forms_crossing import form_for, letter_of
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import TESTS

A, B, GONE = 1, 2, 9


@pytest.mark.parametrize(
    ("own", "parallel", "here", "there", "people", "form"),
    [
        (A, None, [], [], {}, A),  # no parallel test
        (A, B, [], [], {}, A),  # a tie: the test's own
        (B, A, [], [], {A: 3, B: 3}, B),
        (A, B, [], [], {A: 1}, B),
        (A, B, [], [], {A: 1, B: 2}, A),
        (B, A, [], [A], {}, B),  # the other one, whatever others sit
        (B, A, [], [A], {B: 17}, B),
        (B, A, [], [B], {A: 17}, A),
        (B, A, [], [B, B], {}, A),  # a retake there changes nothing
        (B, A, [A], [A], {A: 17}, A),  # a retake here keeps its form, even an unlucky one
        (B, A, [B, B], [A], {}, B),
        (A, B, [], [GONE], {A: 1}, B),  # paired with another test at the time
        (A, B, [GONE], [], {}, A),
        (A, None, [B], [], {}, A),  # no longer paired
    ],
)
def test_form_of_the_next_attempt(own, parallel, here, there, people, form):
    assert form_for(own, parallel, here=here, there=there, people=people) == form


@pytest.mark.parametrize(
    ("form", "own", "parallel", "letter"),
    [(A, A, B, "A"), (B, A, B, "B"), (A, B, A, "A"), (A, A, None, ""), (GONE, A, B, "")],
)
def test_letter_of_a_form_is_the_same_in_both_tests(form, own, parallel, letter):
    assert letter_of(form, own, parallel) == letter


@pytest.fixture
def pair(app, world):
    """The ids of tes-awal and tes-akhir, each the other's parallel."""
    first = quiz_factories.make_quiz(app, world.training_id, "tes-awal", kind="pretest")
    second = quiz_factories.make_quiz(app, world.training_id, "tes-akhir")
    with app.app_context(), transaction():
        db.session.get_one(Quiz, first).parallel_id = second
        db.session.get_one(Quiz, second).parallel_id = first
    return first, second


def forms(app, quiz_id):
    with app.app_context():
        rows = db.session.execute(
            sa.select(Attempt.enrolment_id, Attempt.form_id)
            .where(Attempt.quiz_id == quiz_id)
            .order_by(Attempt.id)
        )
        return [tuple(row) for row in rows]


def test_each_form_is_met_once_by_everybody(app, world, pair):
    before, after = pair
    seats = factories.make_trainees(app, world.training_id, 6)
    for seat in seats[:5]:
        quiz_factories.sit(app, before, seat)
    for seat in reversed(seats):
        quiz_factories.sit(app, after, seat)
    there, here = dict(forms(app, before)), dict(forms(app, after))
    assert [there[seat] for seat in seats[:5]] == [before, after, before, after, before]
    assert {there[seat] != here[seat] for seat in seats[:5]} == {True}
    # Who missed the first test came first here.
    assert here[seats[5]] == after


def test_paper_asks_the_questions_of_its_form(app, world, pair):
    before, _after = pair
    seats = factories.make_trainees(app, world.training_id, 2)
    for seat in seats:
        quiz_factories.sit(app, before, seat)
    stems = [
        {each["stem"] for each in attempt.paper["questions"]}
        for attempt in quiz_factories.attempts(app)
    ]
    assert all("tes-awal" in stem for stem in stems[0])
    assert all("tes-akhir" in stem for stem in stems[1])


def test_retake_keeps_its_form(app, world, pair):
    _before, after = pair
    first, second = factories.make_trainees(app, world.training_id, 2)
    for seat in (first, second, second, first):
        quiz_factories.sit(app, after, seat)
    assert forms(app, after) == [
        (first, after),
        (second, pair[0]),
        (second, pair[0]),
        (first, after),
    ]


def test_intro_counts_the_questions_of_the_form_that_comes(app, world, pair, ani):
    before, after = pair
    quiz_factories.make_quiz(app, world.training_id, "tes-awal", kind="pretest", questions=5)
    with app.app_context(), transaction():
        db.session.get_one(Quiz, before).parallel_id = after
        db.session.get_one(Quiz, after).parallel_id = before
    (first,) = factories.make_trainees(app, world.training_id, 1)

    def counted(key):
        page = quiz_factories.page(ani.get(f"{TESTS}/{key}"))
        return re.search(r"Jumlah soal</dt>\s*<dd>(\d+)", page)[1]

    assert (counted("tes-awal"), counted("tes-akhir")) == ("5", "3")
    quiz_factories.sit(app, before, first)  # so that the other form is the rarer one
    quiz_factories.sit(app, before, world.ani_seat)
    assert dict(forms(app, before))[world.ani_seat] == after
    assert (counted("tes-awal"), counted("tes-akhir")) == ("3", "5")


def test_trainee_is_not_told_of_forms(app, pair, ani):
    ani.post(f"{TESTS}/tes-akhir/mulai")
    for path in ("tes-akhir", "tes-akhir/kerjakan", "tes-akhir/periksa"):
        assert "Paket" not in ani.get(f"{TESTS}/{path}").get_data(as_text=True)


@pytest.mark.faults
def test_thirty_four_at_once_are_divided_in_halves(app, world, pair, sign_in):
    seats = factories.make_trainees(app, world.training_id, 34)
    people = _people_of(app, seats)
    tabs = [(browser.client, browser.csrf_token()) for browser in map(sign_in, people)]
    gate = Barrier(len(tabs))

    def start(tab):
        client, token = tab
        gate.wait(timeout=30)
        return client.post(f"{TESTS}/tes-awal/mulai", data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(tabs)) as pool:
        assert set(pool.map(start, tabs)) == {303}
    found = Counter(form for _seat, form in forms(app, pair[0]))
    assert found == {pair[0]: 17, pair[1]: 17}


@pytest.mark.faults
def test_both_tests_begun_in_one_moment_ask_different_forms(app, world, pair, sign_in):
    seats = factories.make_trainees(app, world.training_id, 4)
    people = _people_of(app, seats)
    tasks = [
        (browser.client, browser.csrf_token(), key)
        for person in people
        for key in ("tes-awal", "tes-akhir")
        for browser in [sign_in(person)]
    ]
    gate = Barrier(len(tasks))

    def start(task):
        client, token, key = task
        gate.wait(timeout=30)
        return client.post(f"{TESTS}/{key}/mulai", data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(len(tasks)) as pool:
        assert set(pool.map(start, tasks)) == {303}
    first, second = (dict(forms(app, quiz)) for quiz in pair)
    assert all(first[seat] != second[seat] for seat in seats)


def _people_of(app, seats):
    with app.app_context():
        from courses.trainings.models import Enrolment  # noqa: PLC0415

        return [db.session.get_one(Enrolment, seat).person_id for seat in seats]
