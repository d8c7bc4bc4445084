"""What others see while an attempt waits for its marks, and after."""

from __future__ import annotations

import io
from dataclasses import asdict

import openpyxl
import pytest

from certificates.decisions.eligibility import Need, Rules, missing
from certificates.decisions.evidence import gather, gather_all
from courses.trainings.models import Training
from lms.db import db
from tests import quiz_factories
from tests.factories import RULES
from tests.quiz_factories import POST_TEST, TESTS, page, question
from tests.quizzes.marking.conftest import QUESTIONS
from tests.quizzes.marking.test_views import ROOT, address

HOME = "/pelatihan/bimtek-uji"


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def mark(budi):
    def send(attempt, number, points, **fields):
        return budi.post(address(attempt, number), {"revision": 0, "points": points, **fields})

    return send


def test_a_trainee_is_told_that_the_score_is_still_to_come(world, ani, hand_in):
    hand_in(world.ani_seat)
    for path in (TESTS, POST_TEST, f"{POST_TEST}/hasil/1"):
        text = page(ani.get(path))
        assert "Menunggu penilaian" in text
        assert "Belum lulus" not in text
    text = page(ani.get(f"{POST_TEST}/hasil/1"))
    assert "Kode tanda terima" in text
    assert "quiz-score" not in text
    assert "Terkumpul, menunggu penilaian fasilitator" in page(ani.get(HOME))


def test_points_and_comments_are_shown_once_all_is_marked(world, ani, hand_in, mark):
    attempt, essay, case = hand_in(world.ani_seat)
    mark(attempt, essay, "1,5", comment="Sebut <b>dasarnya</b>.")
    assert "Sebut" not in page(ani.get(f"{POST_TEST}/hasil/1"))
    mark(attempt, case, "0")
    text = page(ani.get(f"{POST_TEST}/hasil/1"))
    assert f"Soal {essay}: <strong>1,50 dari 2,00 poin" in text
    assert "Sebut &lt;b&gt;dasarnya&lt;/b&gt;." in text
    assert "70,00" in text
    assert "Lulus" in page(ani.get(TESTS))


