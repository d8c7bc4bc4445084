"""A trainee sits a quiz through the pages, without a script."""

from __future__ import annotations

import pytest

from tests import quiz_factories
from tests.quiz_factories import POST_TEST, TESTS, page

SECRETS = ("rahasia", "correct", "explanation", "weight")


@pytest.mark.smoke
def test_the_whole_way_works_without_a_script(app, ani, quiz, choose):
    assert "Dibuka" in page(ani.get(TESTS))
    start = page(ani.get(POST_TEST))
    assert "2 dari 2" in start
    assert "70,00" in start
    assert ani.post(f"{POST_TEST}/mulai").location == f"{POST_TEST}/kerjakan"
    assert "Soal 1 dari 3" in page(ani.get(f"{POST_TEST}/kerjakan"))
    assert choose(1, ["b"]).location.endswith("soal=2")
    assert choose(2, ["a"]).location.endswith("soal=3")
    assert choose(3, ["b"]).location == f"{POST_TEST}/periksa"
    assert "3 dari 3 terjawab" in page(ani.get(f"{POST_TEST}/periksa"))
    receipt = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert receipt.location == f"{POST_TEST}/hasil/1"
    text = page(ani.get(receipt.location))
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.receipt in text
    assert "66,67" in text
    assert "3 jawaban diterima server" in text
    assert "Terkumpul 31 Januari 2024 pukul 09.00 WITA" in text


def test_nothing_before_the_submission_gives_an_answer_away(ani, quiz, choose):
    ani.post(f"{POST_TEST}/mulai")
    pages = [ani.get(TESTS), ani.get(POST_TEST), ani.get(f"{POST_TEST}/kerjakan")]
    pages += [choose(1, ["a"]), ani.get(f"{POST_TEST}/periksa")]
    pages += [ani.get(f"{POST_TEST}/waktu")]
    for response in pages:
        text = response.get_data(as_text=True)
        assert not [word for word in SECRETS if word in text]


@pytest.mark.parametrize(("kind", "key"), [("pretest", "tes-awal"), ("posttest", "tes-akhir")])
def test_the_two_tests_tell_the_score_but_never_the_answers(app, world, ani, kind, key):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, key, kind=kind)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    text = page(ani.get(f"{TESTS}/{key}/hasil/1"))
    assert "33,33" in text
    assert "rahasia" not in text


def test_a_module_quiz_explains_itself_once_it_is_submitted(app, world, ani):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    address = f"{TESTS}/kuis-ps-01/hasil/1"
    text = page(ani.get(address))
    assert "Penjelasan rahasia kuis-ps-01-1." in text
    assert "Sebab rahasia Keliru satu" in text
    ani.post(f"{TESTS}/kuis-ps-01/mulai")
    assert "rahasia" not in page(ani.get(address))  # a second attempt is open


def test_a_finished_attempt_keeps_the_question_it_was_asked(app, world, ani):
    def load(stem):
        asked = [quiz_factories.question("S-1", stem=stem)]
        return quiz_factories.make_quiz(
            app, world.training_id, "kuis-ps-01", kind="module", questions=asked
        )

    quiz_factories.sit(app, load("Pertanyaan lama?"), world.ani_seat, right=1)
    load("Pertanyaan baru?")
    text = page(ani.get(f"{TESTS}/kuis-ps-01/hasil/1"))
    assert "Pertanyaan lama?" in text
    assert "Pertanyaan baru?" not in text
    assert "Soal ini diubah kemudian" in text


def test_an_open_attempt_keeps_its_paper_when_the_bank_changes(app, world, ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    changed = [quiz_factories.question("tes-akhir-1", stem="Lain sama sekali?")]
    quiz_factories.make_quiz(app, world.training_id, questions=changed)
    text = page(ani.get(f"{POST_TEST}/kerjakan"))
    assert "Soal 1 dari 3" in text
    assert "Lain sama sekali?" not in text


def test_a_question_to_be_confirmed_is_never_asked(app, world, ani):
    asked = [
        quiz_factories.question("S-1"),
        quiz_factories.question("S-2", status="perlu_konfirmasi"),
    ]
    quiz_factories.make_quiz(app, world.training_id, questions=asked)
    ani.post(f"{POST_TEST}/mulai")
    text = page(ani.get(f"{POST_TEST}/kerjakan"))
    assert "Soal 1 dari 1" in text
    assert "Pertanyaan S-2?" not in text
