"""Whoever writes the modules hears of the questions that rest on them."""

from __future__ import annotations

from tests import quiz_factories

MATERIAL = "/pelatihan/bimtek-uji/materi"


def said(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def test_questions_that_wait_stand_in_the_list_of_what_is_to_be_confirmed(budi, quiz_id):
    page = said(budi.get(f"{MATERIAL}/konfirmasi"))
    assert "Soal yang belum disetujui" in page
    assert "Pertanyaan S-4?" in page
    assert 'href="/pelatihan/bimtek-uji/soal/butir/S-4"' in page
    assert "Pertanyaan S-1?" not in page


def test_a_heading_that_questions_point_to_is_missed(budi, quiz_id):
    form = {
        "title": "Modul uji 1",
        "opened_title": "Modul uji 1",
        "text": "## Tujuan\n",
        "version": 1,
        "action": "save",
    }
    answer = budi.post(f"{MATERIAL}/PS-01", form)
    assert answer.status_code == 422
    assert "tidak ada lagi: Hasil belajar (4)" in said(answer)
    other = form | {"title": "Modul uji 2", "opened_title": "Modul uji 2"}
    assert budi.post(f"{MATERIAL}/PS-02", other).status_code == 303


def test_more_questions_cost_no_more_statements(app, budi, world, quiz_id, statements):
    with statements() as few:
        budi.get(f"{MATERIAL}/konfirmasi")
    more = [quiz_factories.question(f"L-{n}", status="perlu_konfirmasi") for n in range(20)]
    quiz_factories.make_quiz(app, world.training_id, "lain", questions=more, kind="module")
    with statements() as many:
        page = budi.get(f"{MATERIAL}/konfirmasi")
    assert "Pertanyaan L-19?" in said(page)
    assert len(few) == len(many) <= 6
