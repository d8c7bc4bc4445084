"""A trainee sits a quiz through the pages, without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.attempts import sweep
from tests import factories, quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE

ROOT = "/pelatihan/bimtek-uji/tes"
POST_TEST = f"{ROOT}/tes-akhir"
SECRETS = ("rahasia", "correct", "explanation", "weight")


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


def page(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def choose(browser, number, choices, *, sequence=1, attempt=1, **fields):
    data = {"soal": number, "pengerjaan": attempt, "urutan": sequence, "pilihan": choices}
    return browser.post(f"{POST_TEST}/kerjakan", {**data, **fields})


def stored(app):
    """Question number -> choices in force of the only attempt."""
    from quizzes.attempts import queries  # noqa: PLC0415

    (attempt,) = quiz_factories.attempts(app)
    with app.app_context():
        return {number: given.choices for number, given in queries.answers(attempt.id).items()}


@pytest.mark.smoke
def test_the_whole_way_works_without_a_script(app, ani, quiz):
    assert "Dibuka" in page(ani.get(ROOT))
    start = page(ani.get(POST_TEST))
    assert "2 dari 2" in start
    assert "70,00" in start
    assert ani.post(f"{POST_TEST}/mulai").location == f"{POST_TEST}/kerjakan"
    assert "Soal 1 dari 3" in page(ani.get(f"{POST_TEST}/kerjakan"))
    assert choose(ani, 1, ["b"]).location.endswith("soal=2")
    assert choose(ani, 2, ["a"]).location.endswith("soal=3")
    assert choose(ani, 3, ["b"]).location == f"{POST_TEST}/periksa"
    assert "3 dari 3 terjawab" in page(ani.get(f"{POST_TEST}/periksa"))
    receipt = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert receipt.location == f"{POST_TEST}/hasil/1"
    text = page(ani.get(receipt.location))
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.receipt in text
    assert "66,67" in text
    assert "3 jawaban diterima server" in text
    assert "Terkumpul 31 Januari 2024 pukul 09.00 WITA" in text


def test_nothing_before_the_submission_gives_an_answer_away(ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    pages = [ani.get(ROOT), ani.get(POST_TEST), ani.get(f"{POST_TEST}/kerjakan")]
    pages += [choose(ani, 1, ["a"]), ani.get(f"{POST_TEST}/periksa")]
    pages += [ani.get(f"{POST_TEST}/waktu")]
    for response in pages:
        text = response.get_data(as_text=True)
        assert not [word for word in SECRETS if word in text]


@pytest.mark.parametrize(("kind", "key"), [("pretest", "tes-awal"), ("posttest", "tes-akhir")])
def test_the_two_tests_tell_the_score_but_never_the_answers(app, world, ani, kind, key):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, key, kind=kind)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    text = page(ani.get(f"{ROOT}/{key}/hasil/1"))
    assert "33,33" in text
    assert "rahasia" not in text


def test_a_module_quiz_explains_itself_once_it_is_submitted(app, world, ani):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    address = f"{ROOT}/kuis-ps-01/hasil/1"
    text = page(ani.get(address))
    assert "Penjelasan rahasia kuis-ps-01-1." in text
    assert "Sebab rahasia Keliru satu" in text
    ani.post(f"{ROOT}/kuis-ps-01/mulai")
    assert "rahasia" not in page(ani.get(address))  # a second attempt is open


def test_a_finished_attempt_keeps_the_question_it_was_asked(app, world, ani):
    def load(stem):
        asked = [quiz_factories.question("S-1", stem=stem)]
        return quiz_factories.make_quiz(
            app, world.training_id, "kuis-ps-01", kind="module", questions=asked
        )

    quiz_factories.sit(app, load("Pertanyaan lama?"), world.ani_seat, right=1)
    load("Pertanyaan baru?")
    text = page(ani.get(f"{ROOT}/kuis-ps-01/hasil/1"))
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


# --- Attempts: how many, and whose ------------------------------------------------------------


def test_going_on_and_refreshing_use_no_further_attempt(app, world, ani):
    quiz_factories.make_quiz(app, world.training_id, attempts=1)
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/mulai")
    page(ani.get(f"{POST_TEST}/kerjakan"))
    assert [attempt.number for attempt in quiz_factories.attempts(app)] == [1]
    assert "Lanjutkan mengerjakan" in page(ani.get(POST_TEST))


def test_after_the_last_attempt_the_server_refuses_another_start(app, world, ani):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, attempts=2)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=0)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    refused = ani.post(f"{POST_TEST}/mulai", follow_redirects=True)
    assert "Kesempatan Anda untuk tes ini sudah habis." in page(refused)
    assert refused.request.path.endswith("/hasil/2")
    assert len(quiz_factories.attempts(app)) == 2


def test_back_and_post_again_after_the_submission_shows_the_result(app, world, ani):
    quiz_factories.make_quiz(app, world.training_id, attempts=1)
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert choose(ani, 1, ["b"]).location == f"{POST_TEST}/hasil/1"
    assert ani.post(f"{POST_TEST}/mulai").location == f"{POST_TEST}/hasil/1"
    assert ani.get(f"{POST_TEST}/kerjakan").location == f"{POST_TEST}/hasil/1"
    assert len(quiz_factories.attempts(app)) == 1


def test_the_second_submission_gives_the_first_receipt(app, ani, quiz, at):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"])
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    (first,) = quiz_factories.attempts(app)
    at(NINE + timedelta(minutes=1))
    assert ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1}).status_code == 303
    (again,) = quiz_factories.attempts(app)
    assert (again.receipt, again.submitted_at) == (first.receipt, first.submitted_at)


def test_an_old_page_cannot_submit_the_next_attempt(app, world, ani, quiz):
    quiz_factories.sit(app, quiz, world.ani_seat, right=0)
    ani.post(f"{POST_TEST}/mulai")
    answer = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert answer.location == f"{POST_TEST}/hasil/1"
    assert quiz_factories.attempts(app)[1].submitted_at is None


def test_the_best_of_two_attempts_counts(app, world, ani, quiz):
    from quizzes.attempts import queries  # noqa: PLC0415

    quiz_factories.sit(app, quiz, world.ani_seat, right=2)
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    with app.app_context():
        assert queries.best_scores(world.training_id) == {world.ani_seat: {"tes-akhir": 6667}}
        assert queries.best_scores_of(world.ani_seat) == {"tes-akhir": 6667}
        assert queries.best_scores_of(world.agus_seat) == {}
    assert "66,67" in page(ani.get(POST_TEST))


@pytest.mark.parametrize(
    ("opened_at", "closed_at", "words"),
    [
        (None, None, "belum dibuka"),
        (NINE, NINE, "sudah ditutup"),
        (NINE + timedelta(minutes=1), None, "belum dibuka"),
    ],
)
def test_a_quiz_that_is_not_open_cannot_be_begun(app, world, ani, opened_at, closed_at, words):
    quiz_factories.make_quiz(app, world.training_id, opened_at=opened_at, closed_at=closed_at)
    assert words in page(ani.get(POST_TEST))
    refused = ani.post(f"{POST_TEST}/mulai", follow_redirects=True)
    assert "Tes ini sedang tidak dibuka." in page(refused)
    assert quiz_factories.attempts(app) == []


@pytest.mark.parametrize("tail", ["", "/kerjakan", "/periksa", "/hasil/1", "/waktu"])
def test_only_the_own_attempt_can_be_opened(app, sign_in, world, quiz, tail):
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    assert sign_in(world.ani).get(POST_TEST + tail).status_code in (200, 302)
    others = 200 if tail == "" else 404
    assert sign_in(world.agus).get(POST_TEST + tail).status_code == others
    assert sign_in(world.dewi).get(POST_TEST + tail).status_code == 404
    assert sign_in(world.budi).get(POST_TEST + tail).status_code == 403


@pytest.mark.parametrize("action", ["mulai", "kerjakan", "kumpulkan"])
def test_strangers_and_staff_cannot_act(sign_in, world, quiz, action):
    fields = {"pengerjaan": 1, "urutan": 1, "soal": 1}
    assert sign_in(world.dewi).post(f"{POST_TEST}/{action}", fields).status_code == 404
    assert sign_in(world.citra).post(f"{POST_TEST}/{action}", fields).status_code == 403
    assert sign_in(world.ani).get(f"{POST_TEST}/mulai").status_code == 405


def test_an_unknown_quiz_is_not_found(ani, quiz):
    assert ani.get(f"{ROOT}/tidak-ada").status_code == 404
    assert ani.post(f"{ROOT}/tidak-ada/mulai").status_code == 404
    assert ani.get(f"{POST_TEST}/hasil/9").status_code == 404


# --- Answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "choices", "fields"),
    [
        (1, ["z"], {}),
        (1, ["a", "b"], {}),
        (9, ["a"], {}),
        (0, ["a"], {}),
        (1, ["a"], {"urutan": "satu"}),
        (1, ["a"], {"urutan": 0}),
        (1, ["a"], {"pengerjaan": ""}),
    ],
)
def test_what_is_not_in_the_paper_is_refused_with_the_page_kept(
    app, ani, quiz, number, choices, fields
):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 2, ["b"])
    refused = choose(ani, number, choices, **fields)
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Pilih jawaban dari pilihan yang tersedia." in text
    assert "Tersimpan di server 09.00" in text
    assert stored(app) == {2: ["b"]}


def test_a_stale_tab_changes_nothing_and_is_told(app, ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"], sequence=1)
    told = choose(ani, 1, ["c"], sequence=1)
    assert told.location.endswith("soal=1")
    assert "sudah dijawab di tab lain" in page(ani.get(told.location))
    assert stored(app) == {1: ["b"]}


def test_a_stale_tab_without_an_answer_clears_nothing(app, ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"], sequence=1)
    assert choose(ani, 1, [], sequence=1).location.endswith("soal=2")
    assert stored(app) == {1: ["b"]}


def test_an_answer_can_be_changed_and_taken_back(app, ani, world):
    asked = [
        quiz_factories.question(
            "S-1",
            kind="multiple",
            options=[
                {"text": "Satu", "correct": True},
                {"text": "Dua", "correct": True},
                {"text": "Tiga"},
            ],
        )
    ]
    quiz_factories.make_quiz(app, world.training_id, questions=asked)
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["a", "b"], sequence=1)
    assert stored(app) == {1: ["a", "b"]}
    choose(ani, 1, [], sequence=2)
    assert stored(app) == {1: []}
    assert "1 soal belum dijawab" in page(ani.get(f"{POST_TEST}/periksa"))


def test_going_back_saves_too(app, ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    assert choose(ani, 2, ["b"], tujuan="kembali").location.endswith("soal=1")
    assert stored(app) == {2: ["b"]}


def test_a_second_tab_is_told_that_the_attempt_is_over(app, ani, quiz):
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    late = choose(ani, 1, ["b"])
    assert late.location == f"{POST_TEST}/hasil/1"
    assert "sudah dikumpulkan pukul 09.00 WITA" in page(ani.get(late.location))
    assert stored(app) == {}


def test_answers_are_still_there_after_signing_in_again(app, ani, sign_in, world, quiz):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"])
    ani.post("/keluar")
    refused = ani.client.post(f"{POST_TEST}/kerjakan", data={"soal": 2})
    assert refused.status_code in (400, 401)
    text = page(sign_in(world.ani).get(f"{POST_TEST}/kerjakan"))
    assert "Tersimpan di server 09.00" in text


# --- Time -------------------------------------------------------------------------------------


def test_the_countdown_ends_at_the_planned_closing(app, world, ani, at):
    at(wita(DAY_1, "13.25"))
    quiz_factories.make_quiz(
        app,
        world.training_id,
        opened_at=wita(DAY_1, "13.00"),
        closed_at=wita(DAY_1, "13.30"),
    )
    ani.post(f"{POST_TEST}/mulai")
    text = page(ani.get(f"{POST_TEST}/kerjakan"))
    assert 'data-remaining="300"' in text
    assert "batas 13.30 WITA" in text


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (29, True), (30, False), (59, False), (60, False)]
)
def test_an_answer_may_come_half_a_minute_after_the_end(app, ani, quiz, at, seconds, is_taken):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(minutes=20, seconds=seconds))
    answer = choose(ani, 1, ["b"])
    assert answer.location.endswith("soal=2" if is_taken else "/hasil/1")
    assert stored(app) == ({1: ["b"]} if is_taken else {})


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, True), (59, True), (60, False)])
def test_a_closing_at_four_includes_the_whole_minute(app, world, ani, at, seconds, is_taken):
    four = wita(DAY_1, "16.00")
    quiz_factories.make_quiz(app, world.training_id, closed_at=four)
    at(four - timedelta(minutes=5))
    ani.post(f"{POST_TEST}/mulai")
    at(four + timedelta(seconds=seconds))
    choose(ani, 1, ["b"])
    assert stored(app) == ({1: ["b"]} if is_taken else {})


def test_refreshing_at_zero_leads_to_the_result_once_and_to_the_next_attempt(app, ani, quiz, at):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"])
    at(NINE + timedelta(minutes=21))
    assert "Waktu habis" in page(ani.get(f"{POST_TEST}/kerjakan"))
    shown = ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1}, follow_redirects=True)
    assert "Waktu habis, jadi jawaban yang tersimpan dikumpulkan otomatis." in page(shown)
    assert "33,33" in page(shown)
    ani.post(f"{POST_TEST}/mulai")
    assert [each.number for each in quiz_factories.attempts(app)] == [1, 2]


def test_an_overdue_attempt_ends_at_its_deadline_though_nobody_looks(app, ani, quiz, at):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"])
    at(NINE + timedelta(minutes=20, seconds=59))
    with app.app_context():
        sweep.end_overdue_attempts()
    assert quiz_factories.attempts(app)[0].submitted_at is None
    at(NINE + timedelta(minutes=33))
    with app.app_context():
        sweep.end_overdue_attempts()
        sweep.end_overdue_attempts()
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.submitted_at == NINE + timedelta(minutes=20)
    assert (attempt.closed_by, attempt.score) == ("deadline", 3333)
    assert attempt.receipt


def test_starting_again_ends_the_overdue_attempt_first(app, ani, quiz, at):
    ani.post(f"{POST_TEST}/mulai")
    at(NINE + timedelta(hours=1))
    ani.post(f"{POST_TEST}/mulai")
    first, second = quiz_factories.attempts(app)
    assert first.submitted_at == NINE + timedelta(minutes=20)
    assert second.started_at == NINE + timedelta(hours=1)


def test_the_stored_score_can_be_computed_again_from_paper_and_answers(app, world, quiz):
    from quizzes.attempts import scoring  # noqa: PLC0415

    quiz_factories.sit(app, quiz, world.ani_seat, right=2)
    (attempt,) = quiz_factories.attempts(app)
    again = scoring.score(scoring.thaw(attempt.paper), stored(app))
    assert (again.points, again.out_of, again.score) == (200, 300, 6667)
    assert (attempt.points, attempt.out_of, attempt.score) == (200, 300, 6667)


# --- Statements -------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["/kerjakan", "/periksa", "", "/waktu"])
def test_pages_stay_within_six_statements(ani, quiz, statements, tail):
    ani.post(f"{POST_TEST}/mulai")
    choose(ani, 1, ["b"])
    with statements() as seen:
        page(ani.get(POST_TEST + tail))
    assert len(seen) <= 6, seen


def test_the_result_stays_within_six_statements(app, world, ani, statements):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    with statements() as seen:
        page(ani.get(f"{ROOT}/kuis-ps-01/hasil/1"))
    assert len(seen) <= 6, seen


def test_the_step_costs_the_home_one_statement(app, world, statements):
    from courses.trainings.models import Enrolment, Training  # noqa: PLC0415
    from lms.db import db  # noqa: PLC0415
    from lms.panels import Context  # noqa: PLC0415
    from quizzes.attempts.steps import steps  # noqa: PLC0415

    quiz_id = quiz_factories.make_quiz(app, world.training_id)
    quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module", opened_at=None)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    with app.test_request_context():
        training = db.session.get_one(Training, world.training_id)
        seat = db.session.get_one(Enrolment, world.ani_seat)
        with statements() as seen:
            (step,) = steps(Context(training, frozenset({"trainee"}), seat, NINE))
    assert (step.state, step.detail) == ("now", "Nilai 33,33, masih ada 1 kesempatan")
    assert len(seen) == 1
