"""A file as an answer: handed in, replaced, taken away, and seen by few."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.db import db
from lms.files import store
from quizzes.attempts.models import AnswerFile
from tests import factories, quiz_factories
from tests.lms.test_handed import PDF, picture
from tests.quiz_factories import NINE, POST_TEST

HAND_IN = f"{POST_TEST}/berkas/1"
TAKE_AWAY = f"{HAND_IN}/hapus"


@pytest.fixture
def quiz(app, world):
    questions = [quiz_factories.of_kind("file", model="Foto yang jelas.")]
    return quiz_factories.make_quiz(app, world.training_id, questions=questions)


@pytest.fixture
def attempt(app, world, quiz):
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def hand_in(ani, attempt):
    def send(data=None, name="rumah.jpg", *, sequence=1, attempt=1, browser=ani, **fields):
        file = (io.BytesIO(picture() if data is None else data), name)
        form = {"pengerjaan": attempt, "urutan": sequence, "berkas": file, **fields}
        return browser.post(HAND_IN, form)

    return send


def files(app) -> list[AnswerFile]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AnswerFile)))


def kept_keys(app) -> set[str]:
    with app.app_context():
        return {key for key in store().all_keys() if key.endswith(".answer")}


@pytest.fixture(autouse=True)
def _clean_store(app):
    with app.app_context():
        for key in list(store().all_keys()):
            store().remove(key)


def test_a_photo_is_kept_sealed_and_shown_by_name_and_size(app, ani, hand_in, stored):
    response = hand_in()
    assert response.status_code == 303
    assert response.location.endswith("/kerjakan?soal=1")
    (file,) = files(app)
    assert stored() == {1: [file.key]}
    assert kept_keys(app) == {file.file_key}
    with app.app_context():
        assert b"JFIF" not in store().get(file.file_key)
    shown = ani.get(f"/pelatihan/bimtek-uji/berkas-jawaban/{file.key}")
    assert shown.mimetype == "image/jpeg"
    assert len(shown.data) == file.size
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_the_paper_has_a_form_for_the_file_and_shows_it(app, ani, hand_in, attempt):
    text = ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True)
    assert f'action="{HAND_IN}" enctype="multipart/form-data" data-upload' in text
    assert "rumah.jpg" not in text
    hand_in()
    text = ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True)
    key = files(app)[0].key
    assert f'data-file="{key}"' in text
    assert f'action="{TAKE_AWAY}"' in text
    assert f'/berkas-jawaban/{key}"' in text
    refused = hand_in(b"bukan foto", sequence=2).get_data(as_text=True)
    assert "Berkas ini tidak dapat dibaca" in refused
    assert "rumah.jpg" in refused


def test_another_file_takes_its_place_and_the_first_is_gone(app, hand_in, stored):
    hand_in()
    before = files(app)[0]
    assert hand_in(PDF, "surat.pdf", sequence=2).status_code == 303
    (file,) = files(app)
    assert (file.name, file.media_type) == ("surat.pdf", "application/pdf")
    assert stored() == {1: [file.key]}
    assert kept_keys(app) == {file.file_key} != {before.file_key}


def test_a_file_is_taken_away_and_twice_is_harmless(app, ani, hand_in, stored):
    hand_in()
    for _press in range(2):
        assert ani.post(TAKE_AWAY, {"pengerjaan": 1, "urutan": 2}).status_code == 303
    assert (files(app), stored(), kept_keys(app)) == ([], {1: []}, set())


def test_an_old_page_does_not_replace_a_newer_file(app, ani, hand_in):
    hand_in(name="baru.jpg")
    hand_in(name="lama.jpg")
    assert [file.name for file in files(app)] == ["baru.jpg"]
    assert len(kept_keys(app)) == 1
    assert "sudah diganti di tab lain" in ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True)


@pytest.mark.parametrize("data", [b"bukan foto", b"%PDF-1.7 putus"])
def test_what_is_no_photo_is_refused_and_what_was_there_stays(app, hand_in, stored, data):
    hand_in()
    refused = hand_in(data, sequence=2)
    assert refused.status_code == 422
    (file,) = files(app)
    assert stored() == {1: [file.key]}
    assert kept_keys(app) == {file.file_key}


def test_a_form_without_a_file_says_so(ani, attempt):
    refused = ani.post(HAND_IN, {"pengerjaan": 1, "urutan": 1})
    assert refused.status_code == 422


def test_after_the_time_nothing_is_kept_and_the_attempt_ends(app, hand_in, attempt, at):
    at(NINE + timedelta(minutes=21))
    assert hand_in().status_code == 303
    assert (files(app), kept_keys(app)) == ([], set())
    assert quiz_factories.attempt(app, attempt).submitted_at is not None


def test_a_page_of_an_older_attempt_or_without_numbers_keeps_nothing(app, hand_in):
    assert hand_in(attempt=2).status_code == 303
    assert hand_in(sequence="x").status_code == 303
    assert (files(app), kept_keys(app)) == ([], set())


def test_only_a_question_for_a_file_takes_one(app, world, ani):
    quiz = quiz_factories.make_quiz(app, world.training_id)
    quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    for address in (HAND_IN, TAKE_AWAY, f"{POST_TEST}/berkas/9"):
        assert ani.post(address, {"pengerjaan": 1, "urutan": 1}).status_code == 404


def test_an_attempt_with_a_file_waits_for_its_mark(app, ani, hand_in, attempt):
    hand_in()
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    ended = quiz_factories.attempt(app, attempt)
    assert ended.receipt
    assert (ended.score, ended.points) == (None, None)
    assert hand_in(sequence=2).status_code == 303
    assert len(files(app)) == 1


def test_a_file_is_seen_by_its_owner_and_those_who_mark(app, world, sign_in, hand_in):
    hand_in(PDF, "surat.pdf")
    address = f"/pelatihan/bimtek-uji/berkas-jawaban/{files(app)[0].key}"
    expected = {
        world.ani: 200, world.budi: 200, world.citra: 200,
        world.agus: 404, world.eko: 404, world.dewi: 404,
    }  # fmt: skip
    assert {who: sign_in(who).get(address).status_code for who in expected} == expected
    shown = sign_in(world.budi).get(address)
    assert shown.headers["Content-Disposition"] == "attachment; filename=surat.pdf"
    assert sign_in(world.budi).get(address + "x").status_code == 404


def test_a_file_is_not_found_from_another_training(app, world, sign_in, hand_in):
    hand_in()
    training_id, _meetings, _modules = factories.make_training(app, "lain")
    factories.enrol(app, training_id, world.dewi, factories.Role.TRAINER)
    address = f"/pelatihan/lain/berkas-jawaban/{files(app)[0].key}"
    assert sign_in(world.dewi).get(address).status_code == 404


@pytest.mark.parametrize("address", [HAND_IN, TAKE_AWAY])
def test_only_trainees_hand_in(sign_in, world, attempt, address):
    expected = {world.dewi: 404, world.budi: 403, world.agus: 404}
    got = {who: sign_in(who).post(address, {"pengerjaan": 1}).status_code for who in expected}
    assert got == expected


def test_the_own_data_name_the_files(ani, hand_in):
    hand_in(PDF, "surat.pdf")
    (test,) = ani.get("/akun/data.json").get_json()["tes"]
    assert [file["nama"] for file in test["berkas"]] == ["surat.pdf"]
