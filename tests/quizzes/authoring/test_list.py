"""The bank as a list: found, filtered, in pages, approved in numbers."""

from __future__ import annotations

import pytest

from quizzes.bank.models import QuestionStatus
from tests import quiz_factories
from tests.quiz_factories import page, question
from tests.quizzes.authoring.conftest import BANK

pytestmark = pytest.mark.usefixtures("quiz_id")


@pytest.mark.parametrize("path", ["", "/butir/S-1", "/butir/S-1/versi/1"])
def test_only_staff_of_the_training_see_the_bank(world, sign_in, path):
    assert sign_in(world.budi).get(BANK + path).status_code == 200
    assert sign_in(world.citra).get(BANK + path).status_code == 200
    assert sign_in(world.ani).get(BANK + path).status_code == 403
    assert sign_in(world.eko).get(BANK + path).status_code == 403
    assert sign_in(world.dewi).get(BANK + path).status_code == 404


@pytest.mark.parametrize("path", ["/setujui", "/butir/S-4/setujui", "/butir/S-1/tarik"])
def test_only_staff_of_the_training_approve(world, sign_in, path, question_row):
    assert sign_in(world.ani).post(BANK + path).status_code == 403
    assert sign_in(world.dewi).post(BANK + path).status_code == 404
    assert sign_in(world.budi).get(BANK + path).status_code == 405
    assert question_row("S-1").status is QuestionStatus.APPROVED


@pytest.mark.smoke
def test_each_question_tells_what_it_is_and_where_it_is_asked(budi):
    text = page(budi.get(BANK))
    assert "4 soal." in text
    assert "Pertanyaan S-1?" in text
    assert "Pilihan ganda · C1 · versi 1" in text
    assert "belum ada: tingkat" in text
    assert "Tes akhir" in text


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?cari=pertanyaan+s-2", ["S-2"]),
        ("?cari=s-4", ["S-4"]),
        ("?cari=KELIRU+tiga", ["S-1", "S-2", "S-3", "S-4", "BS"]),
        ("?cari=100%25", []),
        ("?cari=tidak_ada", []),
        ("?status=perlu_konfirmasi", ["S-4"]),
        ("?jenis=true_false", ["BS"]),
        ("?modul=PS-02", ["BS"]),
        ("?modul=-", []),
        ("?edisi=2025", ["BS"]),
        ("?lepas=y", ["S-2"]),
        ("?jenis=teka-teki&halaman=99", ["S-1", "S-2", "S-3", "S-4", "BS"]),
        ("?halaman=x", ["S-1", "S-2", "S-3", "S-4", "BS"]),
    ],
)
def test_the_list_shows_what_was_asked_for(app, world, budi, query, keys):
    truth = {
        "key": "BS", "kind": "true_false", "module": "PS-02", "level": "C1", "edition": "2025",
        "status": "approved", "section": "Hasil belajar", "stem": "Rumah é harus kering.",
        "answer": True, "explanation": "Keliru? Ada tiga sebab.",
    }  # fmt: skip
    quiz_factories.make_quiz(app, world.training_id, "kuis-lain", questions=[truth])
    four = [question(f"S-{place}") for place in (1, 3)]
    four.append(question("S-4", status="perlu_konfirmasi", level=""))
    quiz_factories.make_quiz(app, world.training_id, questions=four)
    text = page(budi.get(BANK + query))
    shown = [key for key in ("S-1", "S-2", "S-3", "S-4", "BS") if f"/soal/butir/{key}" in text]
    assert shown == keys


def test_words_beyond_ascii_are_found(app, world, budi):
    quiz_factories.make_quiz(
        app, world.training_id, "lain", questions=[question("E", stem="Kafé di tepi sungai?")]
    )
    assert "/butir/E" in page(budi.get(f"{BANK}?cari=kafé"))


def test_a_long_bank_comes_in_pages_and_costs_the_same(app, world, budi, statements):
    with statements() as few:
        page(budi.get(BANK))
    many = [question(f"B-{place:03d}") for place in range(120)]
    quiz_factories.make_quiz(app, world.training_id, "banyak", questions=many)
    with statements() as lots:
        text = page(budi.get(f"{BANK}?halaman=2"))
    assert len(lots) == len(few)
    assert "Halaman 2 dari 3" in text
    assert text.count("/soal/butir/") == 50


def test_many_are_approved_at_once_and_once_only(app, world, budi, audited, question_row):
    waiting = [question(f"W-{place}", status="perlu_konfirmasi") for place in (1, 2)]
    quiz_factories.make_quiz(app, world.training_id, "tunggu", questions=waiting)
    done = budi.post(f"{BANK}/setujui?modul=PS-01", {"soal": ["W-1", "W-2", "W-2"]})
    assert done.status_code == 303
    assert done.location.endswith("/soal?modul=PS-01")
    assert "2 soal disetujui." in page(budi.get(done.location))
    again = budi.post(f"{BANK}/setujui", {"soal": ["W-1", "S-1"]})
    assert "0 soal disetujui." in page(budi.get(again.location))
    assert question_row("W-2").status is QuestionStatus.APPROVED
    entries = audited("question.approved")
    assert [entry.details["key"] for entry in entries] == ["W-1", "W-2"]
    assert {entry.actor_id for entry in entries} == {world.budi}


def test_one_incomplete_question_stops_the_others_and_is_named(app, world, budi, question_row):
    waiting = [question("W-1", status="perlu_konfirmasi")]
    quiz_factories.make_quiz(app, world.training_id, "tunggu", questions=waiting)
    refused = budi.post(f"{BANK}/setujui", {"soal": ["W-1", "S-4"]})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "S-4 belum dapat disetujui. Isi dahulu: Tingkat." in text
    assert question_row("W-1").status is QuestionStatus.UNCONFIRMED


@pytest.mark.parametrize(
    ("ticked", "reason"),
    [([], "Centang dahulu"), ([f"X-{n}" for n in range(101)], "Paling banyak 100 soal")],
)
def test_nothing_or_too_much_ticked_is_refused(budi, ticked, reason):
    refused = budi.post(f"{BANK}/setujui", {"soal": ticked})
    assert refused.status_code == 422
    assert reason in refused.get_data(as_text=True)


def test_a_closed_training_shows_its_bank_and_changes_nothing(budi, close_training, question_row):
    close_training()
    text = page(budi.get(BANK))
    assert "sudah ditutup" in text
    assert "Impor soal" not in text
    for path, data in (("/setujui", {"soal": ["S-4"]}), ("/butir/S-1/tarik", {"reason": "x"})):
        refused = budi.post(BANK + path, data)
        assert refused.status_code == 409
        assert "sudah ditutup" in refused.get_data(as_text=True)
    assert question_row("S-1").status is QuestionStatus.APPROVED
