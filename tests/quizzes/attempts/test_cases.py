"""Faults that other systems had while people sat tests, and what is right here."""

from __future__ import annotations

import io
import time
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from lms.i18n import format_score
from quizzes.attempts import queries, scoring, sweep
from quizzes.attempts.papers import Option, Paper, PaperQuestion
from quizzes.marking.rules import typed_points
from tests import quiz_factories
from tests.factories import wita
from tests.quiz_factories import NINE, POST_TEST, page

STAFF = "/pelatihan/bimtek-uji/tes/kelola"
DAYS = (date(2024, 1, 31), date(2024, 3, 10), date(2024, 11, 3))  # clocks change in some places


def test_c063_what_was_typed_until_just_before_the_limit_is_in_the_attempt(
    app, world, ani, at, choose, stored
):
    asked = [quiz_factories.of_kind("essay", model="Model.")]
    quiz_factories.make_quiz(app, world.training_id, questions=asked)
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(minutes=19, seconds=55))
    text = "kata " * 39 + "akhir"
    choose(1, [text])
    at(NINE + timedelta(minutes=22))
    with app.app_context():
        sweep.end_overdue_attempts()
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.closed_by == "deadline"
    assert stored() == {1: [text]}
    assert len(text) == 200


def test_c068_the_report_has_the_end_of_an_attempt_nobody_opened_again(
    app, world, ani, sign_in, quiz, at
):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(hours=3))
    with app.app_context():
        sweep.end_overdue_attempts()
    text = page(sign_in(world.budi).get(f"{STAFF}/tes-akhir"))
    assert "31 Januari 2024 pukul 09.20 WITA" in text


@pytest.mark.parametrize("minutes", [-30, 0, 30, 60 * 24 * 365])
def test_c069_c071_the_clock_of_the_phone_moves_neither_the_end_nor_the_result(
    app, world, ani, quiz, at, stored, minutes
):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(minutes=5))
    body = {
        "attempt": 1, "sequence": 1, "choices": ["b"],
        "key": "3f2b8f0e-6f0a-4b43-9a55-0c8a41f0a001",
        "page": "3f2b8f0e-6f0a-4b43-9a55-0c8a41f0a002",
        "made_at": int((NINE + timedelta(minutes=5 + minutes)).timestamp()),
    }  # fmt: skip
    headers = {"X-CSRFToken": ani.csrf_token(), "Accept": "application/json"}
    reply = ani.client.put(f"{POST_TEST}/jawaban/1", json=body, headers=headers)
    assert (reply.status_code, reply.json["remaining"]) == (200, 15 * 60)
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.deadline_at == NINE + timedelta(minutes=20)
    assert stored() == {1: ["b"]}
    assert ani.get(f"{POST_TEST}/hasil/1").status_code == 404
    assert "rahasia" not in ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True)


@pytest.fixture
def _in_new_york(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


def answer(browser):
    data = {"soal": 1, "pengerjaan": 1, "urutan": 1, "pilihan": ["b"]}
    return browser.post(f"{POST_TEST}/kerjakan", data)


@pytest.mark.usefixtures("_in_new_york")
def test_c076_a_closing_is_the_same_moment_on_every_page_wherever_the_server_stands(
    app, world, sign_in, at, stored
):
    four = wita(DAYS[1], "16.00")
    assert four == datetime(2024, 3, 10, 8, 0, tzinfo=UTC)
    at(four - timedelta(minutes=10))
    quiz_factories.make_quiz(app, world.training_id, closed_at=four)
    ani, budi = sign_in(world.ani), sign_in(world.budi)
    ani.post(f"{POST_TEST}/mulai")
    for who, address in (
        (ani, POST_TEST),
        (ani, f"{POST_TEST}/kerjakan"),
        (budi, STAFF),
        (budi, f"{STAFF}/tes-akhir"),
    ):
        assert "16.00 WITA" in page(who.get(address)), address
    at(four + timedelta(minutes=1))
    answer(ani)
    assert stored() == {}
    assert "sudah ditutup" in page(ani.get(POST_TEST))


@pytest.mark.parametrize("day", DAYS)
def test_c078_a_quarter_of_an_hour_late_is_late_on_every_day(app, world, sign_in, at, stored, day):
    almost_midnight = wita(day, "23.59")
    quiz = quiz_factories.make_quiz(app, world.training_id, closed_at=almost_midnight)
    start = almost_midnight - timedelta(minutes=5)
    quiz_factories.sit(app, quiz, world.ani_seat, at=start, is_submitted=False)
    at(almost_midnight + timedelta(minutes=15))
    answer(sign_in(world.ani))
    assert stored() == {}
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.submitted_at == almost_midnight


def test_c083_the_best_of_two_devices_counts_and_never_their_sum(app, world, ani, sign_in):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=10)
    quiz_factories.sit(app, quiz, world.ani_seat, right=7)
    quiz_factories.sit(app, quiz, world.ani_seat, right=5)
    with app.app_context():
        assert queries.marks_of(world.ani_seat).best == {"tes-akhir": 7000}
    book = sign_in(world.budi).get("/pelatihan/bimtek-uji/nilai.xlsx")
    cells = [
        cell.value
        for row in openpyxl.load_workbook(io.BytesIO(book.data)).active.iter_rows()
        for cell in row
        if row[1].value == "Ani Rahmawati"
    ]
    assert cells[-1] == 70
    assert "70,00" in page(ani.get(POST_TEST))


def test_c088_going_back_changes_the_answer_openly_and_begins_nothing(
    app, ani, quiz, choose, stored
):
    """There is no mode that only goes forward: going back is offered, and keeps the attempt."""
    ani.post(f"{POST_TEST}/mulai")
    for number in (1, 2, 3):
        choose(number, ["b"])
    assert choose(2, ["a"], sequence=1).location.endswith("soal=2")  # the page of before: told
    assert stored() == {1: ["b"], 2: ["b"], 3: ["b"]}
    assert choose(2, ["a"], sequence=2).location.endswith("soal=3")
    assert stored() == {1: ["b"], 2: ["a"], 3: ["b"]}
    assert [each.number for each in quiz_factories.attempts(app)] == [1]


def test_c208_ten_answers_are_still_there_after_signing_in_again(app, world, ani, sign_in):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=10)
    quiz_factories.sit(app, quiz, world.ani_seat, right=10, is_submitted=False)
    ani.post("/keluar")
    assert ani.get(f"{POST_TEST}/kerjakan").location.startswith("/masuk?lanjut=")
    text = page(sign_in(world.ani).get(f"{POST_TEST}/kerjakan"))
    assert text.count("Tersimpan di server 09.00") == 10
    assert text.count(" checked") == 10


@pytest.mark.parametrize(
    ("right", "shown"), [(200, "100,00"), (199, "99,50"), (1, "0,50"), (0, "0,00")]
)
def test_c129_a_hundred_is_shown_only_where_all_is_right(right, shown):
    options = tuple(Option(key, key) for key in "ab")
    questions = tuple(
        PaperQuestion(place, 1, "single", "?", options, frozenset("b")) for place in range(200)
    )
    answers = {place: ["b" if place <= right else "a"] for place in range(1, 201)}
    assert format_score(scoring.score(Paper(questions), answers).score) == shown


@pytest.mark.parametrize(
    ("text", "hundredths"), [("82,5", 8250), ("82.5", 8250), ("82,50", 8250), ("69,995", None)]
)
def test_c032_a_score_is_typed_with_a_comma_or_a_point(text, hundredths):
    """Finer than a hundredth is asked for again: it is never cut or rounded unseen."""
    assert typed_points(text, 100_00) == hundredths