def test_comments_are_hidden_while_another_attempt_is_open(app, world, ani, quiz, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    mark(attempt, essay, "1", comment="Rahasia.")
    assert "Rahasia." in page(ani.get(f"{POST_TEST}/hasil/1"))
    quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    assert "Rahasia." not in page(ani.get(f"{POST_TEST}/hasil/1"))


def test_who_waits_may_try_again_and_a_better_score_that_passed_counts(
    app, world, ani, hand_in, mark
):
    attempt, essay, case = hand_in(world.ani_seat)
    mark(attempt, essay, "2")
    mark(attempt, case, "1")
    hand_in(world.ani_seat)
    text = page(ani.get(TESTS))
    assert "Lulus" in text
    assert "nilai 100,00" in text
    assert "Menunggu penilaian" not in text
    assert "Semua kesempatan sudah Anda pakai." in page(ani.get(POST_TEST))


def test_module_quizzes_that_wait_are_not_offered_again(app, world, ani, hand_in):
    questions = [{**each, "key": f"a-{each['key']}"} for each in QUESTIONS]
    quiz = quiz_factories.make_quiz(
        app, world.training_id, "kuis-a", kind="module", questions=questions
    )
    hand_in(world.ani_seat, quiz_id=quiz)
    quiz_factories.make_quiz(
        app, world.training_id, "kuis-b", kind="module", questions=[question("b")]
    )
    text = page(ani.get(HOME))
    assert f"{TESTS}/kuis-b" in text
    assert f"{TESTS}/kuis-a" not in text


def test_the_staff_see_how_many_wait_and_where_to_mark(world, budi, sign_in, hand_in, mark):
    assert "menunggu penilaian" not in page(budi.get(f"{TESTS}/kelola"))
    attempt, essay, case = hand_in(world.ani_seat)
    for path in (f"{TESTS}/kelola", f"{TESTS}/kelola/tes-akhir", HOME):
        text = page(budi.get(path))
        assert "1 pengerjaan menunggu penilaian" in text
        assert f'href="{ROOT}"' in text
    assert "1 pengerjaan menunggu" in page(sign_in(world.citra).get(HOME))
    assert "pengerjaan menunggu" not in page(sign_in(world.eko).get(HOME))
    text = page(budi.get(f"{TESTS}/kelola/tes-akhir"))
    assert "Menunggu penilaian" in text
    mark(attempt, essay, "0")
    mark(attempt, case, "0")
    assert "pengerjaan menunggu" not in page(budi.get(HOME))
    assert "Belum lulus" in page(budi.get(f"{TESTS}/kelola/tes-akhir"))


def test_the_sheet_of_marks_says_what_waits(world, budi, hand_in):
    hand_in(world.ani_seat)
    response = budi.get(f"{HOME}/nilai.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    rows = {row[1].value: [cell.value for cell in row[4:]] for row in sheet.iter_rows()}
    assert rows["Ani Rahmawati"] == ["menunggu penilaian"]
    assert rows["Agus Salim"] == [None]


def test_the_final_test_is_awaited_and_not_missing(app, world, ani, hand_in, mark):
    attempt, essay, case = hand_in(world.ani_seat)
    text = page(ani.get(f"{HOME}/menuju-sertifikat"))
    assert "Sudah dikumpulkan, menunggu penilaian" in text
    assert "Belum dikerjakan" not in text
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        evidence = gather(training, world.ani_seat)
        assert asdict(gather_all(training)[world.ani_seat]) == asdict(evidence)
        (test,) = (n for n in missing(evidence, Rules.of(RULES)) if n.need is Need.POST_TEST)
        assert (test.have, test.is_waiting) == (None, True)
    mark(attempt, essay, "2")
    mark(attempt, case, "1")
    hand_in(world.ani_seat)
    with app.app_context():
        evidence = gather(db.session.get_one(Training, world.training_id), world.ani_seat)
        assert (evidence.post_test, evidence.post_test_waits) == (10_000, False)


def test_a_second_attempt_that_waits_is_told_beside_a_score_that_did_not_pass(
    app, world, ani, budi, hand_in, mark
):
    attempt, essay, case = hand_in(world.ani_seat, right=False)
    mark(attempt, essay, "1")
    mark(attempt, case, "0")
    hand_in(world.ani_seat)
    said = "Nilai terbaik 20,00, satu pengerjaan masih menunggu penilaian"
    assert said in page(ani.get(f"{HOME}/menuju-sertifikat"))
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        evidence = gather(training, world.ani_seat)
        assert asdict(gather_all(training)[world.ani_seat]) == asdict(evidence)
        assert (evidence.post_test, evidence.post_test_waits) == (2000, True)
    sheet = openpyxl.load_workbook(io.BytesIO(budi.get(f"{HOME}/nilai.xlsx").data)).active
    rows = {row[1].value: [cell.value for cell in row[4:]] for row in sheet.iter_rows()}
    assert rows["Ani Rahmawati"] == [20]
    assert "Menunggu penilaian" in page(budi.get(f"{TESTS}/kelola/tes-akhir"))


def test_the_own_data_say_which_tests_wait(app, world, ani, quiz, hand_in, mark):
    attempt, essay, case = hand_in(world.ani_seat)
    (test,) = ani.get("/akun/data.json").get_json()["tes"]
    assert (test["tes"], test["keadaan"], test["nilai"]) == (
        "Tes akhir",
        "menunggu penilaian",
        None,
    )
    mark(attempt, essay, "1,5")
    mark(attempt, case, "0")
    quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    first, second = ani.get("/akun/data.json").get_json()["tes"]
    assert (first["keadaan"], first["nilai"]) == ("dinilai", "70,00")
    assert (second["keadaan"], second["terkumpul"]) == ("sedang dikerjakan", None)
