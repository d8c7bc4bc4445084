"""Trainers and organisers run the quizzes: open, close, look, download."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE

ROOT = "/pelatihan/bimtek-uji/tes/kelola"
POST_TEST = f"{ROOT}/tes-akhir"


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id, opened_at=None)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


def text_of(response):
    assert response.status_code == 200
    return response.get_data(as_text=True)


def quiz(app, quiz_id) -> Quiz:
    with app.app_context():
        return db.session.get_one(Quiz, quiz_id)


def actions(app):
    with app.app_context():
        return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()


def test_the_list_tells_how_many_questions_a_paper_asks(app, world, budi):
    quiz_factories.make_quiz(app, world.training_id, questions=6, draw=4)
    assert "4 soal" in text_of(budi.get(ROOT))


def test_a_quiz_is_opened_and_pressing_twice_is_harmless(app, budi, quiz_id, at):
    assert "Belum dibuka" in text_of(budi.get(ROOT))
    assert budi.post(f"{POST_TEST}/buka").status_code == 303
    at(NINE + timedelta(minutes=1))
    assert "Dibuka" in text_of(budi.post(f"{POST_TEST}/buka", follow_redirects=True))
    assert quiz(app, quiz_id).opened_at == NINE
    assert actions(app).count("quiz.opened") == 1


def test_a_closing_can_be_planned_for_today(app, budi, quiz_id):
    budi.post(f"{POST_TEST}/buka", {"closes": "16.00"})
    assert quiz(app, quiz_id).closed_at == wita(DAY_1, "16.00")
    assert "sampai 31 Januari 2024 pukul 16.00 WITA" in text_of(budi.get(ROOT))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("jam empat", "Tulis jam hari ini, contoh 16.00."),
        ("24.00", "Tulis jam hari ini, contoh 16.00."),
        ("08.59", "Jam ini sudah lewat."),
        ("09.00", "Jam ini sudah lewat."),
    ],
)
def test_a_closing_that_cannot_be_is_told_and_the_form_is_kept(app, budi, quiz_id, written, words):
    refused = budi.post(f"{POST_TEST}/buka", {"closes": written})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert words in text
    assert f'value="{written}"' in text
    assert quiz(app, quiz_id).opened_at is None


def test_closing_hands_in_what_was_saved(app, world, budi, quiz_id, at):
    budi.post(f"{POST_TEST}/buka")
    attempt_id = quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    done = quiz_factories.sit(app, quiz_id, world.agus_seat, right=3)
    at(NINE + timedelta(minutes=5))
    assert "1 peserta sedang mengerjakan" in text_of(budi.get(f"{POST_TEST}/tutup"))
    closed = budi.post(f"{POST_TEST}/tutup", follow_redirects=True)
    assert "1 pengerjaan dikumpulkan." in text_of(closed)
    attempt = quiz_factories.attempt(app, attempt_id)
    assert (attempt.closed_by, attempt.score) == ("staff", 6667)
    assert attempt.submitted_at == NINE + timedelta(minutes=5)
    assert quiz_factories.attempt(app, done).closed_by == "trainee"
    budi.post(f"{POST_TEST}/tutup")
    assert actions(app).count("quiz.closed") == 1


def test_the_overview_counts_who_is_where(app, world, budi, quiz_id):
    budi.post(f"{POST_TEST}/buka")
    seats = factories.make_trainees(app, world.training_id, 4)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=3)
    quiz_factories.sit(app, quiz_id, world.agus_seat, right=1)
    quiz_factories.sit(app, quiz_id, seats[0], right=0, is_submitted=False)
    text = text_of(budi.get(ROOT))
    for label, count in (("Belum mulai", 3), ("Mengerjakan", 1), ("Selesai", 2), ("Lulus", 1)):
        assert f'data-label="{label}">{count}</td>' in text


def test_the_results_have_one_row_for_each_trainee(app, world, budi, quiz_id):
    budi.post(f"{POST_TEST}/buka")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=3)
    text = text_of(budi.get(POST_TEST))
    assert text.count("Ani Rahmawati") == 1
    assert "100,00" in text
    assert "2 dari 2" in text
    assert "Agus Salim" in text
    assert "belum mulai" in text


@pytest.mark.parametrize("address", [ROOT, POST_TEST])
def test_lists_cost_the_same_at_every_size(app, world, budi, quiz_id, statements, address):
    budi.post(f"{POST_TEST}/buka")
    factories.make_trainees(app, world.training_id, 3)
    with statements() as few:
        text_of(budi.get(address))
    for seat in factories.make_trainees(app, world.training_id, 195)[:20]:
        quiz_factories.sit(app, quiz_id, seat, right=1)
    with statements() as many:
        text_of(budi.get(address))
    assert len(few) == len(many) <= 5


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", ROOT),
        ("get", POST_TEST),
        ("get", f"{POST_TEST}/tutup"),
        ("post", f"{POST_TEST}/buka"),
        ("post", f"{POST_TEST}/tutup"),
        ("get", "/pelatihan/bimtek-uji/nilai.xlsx"),
    ],
)
def test_only_trainers_and_organisers_run_quizzes(sign_in, world, quiz_id, method, address):
    expected = {world.dewi: 404, world.ani: 403, world.eko: 403}
    for who, status in expected.items():
        assert getattr(sign_in(who), method)(address).status_code == status
    assert getattr(sign_in(world.citra), method)(address).status_code in (200, 303)


def test_an_unknown_quiz_is_not_found(budi, quiz_id):
    assert budi.get(f"{ROOT}/tidak-ada").status_code == 404
    assert budi.post(f"{ROOT}/tidak-ada/tutup").status_code == 404


def test_c137_marks_are_numbers_and_what_was_not_sat_is_empty(app, world, budi, quiz_id):
    pretest = quiz_factories.make_quiz(app, world.training_id, "tes-awal", kind="pretest")
    budi.post(f"{POST_TEST}/buka")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=2)
    quiz_factories.sit(app, pretest, world.ani_seat, right=0)
    response = budi.get("/pelatihan/bimtek-uji/nilai.xlsx")
    assert "nilai-bimtek-uji.xlsx" in response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    assert {cell.value for cell in rows["Nama"]} >= {"Tes awal", "Tes akhir"}
    marks = [(cell.value, cell.data_type) for cell in rows["Ani Rahmawati"][4:]]
    assert sorted(marks) == [(0, "n"), (66.67, "n")]
    assert [cell.value for cell in rows["Agus Salim"][4:]] == [None, None]
