"""The page that shows the questions of a file as trainees would see them."""

from __future__ import annotations

import base64
import io
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from courses.catalogue.models import Figure
from lms.db import db
from quizzes.bank.models import Question

URL = "/pelatihan/bimtek-uji/soal"
EVERY_KIND = """
Pilih satu {=kunci#Rahasia ~lain}

Pilih beberapa {~%50%a ~%50%b ~%-100%c}

Pernyataan {TRUE}

Ketik {=jawaban-rahasia}

Hitung {#2.5:0.1}

Jodohkan {=kiri satu -> kanan satu =kiri dua -> kanan dua}

Uraikan {}
"""
IN_MOODLE = """<quiz>
<question type="ordering"><name><text>Urut</text></name>
<questiontext format="html"><text>Urutkan</text></questiontext>
<answer fraction="1"><text>butir pertama</text></answer>
<answer fraction="2"><text>butir kedua</text></answer></question>
<question type="essay"><name><text>Berkas</text></name>
<questiontext format="html"><text><![CDATA[<p>Foto <img src="@@PLUGINFILE@@/a.png" alt="Denah">
</p>]]></text><file name="a.png" path="/" encoding="base64">%s</file></questiontext>
<responseformat>noinline</responseformat><attachments>1</attachments>
<attachmentsrequired>1</attachmentsrequired>
<graderinfo format="html"><text>pedoman rahasia</text></graderinfo></question></quiz>"""


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def send(budi):
    def upload(text: str, **fields) -> str:
        form = {"questions": (io.BytesIO(text.encode()), "soal.txt"), "module": "", "form": ""}
        answer = budi.post(f"{URL}/impor", form | fields, content_type="multipart/form-data")
        return answer.location.replace("?", "/tampilan?")

    return upload


def png() -> str:
    output = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(output, "PNG")
    return base64.b64encode(output.getvalue()).decode()


def many(count: int) -> str:
    return "\n\n".join(f"Soal nomor {number:03d} {{=ya ~tidak}}" for number in range(1, count + 1))


def count(app, model) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.mark.parametrize("path", ["/impor/apa-saja/tampilan"])
def test_a_stranger_gets_404_and_other_roles_get_403(sign_in, world, path):
    assert sign_in(world.dewi).get(URL + path).status_code == 404
    for person in (world.ani, world.eko):
        assert sign_in(person).get(URL + path).status_code == 403
    assert sign_in(world.budi).get(URL + path).status_code == 404


def test_every_kind_is_asked_as_on_a_paper_and_no_key_is_told(app, budi, send):
    page = budi.get(send(EVERY_KIND)).get_data(as_text=True)
    assert page.count('class="card"') == 7
    for text in ("Pilih satu", "Boleh memilih lebih dari satu.", "Pilih pasangan", "kanan dua"):
        assert text in page
    assert page.count('type="radio"') == 4
    assert page.count('type="checkbox"') == 3
    assert 'inputmode="decimal"' in page
    assert page.count("<textarea") == 1
    assert page.count("<select") == 2
    assert "rahasia" not in page.lower()
    assert "2.5" not in page
    assert "checked" not in page
    assert count(app, Question) == 0


def test_the_choices_of_one_question_are_apart_from_those_of_the_next(budi, send):
    page = budi.get(send(many(3))).get_data(as_text=True)
    assert page.count('<form method="dialog">') == 3
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)


def test_a_picture_that_is_not_kept_yet_stands_in_the_page(app, budi, send):
    page = budi.get(send(IN_MOODLE % png())).get_data(as_text=True)
    assert re.search(r'<img src="data:image/png;base64,[\w+/=]+" alt="Denah"', page)
    assert "Di sini peserta mengunggah satu foto atau PDF." in page
    assert "butir kedua" in page
    assert "pedoman rahasia" not in page
    assert count(app, Figure) == 0


def test_a_long_file_is_shown_in_pages(budi, send):
    url = send(many(45))
    first = budi.get(url).get_data(as_text=True)
    assert "Halaman 1 dari 3" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert "Soal nomor 020" in first
    assert "Soal nomor 021" not in first
    for page in ("3", "99"):
        last = budi.get(f"{url}&halaman={page}").get_data(as_text=True)
        assert "Soal nomor 045" in last
        assert 'rel="next"' not in last
    assert budi.get(f"{url}&halaman=apa").status_code == 200
    assert "Soal nomor 001" in budi.get(f"{url}&halaman=-4").get_data(as_text=True)


def test_the_check_links_to_it_with_what_was_chosen(budi, send):
    url = send(many(1), module="PS-02")
    check = budi.get(url.replace("/tampilan", "")).get_data(as_text=True)
    link = re.search(r'href="([^"]*/tampilan[^"]*)"', check)
    assert link is not None
    page = budi.get(link[1].replace("&amp;", "&"))
    assert page.status_code == 200
    assert "modul=PS-02" in page.get_data(as_text=True)


def test_after_the_import_it_leads_back_and_a_wrong_module_is_not_found(budi, send):
    url = send(many(1))
    assert budi.get(url.replace("modul=", "modul=PS-99", 1)).status_code == 404
    budi.post(url.replace("/tampilan", ""))
    assert budi.get(url).status_code == 302
    assert budi.post(url).status_code == 405
