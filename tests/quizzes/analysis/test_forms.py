"""Two forms crossed: what that does to the gain, and questions by form."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from courses.trainings.models import Training
from lms.db import db, transaction
from quizzes.analysis.comparison import Seat, compare
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, TESTS

COMPARISON = f"{TESTS}/perbandingan"
ITEMS = f"{TESTS}/kelola/tes-awal/analisis"


def compared(orders, gain=1000, easier=0):
    """People by the order of their forms, "AB"; form B gives so much more."""
    seats = [Seat(n, f"Peserta {n}", "Banjar") for n in range(len(orders))]
    bonus = {"A": 0, "B": easier}
    before = {n: 5000 + bonus[order[0]] for n, order in enumerate(orders)}
    after = {n: 5000 + gain + bonus[order[1]] for n, order in enumerate(orders)}
    letters = tuple({n: order[test] for n, order in enumerate(orders)} for test in (0, 1))
    return compare(seats, before, after, letters=letters)


def test_crossing_takes_the_difference_of_forms_out_of_the_gain():
    found = compared(["AB", "BA"] * 17, easier=1200)
    assert found.is_balanced
    assert found.whole.gain == found.balanced_gain == 1000
    assert [(each.title, each.change.count, each.change.gain) for each in found.orders] == [
        ("A → B", 17, 2200),
        ("B → A", 17, -200),
    ]
    assert [(each.letter, each.before.mean, each.after.mean) for each in found.forms] == [
        ("A", 5000, 6000),
        ("B", 6200, 7200),
    ]


@pytest.mark.parametrize(
    ("orders", "is_crossed", "is_balanced", "balanced"),
    [
        (["AB"] * 20 + ["BA"] * 8, True, False, 1000),
        (["AB"] * 5 + ["BA"] * 4, True, True, 1000),
        (["AB"] * 34, False, False, None),
        (["AA"] * 3 + ["BA"] * 3, False, False, None),
        (["AB"] * 5 + ["BA"] * 5 + ["AA"] * 2, True, True, 1000),
        ([], False, False, None),
    ],
)
def test_balance_is_told_by_the_orders(orders, is_crossed, is_balanced, balanced):
    found = compared(orders, easier=1200)
    assert (bool(found.crossed), found.is_balanced) == (is_crossed, is_balanced)
    assert found.balanced_gain == balanced


def test_tests_without_forms_say_nothing_of_them():
    found = compare([Seat(1, "Ani", "")], {1: 5000}, {1: 6000})
    assert (found.forms, found.orders) == ((), ())


@pytest.fixture
def world(app, at):
    at(NINE)
    world = factories.make_world(app)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"pre_test": "tes-awal"}
    return world


@pytest.fixture
def pair(app, world):
    ids = [
        quiz_factories.make_quiz(app, world.training_id, key, questions=10)
        for key in ("tes-awal", "tes-akhir")
    ]
    with app.app_context(), transaction():
        for own, other in (ids, reversed(ids)):
            db.session.get_one(Quiz, own).parallel_id = other
    return ids


def sit_both(app, pair, seats):
    for test, quiz_id in enumerate(pair):
        for place, seat in enumerate(seats):
            quiz_factories.sit(app, quiz_id, seat, right=3 + place % 3 + 3 * test)


def text_of(response):
    text = response.get_data(as_text=True)
    assert response.status_code == 200, text
    return " ".join(text.split())


def test_34_people_on_two_forms_are_compared_honestly(app, sign_in, world, pair):
    sit_both(app, pair, factories.make_trainees(app, world.training_id, 34))
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Dihitung dari 34 peserta." in text
    assert "Paket disilangkan seimbang (A → B: 17 dan B → A: 17)" in text
    assert re.search(r"Pada tes awal, Paket A rata-rata \d\d,\d\d \(17 peserta\)", text)
    assert "Per urutan paket" in text
    text = text_of(sign_in(world.budi).get(ITEMS))
    for letter in "AB":
        assert f"Butir soal Paket {letter}" in text
    assert text.count("17 peserta mengerjakan soal-soal ini.") == 2
    assert text.count("Keandalan belum dihitung: 17 peserta") == 2
    assert len(set(re.findall(r'id="(soal-\d+)"', text))) == 20


def test_no_clear_change_is_said_of_34_people(app, sign_in, world, pair):
    seats = factories.make_trainees(app, world.training_id, 34)
    for test, quiz_id in enumerate(pair):
        for place, seat in enumerate(seats):
            shift = (-1, 1)[(place + test) % 2]
            quiz_factories.sit(app, quiz_id, seat, right=5 + shift)
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Belum ada perubahan yang jelas" in text


def test_old_results_in_one_order_are_told_as_mixed(app, sign_in, world):
    first = quiz_factories.make_quiz(app, world.training_id, "tes-awal", questions=10)
    second = quiz_factories.make_quiz(app, world.training_id, "tes-akhir", questions=10)
    seats = factories.make_trainees(app, world.training_id, 6)
    sit_both(app, (first, second), seats)
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Paket" not in text
    with app.app_context(), transaction():
        db.session.get_one(Quiz, first).parallel_id = second
        db.session.get_one(Quiz, second).parallel_id = first
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Paket tidak disilangkan (A → B: 6), jadi kenaikan bercampur" in text
    assert "Per urutan paket" not in text


def test_workbook_names_the_forms(app, sign_in, world, pair):
    sit_both(app, pair, factories.make_trainees(app, world.training_id, 6))
    answer = sign_in(world.citra).post(f"{TESTS}/analisis.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    people = [row for row in book["Per orang"].values if isinstance(row[0], int)]
    assert {row[7] for row in people if row[7]} == {"A → B", "B → A"}
    forms = [row[3] for row in book["Semua pengerjaan"].values if row[2] == 1]
    assert sorted(forms) == ["A"] * 6 + ["B"] * 6
    assert {row[1] for row in book["Butir soal"].values} >= {"A", "B"}


def test_cancelled_question_is_named_and_left_out(app, sign_in, world, pair):
    sit_both(app, pair, factories.make_trainees(app, world.training_id, 12))
    budi = sign_in(world.budi)
    address = "/pelatihan/bimtek-uji/soal/butir/tes-awal-1/koreksi/batal"
    shown = re.search(r'name="shown" value="(\w+)"', text_of(budi.get(address)))[1]
    assert budi.post(address, {"shown": shown, "reason": "Keliru"}).status_code == 303
    text = text_of(budi.get(ITEMS))
    assert "Dibatalkan dan tidak dihitung dalam angka di bawah ini:" in text
    assert "Pertanyaan tes-awal-1?" not in text
    assert "Pertanyaan tes-awal-2?" in text


def test_statements_do_not_grow_with_the_people(app, sign_in, world, pair, statements):
    seats = factories.make_trainees(app, world.training_id, 24)
    sit_both(app, pair, seats[:4])
    budi = sign_in(world.budi)
    counts = []
    for more in (seats[:0], seats[4:]):
        sit_both(app, pair, more)
        for address in (COMPARISON, ITEMS):
            with statements() as made:
                budi.get(address)
            counts.append(len(made))
    assert counts[:2] == counts[2:]
