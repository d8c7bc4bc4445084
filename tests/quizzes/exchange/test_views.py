"""The pages that bring questions in and take them out."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa

from lms.db import db, transaction
from lms.uploads import Upload
from quizzes.bank.models import Question, QuestionStatus, QuizQuestion
from quizzes.exchange.reading import read_questions
from tests import factories, quiz_factories
from tests.quiz_factories import POST_TEST

URL = "/pelatihan/bimtek-uji/soal"


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def send(budi, questions):
    """`send("gift_basic.gift")` uploads a file, or these bytes, as Budi."""

    def upload(content: str | bytes, **fields):
        name = content if isinstance(content, str) else "soal.gift"
        data = questions(content) if isinstance(content, str) else content
        form = {"questions": (io.BytesIO(data), name), "module": "", "form": "", **fields}
        return budi.post(f"{URL}/impor", form, content_type="multipart/form-data")

    return upload


def keys(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Question.key).order_by(Question.id)))


@pytest.mark.parametrize("path", ["/impor", "/impor/apa-saja", "/ekspor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_404_and_other_roles_get_403(sign_in, world, path, method):
    assert getattr(sign_in(world.dewi), method)(URL + path).status_code == 404
    for person in (world.ani, world.eko):
        assert getattr(sign_in(person), method)(URL + path).status_code == 403


@pytest.mark.smoke
def test_a_file_is_previewed_then_imported(app, budi, send):
    answer = send("gift_escapes.gift", module="PS-02")
    assert answer.status_code == 303
    page = budi.get(answer.location).get_data(as_text=True)
    assert "Ditemukan 2 soal." in page
    assert "kurung {kurawal} dipakai?" in page
    assert "PS-02" in page
    assert "perlu konfirmasi: tidak pernah ditanyakan sampai disetujui" in page
    assert keys(app) == []
    done = budi.post(answer.location)
    assert done.status_code == 303
    page = budi.get(done.location).get_data(as_text=True)
    assert "Soal diimpor: 2 baru, 0 berubah, 0 tetap." in page
    assert keys(app) == ["impor-rasio", "impor-bs"]


def test_a_second_press_and_a_second_upload_change_nothing(app, budi, send):
    first = send("gift_escapes.gift").location
    budi.post(first)
    again = budi.post(first, follow_redirects=True).get_data(as_text=True)
    assert "Berkas ini sudah diimpor." in again
    assert budi.get(first).status_code == 302
    page = budi.get(send("gift_escapes.gift").location).get_data(as_text=True)
    assert "sudah ada di bank soal" in page
    assert len(keys(app)) == 2


def test_every_weight_is_shown_as_it_will_be_stored(budi, send):
    page = budi.get(send("gift_negative.gift").location).get_data(as_text=True)
    assert page.count("−15%") == 3
    assert page.count("−100%") == 2
    assert page.count(">50%<") == 2


def test_what_cannot_be_imported_is_listed_and_left_out_only_on_demand(app, budi, send):
    url = send("aiken_errors.txt").location
    page = budi.get(url).get_data(as_text=True)
    assert "kunci &#34;D&#34; tidak ada di antara pilihan" in page
    refused = budi.post(url)
    assert refused.status_code == 422
    assert "4 dari 6 soal tidak dapat diimpor." in refused.get_data(as_text=True)
    assert keys(app) == []
    assert budi.post(url, {"only_valid": "y"}).status_code == 303
    assert len(keys(app)) == 2


@pytest.mark.parametrize(
    ("content", "fields", "reason"),
    [
        ("moodle_xxe.xml", {}, "DOCTYPE tidak diizinkan"),
        ("qti_zipslip_abs.zip", {}, "Arsip ZIP"),
        (b"cerita saja", {}, "tidak dikenali"),
        (b"Soal {T}", {"form": "moodle-xml"}, "Berkas XML rusak"),
        (b"Soal {T}", {"module": "PS-99"}, "Pilih salah satu yang tersedia."),
        (b"Soal {T}", {"form": "qti"}, "Pilih salah satu yang tersedia."),
    ],
)
def test_a_bad_file_or_choice_comes_back_with_the_reason(app, send, content, fields, reason):
    answer = send(content, **fields)
    assert answer.status_code == 422
    assert reason in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(sa.select(Upload)) is None


def test_a_form_without_a_file_is_refused(budi, world):
    answer = budi.post(f"{URL}/impor", {"module": "", "form": ""})
    assert answer.status_code == 422
    assert "Pilih berkas GIFT" in answer.get_data(as_text=True)


@pytest.mark.parametrize("query", ["?modul=PS-99", "?format=qti", "?format=moodle-xml"])
def test_an_address_that_was_changed_by_hand_leads_nowhere(app, budi, send, query):
    address = send("gift_escapes.gift").location.partition("?")[0] + query
    assert budi.get(address).status_code == 404
    assert budi.post(address).status_code == 404
    assert keys(app) == []


def test_an_upload_of_one_training_is_unknown_in_another(app, budi, send, world):
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, other, world.budi, factories.Role.TRAINER)
    key = send("gift_escapes.gift").location.rsplit("/", 1)[1]
    assert budi.get(f"/pelatihan/bimtek-lain/soal/impor/{key}").status_code == 404


def test_c095_the_preview_tells_every_weight_as_it_will_be_stored(send, budi):
    page = budi.get(send("gift_negative.gift").location).get_data(as_text=True)
    shown = re.findall(r'answer-weights__weight">([^<]+)<', page)
    assert shown == ["100%", *["−15%"] * 3, "50%", "50%", "−100%", "−100%"]


@pytest.mark.parametrize("weight", ["-100.1", "101", "1000"])
def test_c095_a_weight_beyond_everything_is_refused_with_its_line(app, send, budi, weight):
    text = f"Soal {{\n=ya\n~%{weight}%tidak\n}}"
    page = budi.get(send(text.encode()).location).get_data(as_text=True)
    assert f"bobot {weight} persen di luar -100 sampai 100 persen" in page
    assert keys(app) == []


def test_c190_cleaned_html_runs_nothing_for_staff_and_trainees(app, budi, send, world, sign_in):
    url = send("gift_html_script.gift").location
    preview = budi.get(url).get_data(as_text=True)
    budi.post(url)
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=1)
    with app.app_context(), transaction():
        imported = db.session.scalars(sa.select(Question).where(Question.key == "impor-aman")).one()
        imported.status = QuestionStatus.APPROVED
        db.session.add(QuizQuestion(quiz_id=quiz_id, question_id=imported.id, position=9))
    ani = sign_in(world.ani)
    ani.post(f"{POST_TEST}/mulai")
    paper = ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True)
    assert "<b>denah</b>" in paper
    assert "<i>ya</i>" in paper
    for page in (preview, paper):
        assert "onerror" not in page
        assert "javascript:" not in page
        assert "kena" not in page.replace("mengenakan", "")


def test_unconfirmed_questions_are_not_asked(app, budi, send, world):
    budi.post(send(b"::Baru::Soal? {T}").location)
    with app.app_context():
        assert db.session.scalars(sa.select(Question.status)).one() is QuestionStatus.UNCONFIRMED


@pytest.mark.parametrize("form", ["gift", "moodle-xml"])
def test_the_bank_is_downloaded_with_its_keys(app, budi, world, form):
    quiz_factories.make_quiz(app, world.training_id, questions=3)
    page = budi.get(f"{URL}/ekspor").get_data(as_text=True)
    assert "Bank soal berisi 3 soal" in page
    answer = budi.post(f"{URL}/ekspor", {"form": form})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(read_questions(answer.get_data()).items) == 3


def test_an_unknown_format_is_refused_and_an_empty_bank_says_so(budi, world):
    assert budi.post(f"{URL}/ekspor", {"form": "aiken"}).status_code == 422
    assert "Bank soal masih kosong." in budi.get(f"{URL}/ekspor").get_data(as_text=True)


def test_the_preview_asks_the_same_few_questions_for_any_file(budi, send, statements):
    few = send(b"Soal {T}").location
    many = send("".join(f"Soal {number}? {{T}}\n\n" for number in range(200)).encode()).location
    with statements() as first:
        budi.get(few)
    with statements() as second:
        budi.get(many)
    assert len(first) == len(second) <= 8


def test_a_file_of_every_kind_is_shown_and_imported(app, budi, send):
    url = send("moodle_every_kind.xml").location
    page = budi.get(url).get_data(as_text=True)
    assert "Ditemukan 12 soal." in page
    for shown in (
        "600.000 ± 1.000 rupiah", "RTLH → Rumah tidak layak huni", "pengecoh", "Memeriksa data",
        "50 sampai 150 kata", "satu berkas JPEG, PNG, atau PDF", "[Denah rumah dengan dua kamar]",
        "jenis cloze tidak dapat diimpor", "huruf besar dan kecil dibedakan",
    ):  # fmt: skip
        assert shown in page
    assert budi.post(url).status_code == 422
    assert budi.post(url, {"only_valid": "y"}).status_code == 303
    with app.app_context():
        kinds = set(db.session.scalars(sa.select(Question.kind)))
    assert {kind.value for kind in kinds} == {
        "single", "multiple", "true_false", "short_answer", "numeric", "matching", "ordering",
        "essay", "file",
    }  # fmt: skip
    page = budi.get(f"{URL}/ekspor").get_data(as_text=True)
    assert "Tidak ikut dalam GIFT: 6 soal" in page
    assert "GIFT tidak dapat memuat gambar" in page
    assert "Tidak ikut dalam Moodle XML" not in page
    moodle = budi.post(f"{URL}/ekspor", {"form": "moodle-xml"}).get_data()
    assert b"<file name=" in moodle
    again = budi.get(send(moodle).location).get_data(as_text=True)
    assert "sudah ada di bank soal" in again


def test_the_page_says_what_is_not_taken(budi):
    page = budi.get(f"{URL}/impor").get_data(as_text=True)
    assert "QTI dan ZIP" in page
    assert "GIFT, Aiken, atau Moodle XML" in page
