"""The pages of the analysis and their workbook."""

from __future__ import annotations

import io
import re

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories, quiz_factories
from tests.quiz_factories import NINE
from tests.verapdf import judging

TESTS = "/pelatihan/bimtek-uji/tes"
COMPARISON = f"{TESTS}/perbandingan"
WORKBOOK = f"{TESTS}/analisis.xlsx"
PAPER = f"{TESTS}/analisis.pdf"
ITEMS = f"{TESTS}/kelola/tes-akhir/analisis"


@pytest.fixture
def world(app, at):
    at(NINE)
    world = factories.make_world(app)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"pre_test": "tes-awal"}
    return world


@pytest.fixture
def tests(app, world):
    """Both tests of ten questions, sat by twelve more trainees; all but the last sat both."""
    before = quiz_factories.make_quiz(app, world.training_id, "tes-awal", questions=10)
    after = quiz_factories.make_quiz(app, world.training_id, "tes-akhir", questions=10)
    seats = factories.make_trainees(app, world.training_id, 12)
    for place, seat in enumerate(seats):
        quiz_factories.sit(app, before, seat, right=place % 4 + 2)
        if seat != seats[-1]:
            quiz_factories.sit(app, after, seat, right=min(place % 4 + 5 + place % 2, 10))
    return seats


def text_of(response):
    text = response.get_data(as_text=True)
    assert response.status_code == 200, text
    return " ".join(text.split())


def found_in(text):
    """What the page says, without the tokens of its forms."""
    return re.findall(r"<td[^>]*>(.*?)</td>", text)


def test_change_is_told_in_a_sentence_a_chart_and_tables(sign_in, world, tests):
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Rata-rata naik" in text
    assert "Dihitung dari 11 peserta." in text
    assert text.count('class="chart__after"') == 11
    assert "belum mengerjakan keduanya" in text
    assert "PS-01" in text


def test_second_attempt_changes_nothing_of_the_comparison(app, sign_in, world, tests):
    before = found_in(text_of(sign_in(world.budi).get(COMPARISON)))
    with app.app_context():
        quiz_id = db.session.scalar(sa.text("SELECT id FROM quiz WHERE key = 'tes-akhir'"))
    quiz_factories.sit(app, quiz_id, tests[0], right=10)
    assert found_in(text_of(sign_in(world.budi).get(COMPARISON))) == before


def test_few_people_are_no_finding(app, sign_in, world):
    before = quiz_factories.make_quiz(app, world.training_id, "tes-awal")
    after = quiz_factories.make_quiz(app, world.training_id, "tes-akhir")
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Belum ada peserta yang mengerjakan kedua tes." in text
    quiz_factories.sit(app, before, world.ani_seat, right=1)
    quiz_factories.sit(app, after, world.ani_seat, right=3)
    text = text_of(sign_in(world.budi).get(COMPARISON))
    assert "Terlalu sedikit untuk menyimpulkan perubahan." in text


def test_training_without_the_two_tests_says_so(sign_in, world):
    assert "tidak mempunyai tes awal dan tes akhir" in text_of(sign_in(world.budi).get(COMPARISON))


def test_questions_are_listed_with_their_figures_and_choices(sign_in, world, tests):
    text = text_of(sign_in(world.budi).get(ITEMS))
    assert "Pertanyaan tes-akhir-1?" in text
    assert "dari 10 soal perlu dilihat lagi" in text  # the first ones everybody knew
    assert "Hampir semua peserta menjawab benar." in text
    assert "Keandalan belum dihitung: 11 peserta" in text
    assert "(kunci)" in text
    assert "/soal/butir/tes-akhir-1/versi/1" in text


def test_nobody_has_sat_it_yet(app, sign_in, world):
    quiz_factories.make_quiz(app, world.training_id)
    text = text_of(sign_in(world.budi).get(ITEMS))
    assert "Belum ada pengerjaan yang selesai dinilai." in text
    assert sign_in(world.budi).get(f"{TESTS}/kelola/tidak-ada/analisis").status_code == 404


