"""What the office must confirm: one list, and answers that are never overwritten."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from courses.authoring import places
from courses.authoring.confirmations import key_of
from courses.authoring.models import Confirmation
from courses.authoring.places import Line, Unsettled
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests.courses.authoring.conftest import ITEMS, said, written

KEY = key_of(ITEMS[0])
ANSWER = {"answer": "Aula Dinsos.", "source": "Surat 800/123", "number": 0}


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


@pytest.fixture
def rows(app):
    def count() -> int:
        with app.app_context():
            return db.session.scalar(sa.select(sa.func.count(Confirmation.id)))

    return count


def test_items_flags_and_what_upper_floors_wait_for_are_in_one_list(
    app, sign_in, world, materi, monkeypatch
):
    kept = {place: list(found) for place, found in app.extensions["panels"].items()}
    group = Unsettled("Soal kuis", [Line("kuis-01", "Berapa nilainya?", "/soal/1")])
    kept[places.UNSETTLED] = [(10, lambda _context: group)]
    monkeypatch.setitem(app.extensions, "panels", kept)
    budi = sign_in(world.budi)
    budi.post(materi("/PS-01"), written("## Nilai\n\nRp20 juta *(perlu konfirmasi Dinsos)*.\n"))
    page = said(budi.get(materi("/konfirmasi")))
    assert all(item in page for item in ITEMS)
    assert "Rp20 juta" in page
    assert "Nilai · baris 3" in page
    assert materi("/PS-01#baris-3") in page
    assert "Berapa nilainya?" in page
    assert 'href="/soal/1"' in page


def test_an_organiser_writes_down_the_answer(citra, materi, rows, app):
    assert citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER).status_code == 303
    page = said(citra.get(materi("/konfirmasi")))
    assert "Sudah dipastikan (1)" in page
    assert "Aula Dinsos." in page
    assert "Surat 800/123 · Citra Lestari" in page
    assert rows() == 1
    with app.app_context():
        assert db.session.scalar(
            sa.select(AuditEntry.details).where(AuditEntry.action == "confirmation.given")
        ) == {"item": ITEMS[0], "source": "Surat 800/123"}


def test_writing_it_twice_is_once(citra, materi, rows):
    for _ in range(2):
        assert citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER).status_code == 303
    assert rows() == 1


def test_another_answer_meanwhile_is_told_and_overwrites_nothing(citra, materi, rows):
    citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER)
    answer = citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER | {"answer": "Hotel."})
    page = said(answer)
    assert answer.status_code == 409
    assert "Aula Dinsos." in page
    assert "Hotel." in page
    assert rows() == 1


def test_what_was_confirmed_can_be_opened_again_with_a_reason(citra, materi, rows):
    citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER)
    url = materi(f"/konfirmasi/{KEY}/buka")
    assert citra.post(url, {"number": 1}).status_code == 422
    assert citra.post(url, {"answer": "Gedung dipakai.", "number": 1}).status_code == 303
    page = said(citra.get(materi("/konfirmasi")))
    assert "dibuka lagi" in page
    assert "Sudah dipastikan" not in page
    item = said(citra.get(materi(f"/konfirmasi/{KEY}")))
    assert "Aula Dinsos." in item
    assert "Gedung dipakai." in item
    again = ANSWER | {"answer": "Hotel.", "number": 2}
    assert citra.post(materi(f"/konfirmasi/{KEY}"), again).status_code == 303
    assert rows() == 3


def test_what_is_open_cannot_be_opened(citra, materi, rows):
    url = materi(f"/konfirmasi/{KEY}/buka")
    assert citra.post(url, {"answer": "Alasan.", "number": 0}).status_code == 409
    assert rows() == 0


@pytest.mark.parametrize("field", ["answer", "source"])
def test_an_answer_needs_its_words_and_its_source(citra, materi, rows, field):
    answer = citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER | {field: " "})
    assert answer.status_code == 422
    other = "Surat 800/123" if field == "answer" else "Aula Dinsos."
    assert other in said(answer)
    assert rows() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("budi", 403), ("ani", 403), ("eko", 403), ("dewi", 404)]
)
@pytest.mark.parametrize("rest", ["", "/buka"])
def test_only_organisers_write(sign_in, world, materi, rows, who, status, rest):
    answer = sign_in(getattr(world, who)).post(materi(f"/konfirmasi/{KEY}{rest}"), ANSWER)
    assert answer.status_code == status
    assert rows() == 0


def test_a_trainer_reads_without_a_form(sign_in, world, materi):
    page = said(sign_in(world.budi).get(materi(f"/konfirmasi/{KEY}")))
    assert ITEMS[0] in page
    assert "Catat sebagai pasti" not in page


def test_an_unknown_item_is_not_found(citra, materi):
    assert citra.get(materi("/konfirmasi/0000000000000000")).status_code == 404
    assert citra.post(materi("/konfirmasi/0000000000000000"), ANSWER).status_code == 404


def test_a_closed_training_takes_no_answers(citra, materi, rows, close):
    close()
    answer = citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER)
    assert (answer.status_code, rows()) == (409, 0)


def test_an_answer_stays_when_the_folder_no_longer_asks(citra, materi, app, world):
    citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER)
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).confirm = ["Hal lain."]
    page = said(citra.get(materi("/konfirmasi")))
    assert "Hal lain." in page
    assert ITEMS[0] in page


def test_the_sheet_holds_the_whole_list(citra, materi):
    citra.post(materi(f"/konfirmasi/{KEY}"), ANSWER)
    citra.post(materi("/PS-01"), written("## N\n\n=Rp20 juta *(perlu konfirmasi Dinsos)*.\n"))
    answer = citra.get(materi("/konfirmasi.xlsx"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [line[:5] for line in lines] == [
        [1, "Umum", None, ITEMS[1], None],
        [2, "Umum", None, ITEMS[0], "Aula Dinsos."],
        [3, "Modul", "PS-01 Modul uji 1: N, baris 3", "=Rp20 juta", None],
    ]
    assert lines[1][6] == "Citra Lestari"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_more_answers_cost_no_more_statements(citra, materi, statements):
    with statements() as few:
        citra.get(materi("/konfirmasi"))
    for item in ITEMS:
        citra.post(materi(f"/konfirmasi/{key_of(item)}"), ANSWER)
    with statements() as many:
        citra.get(materi("/konfirmasi"))
    assert len(few) == len(many) <= 6
