"""The list of waiting answers, the marking of one, and who may do it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.db import db, transaction
from lms.handed import HandedFile
from lms.tables import read_tables
from quizzes.attempts.answer_files import keep_file, sealed
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt
from quizzes.attempts.services import start_attempt, submit_attempt
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.factories import Role
from tests.quiz_factories import NINE, of_kind, page

FILES = Path(__file__).parent / "files"
ROOT = "/pelatihan/bimtek-uji/tes/penilaian"


def address(attempt, number):
    return f"{ROOT}/jawaban/{attempt}/{number}"


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def mark(budi):
    def send(attempt, number, points="", *, browser=budi, **fields):
        form = {"revision": 0, "points": points, "comment": "", "button": "next", **fields}
        return browser.post(address(attempt, number), form)

    return send


def refused(response, status):
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_the_list_counts_by_question_what_waits_and_what_is_marked(world, budi, hand_in, mark):
    assert "Belum ada jawaban yang perlu dinilai" in page(budi.get(ROOT))
    attempt, essay, _case = hand_in(world.ani_seat)
    hand_in(world.agus_seat)
    mark(attempt, essay, "1")
    text = page(budi.get(ROOT))
    assert "3 jawaban menunggu penilaian." in text
    counts = re.findall(r'data-label="(?:Menunggu|Sudah dinilai)"><span>(\d)</span>', text)
    assert sorted(zip(counts[::2], counts[1::2], strict=True)) == [("1", "1"), ("2", "0")]
    assert "Apa langkah pertama? (kasus: Kasus diceritakan.)" in text


def test_a_question_lists_its_answers_with_where_they_stand(world, budi, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat)
    hand_in(world.agus_seat)
    mark(attempt, essay, "1,5")
    link = re.search(rf'href="({ROOT}/soal/tes-akhir/\d+/0)"', page(budi.get(ROOT)))
    text = page(budi.get(link[1]))
    assert "1,50 / 2,00" in text
    assert address(attempt, essay) in text
    for wrong in ("tes-akhir/999/0", "tidak-ada/1/0"):
        assert budi.get(f"{ROOT}/soal/{wrong}").status_code == 404


def test_an_answer_is_shown_as_plain_text_with_question_and_model(world, budi, hand_in):
    attempt, essay, case = hand_in(world.ani_seat)
    text = page(budi.get(address(attempt, essay)))
    assert "Paragraf satu.\n\n&lt;b&gt;Paragraf&lt;/b&gt; dua." in text
    for words in ("Ani Rahmawati", "Pertanyaan essay?", "Isi jawaban yang baik.", "2 sampai 9"):
        assert words in text
    assert "Alasan perubahan" not in text
    text = page(budi.get(address(attempt, case)))
    for words in ("Kasus diceritakan.", "Apa langkah pertama?", "Model kasus."):
        assert words in text


def test_saving_goes_to_the_next_trainee_with_the_same_question(world, hand_in, mark, budi):
    first, essay, _case = hand_in(world.ani_seat)
    second, other, _case = hand_in(world.agus_seat)
    saved = mark(first, essay, "0,75", comment="Kurang lengkap.")
    assert saved.status_code == 303
    assert saved.location == address(second, other)
    text = page(budi.get(saved.location))
    assert "Jawaban Ani Rahmawati dinilai 0,75." in text
    assert f'rel="prev" href="{address(first, essay)}"' in text
    assert mark(second, other, "2").location == ROOT


@pytest.mark.parametrize(("button", "points"), [("none", 0), ("half", 100), ("full", 200)])
def test_a_button_saves_at_once(world, hand_in, mark, score, button, points):
    attempt, essay, _case = hand_in(world.ani_seat, case="", right=False)
    assert mark(attempt, essay, "9", button=button).status_code == 303
    assert score(attempt)[0] == points


@pytest.mark.parametrize("points", ["", "dua", "2,01", "-1", "1,234"])
def test_points_that_cannot_be_are_told_and_the_comment_is_kept(
    world, hand_in, mark, score, points
):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    text = refused(mark(attempt, essay, points, comment="Tetap ada."), 422)
    assert "Tulis poin dari 0 sampai 2,00" in text
    assert "Tetap ada." in text
    assert score(attempt) == (None, None)


def test_a_mark_is_corrected_with_a_reason_only(world, budi, hand_in, mark, score):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    mark(attempt, essay, "1", comment="Cukup.")
    text = page(budi.get(address(attempt, essay)))
    assert 'value="1,00"' in text
    assert "Alasan perubahan" in text
    text = refused(mark(attempt, essay, "2", revision=1), 422)
    assert "Tulis mengapa nilai ini diubah." in text
    assert mark(attempt, essay, "2", revision=1, reason="Salah baca.").status_code == 303
    assert score(attempt) == (400, 8000)
    assert "Alasan perubahan: Salah baca." in page(budi.get(address(attempt, essay)))


def test_a_stale_form_shows_theirs_and_keeps_yours(world, sign_in, hand_in, mark, score):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    citra = sign_in(world.citra)
    mark(attempt, essay, "2", comment="Milik Budi.")
    text = refused(mark(attempt, essay, "1", browser=citra, comment="Milik Citra."), 409)
    for words in ("Dinilai oleh Budi Santoso", "Milik Budi.", "Milik Citra.", "2,00"):
        assert words in text
    assert 'name="revision" value="1"' in text
    assert score(attempt) == (400, 8000)
    again = mark(attempt, essay, "1", browser=citra, revision=1, reason="Dibahas bersama.")
    assert again.status_code == 303
    assert score(attempt) == (300, 6000)


def test_the_same_form_twice_goes_on_as_if_once(world, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat)
    assert [mark(attempt, essay, "1").status_code for _press in range(2)] == [303, 303]


@pytest.mark.parametrize("revision", ["x", "", "-1", "99"])
def test_a_form_with_a_broken_revision_marks_nothing(world, hand_in, mark, score, revision):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    assert mark(attempt, essay, "1", revision=revision).status_code in (409, 422)
    assert score(attempt) == (None, None)


def test_only_answers_for_a_person_are_found(app, world, budi, quiz, hand_in, mark):
    attempt, essay, case = hand_in(world.ani_seat)
    places = {each for each in range(1, 6) if each not in (essay, case)}
    open_one = quiz_factories.sit(app, quiz, world.agus_seat, is_submitted=False)
    for attempt_id, number in [*((attempt, n) for n in places), (open_one, 1), (999, 1)]:
        assert budi.get(address(attempt_id, number)).status_code == 404
        assert mark(attempt_id, number, "0").status_code == 404


def test_only_trainers_and_organisers_mark(world, sign_in, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat)
    question = f"{ROOT}/soal/tes-akhir/1/0"
    for who, status in {world.dewi: 404, world.ani: 403, world.eko: 403}.items():
        browser = sign_in(who)
        for path in (ROOT, question, address(attempt, essay)):
            assert browser.get(path).status_code == status
        assert mark(attempt, essay, "1", browser=browser).status_code == status
    assert mark(attempt, essay, "1", browser=sign_in(world.citra)).status_code == 303


def test_the_own_answer_is_left_to_others(app, world, sign_in, hand_in, mark):
    factories.enrol(app, world.training_id, world.ani, Role.TRAINER)
    attempt, essay, _case = hand_in(world.ani_seat)
    ani = sign_in(world.ani)
    assert address(attempt, essay) not in page(ani.get(ROOT))
    assert ani.get(address(attempt, essay)).status_code == 403
    assert mark(attempt, essay, "2", browser=ani).status_code == 403


def test_another_trainings_answers_are_not_found(app, world, sign_in, hand_in):
    attempt, essay, _case = hand_in(world.ani_seat)
    training_id, _meetings, _modules = factories.make_training(app, "lain")
    factories.enrol(app, training_id, world.dewi, Role.TRAINER)
    dewi = sign_in(world.dewi)
    assert dewi.get(f"/pelatihan/lain/tes/penilaian/jawaban/{attempt}/{essay}").status_code == 404
    assert "Ani" not in page(dewi.get("/pelatihan/lain/tes/penilaian"))


@pytest.mark.parametrize(
    ("media_type", "shows"), [("image/jpeg", True), ("application/pdf", False)]
)
def test_a_photo_is_shown_and_a_pdf_is_linked(app, world, budi, media_type, shows):
    quiz = quiz_factories.make_quiz(
        app, world.training_id, questions=[of_kind("file", model="Jelas.")]
    )
    attempt = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    with app.app_context():
        row = sealed(HandedFile("rumah <1>", b"isi", media_type), at=NINE)
        with transaction():
            keep_file(attempt, 1, row, sequence=1, at=NINE)
            submit_attempt(attempt, actor_id=None, at=NINE)
        assert db.session.get_one(Attempt, attempt).score is None
        key = row.key
    text = page(budi.get(address(attempt, 1)))
    assert (f'src="/pelatihan/bimtek-uji/berkas-jawaban/{key}"' in text) is shows
    assert "rumah &lt;1&gt;" in text
    assert "Jelas." in text


def test_lists_and_pages_cost_the_same_at_every_size(app, world, budi, hand_in, statements):
    attempt, essay, _case = hand_in(world.ani_seat)
    seats = factories.make_trainees(app, world.training_id, 50)
    paths = (ROOT, address(attempt, essay), "/pelatihan/bimtek-uji/tes/kelola")

    def costs():
        found = []
        for path in paths:
            with statements() as seen:
                page(budi.get(path))
            found.append(len(seen))
        return found

    for seat in seats[:4]:
        hand_in(seat)
    few = costs()
    for seat in seats[4:]:
        hand_in(seat)
    assert few == costs()
    assert max(few) <= 10


@pytest.mark.parametrize(("row", "stored"), [(1, 8250), (2, 8250), (3, None)])
def test_points_are_typed_as_an_office_writes_them(app, world, budi, mark, row, stored):
    """82,5 and 82.5 are the same; 69,995 is asked for again, never cut or rounded unseen."""
    (table,) = read_tables((FILES / "nilai_koma_titik.csv").read_bytes())
    written = table.rows[row].cells[1]
    essay = of_kind("essay", points=100, model="Model.")
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "esai", questions=[essay])
    with app.app_context(), transaction():
        quiz = db.session.get_one(Quiz, quiz_id)
        attempt = start_attempt(quiz, world.ani_seat, seed=1, actor_id=1, at=NINE)
        save_answer(attempt.id, 1, ["Uraian"], sequence=1, at=NINE)
        submit_attempt(attempt.id, actor_id=1, at=NINE)
        attempt_id = attempt.id
    answer = mark(attempt_id, 1, written)
    assert quiz_factories.attempt(app, attempt_id).score == stored
    if stored is None:
        text = refused(answer, 422)
        assert "Tulis poin dari 0 sampai 100,00, misalnya 0,75." in text
        assert f'value="{written}"' in text
    else:
        assert "82,50" in page(budi.get(address(attempt_id, 1)))