def test_workbook_holds_all_of_it_and_its_download_is_on_record(app, sign_in, world, tests):
    answer = sign_in(world.citra).post(WORKBOOK)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "Ringkasan",
        "Per orang",
        "Per modul",
        "Per kabupaten-kota",
        "Per urutan paket",
        "Semua pengerjaan",
        "Butir soal",
        "Pilihan",
    ]
    people = list(book["Per orang"].values)
    gains = [row[5] for row in people if isinstance(row[0], int)]
    assert len(gains) == 14
    assert sum(gain is not None for gain in gains) == 11
    assert len([row for row in book["Butir soal"].values if row[2] in range(1, 11)]) == 20
    assert len([row for row in book["Semua pengerjaan"].values if row[2] == 1]) == 23
    told = [row[1] for row in book["Ringkasan"].values]
    assert any("Rata-rata naik" in str(each) for each in told)
    with app.app_context():
        taken = db.session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.action == "results.exported")
            .order_by(AuditEntry.id)
        ).all()
    assert [each.details["form"] for each in taken] == ["xlsx"]


def test_c137_what_is_not_marked_yet_is_empty_and_nothing_is_zero(app, sign_in, world):
    essay = quiz_factories.make_quiz(
        app, world.training_id, "tes-esai", questions=[quiz_factories.of_kind("essay", model="M")]
    )
    zero = quiz_factories.make_quiz(app, world.training_id, "tes-akhir")
    quiz_factories.sit(app, essay, world.ani_seat, right=1)
    quiz_factories.sit(app, zero, world.ani_seat, right=0)
    answer = sign_in(world.citra).post(WORKBOOK)
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data))["Semua pengerjaan"].values)
    scores = {row[0]: (row[8], row[9]) for row in rows if row[2] == 1}
    assert scores == {"Tes esai": (None, "belum dinilai"), "Tes akhir": (0, "belum lulus")}


def test_all_of_it_comes_on_paper(app, sign_in, world, tests, tmp_path):
    answer = sign_in(world.citra).post(PAPER)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    text = " ".join(
        " ".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages
        ).split()
    )
    for said in ("Hasil tes peserta", "Rata-rata naik", "Per orang", "Butir soal", "Per modul"):
        assert said.lower() in text.lower()
    with app.app_context():
        taken = db.session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.action == "results.exported")
            .order_by(AuditEntry.id)
        ).all()
    assert [each.details["form"] for each in taken] == ["pdf"]
    assert judging.faults({"results": answer.data}, "ua1", tmp_path) == {}


def test_charts_say_what_they_show(sign_in, world, tests):
    budi = sign_in(world.budi)
    for address, charts in ((COMPARISON, 1), (ITEMS, 2)):
        text = text_of(budi.get(address))
        assert text.count('<svg class="chart"') == charts
        assert len(re.findall(r'<title id="[^"]+">[^<]+</title>', text)) == charts
        assert len(re.findall(r'<desc id="[^"]+">[^<]+</desc>', text)) == charts
    assert "11 dari 11 peserta naik, 0 turun, 0 tetap." in text_of(budi.get(COMPARISON))


@pytest.mark.parametrize("address", [COMPARISON, ITEMS])
def test_only_trainers_and_organisers_see_it(sign_in, world, tests, address):
    assert sign_in(world.ani).get(address).status_code == 403
    assert sign_in(world.dewi).get(address).status_code == 404


def test_only_trainers_and_organisers_take_it_away(sign_in, world, tests):
    for address in (WORKBOOK, PAPER):
        assert sign_in(world.ani).post(address).status_code == 403
        assert sign_in(world.dewi).post(address).status_code == 404


@pytest.mark.parametrize("address", [COMPARISON, ITEMS])
def test_statements_do_not_grow_with_the_people(app, sign_in, world, tests, statements, address):
    budi = sign_in(world.budi)
    with statements() as few:
        budi.get(address)
    with app.app_context():
        quiz_id = db.session.scalar(sa.text("SELECT id FROM quiz WHERE key = 'tes-akhir'"))
    for seat in factories.make_trainees(app, world.training_id, 20):
        quiz_factories.sit(app, quiz_id, seat, right=5)
    with statements() as many:
        budi.get(address)
    assert len(many) == len(few)


def test_who_left_the_list_is_not_counted(app, sign_in, world, tests):
    with app.app_context(), transaction():
        db.session.execute(
            sa.text("UPDATE enrolment SET withdrawn_at = created_at WHERE id = :seat"),
            {"seat": tests[0]},
        )
    assert "Dihitung dari 10 peserta." in text_of(sign_in(world.budi).get(COMPARISON))
