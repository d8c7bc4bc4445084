"""What staff do to one person's test: with a reason, once, and never blindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.db import transaction
from quizzes.attempts import services
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.locks import lock_of
from quizzes.marking.services import Judgement, mark_answer
from tests import factories, quiz_factories
from tests.factories import DAY_1, Role, wita
from tests.quiz_factories import NINE, TESTS, page
from tests.quizzes.supervision.conftest import LIVE, POST_TEST, REASON, seen

PAPER = f"{TESTS}/tes-akhir"


def minutes(count):
    return timedelta(minutes=count)


def test_extra_time_moves_the_deadline_and_counts_for_later_attempts(
    app, world, quiz_id, act, ani, made, audited
):
    first = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    assert act(world.ani_seat, "tambah-waktu", minutes=10).status_code == 303
    assert quiz_factories.attempt(app, first).deadline_at == NINE + minutes(30)
    assert "termasuk tambahan 10 menit" in page(ani.get(f"{PAPER}/kerjakan"))
    ani.post(f"{PAPER}/kumpulkan", {"pengerjaan": 1})
    assert "ditambah 10 menit untuk Anda" in page(ani.get(PAPER))
    ani.post(f"{PAPER}/mulai")
    assert quiz_factories.attempts(app)[-1].deadline_at == NINE + minutes(30)
    assert made() == [("extra_time", 10)]
    (entry,) = audited("intervention.made")
    assert (entry["kind"], entry["minutes"], entry["attempt"]) == ("extra_time", 10, 1)


def test_extra_time_given_before_leads_past_the_planned_closing(
    app, world, quiz_id, act, ani, at, change_quiz
):
    change_quiz(closed_at=wita(DAY_1, "09.10"))
    act(world.ani_seat, "tambah-waktu", minutes=10)
    ani.post(f"{PAPER}/mulai")
    assert quiz_factories.attempts(app)[0].deadline_at == wita(DAY_1, "09.20")
    at(wita(DAY_1, "09.20") + timedelta(seconds=59))
    assert "Soal 1 dari 3" in page(ani.get(f"{PAPER}/kerjakan"))
    at(wita(DAY_1, "09.21"))
    assert "Waktu habis" in page(ani.get(f"{PAPER}/kerjakan"))


def test_pressing_twice_gives_the_time_once(app, world, quiz_id, act, budi, made):
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    form = seen(page(budi.get(f"{POST_TEST}/peserta/{world.ani_seat}/tambah-waktu")))
    for _press in range(2):
        sent = act(world.ani_seat, "tambah-waktu", carried=form, minutes=10)
        assert sent.status_code == 303
    assert made() == [("extra_time", 10)]
    assert quiz_factories.attempts(app)[0].deadline_at == NINE + minutes(30)


def test_two_trainers_do_not_give_the_time_twice_unknowingly(
    app, world, quiz_id, act, budi, citra, made
):
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    form = seen(page(budi.get(f"{POST_TEST}/peserta/{world.ani_seat}/tambah-waktu")))
    act(world.ani_seat, "tambah-waktu", carried=form, minutes=10)
    refused = act(world.ani_seat, "tambah-waktu", who=citra, carried=form, minutes=5)
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "Keadaannya sudah berubah sejak halaman ini dibuka." in text
    assert "waktu ditambah 10 menit" in text
    assert "Budi Santoso" in text
    assert REASON in text
    assert made() == [("extra_time", 10)]
    # The page now carries what stands: sending it again is meant.
    again = act(world.ani_seat, "tambah-waktu", who=citra, carried=seen(text), minutes=5)
    assert again.status_code == 303
    assert made() == [("extra_time", 10), ("extra_time", 5)]


def test_a_form_from_before_the_end_is_refused_after_it(app, world, quiz_id, act, budi, ani, made):
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    form = seen(page(budi.get(f"{POST_TEST}/peserta/{world.ani_seat}/tambah-waktu")))
    ani.post(f"{PAPER}/kumpulkan", {"pengerjaan": 1})
    refused = act(world.ani_seat, "tambah-waktu", carried=form, minutes=10)
    assert refused.status_code == 409
    assert "Terkumpul pukul 09.00 WITA" in refused.get_data(as_text=True)
    assert made() == []


def test_an_ended_attempt_goes_on_although_the_quiz_is_closed(
    app, world, quiz_id, act, budi, ani, at
):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    before = quiz_factories.attempts(app)[0]
    budi.post(f"{POST_TEST}/tutup")
    at(NINE + minutes(30))
    assert act(world.ani_seat, "buka-kembali", minutes=10).status_code == 303
    again = quiz_factories.attempts(app)[0]
    assert (again.submitted_at, again.score, again.receipt) == (None, None, None)
    assert again.deadline_at == NINE + minutes(40)
    assert "Dibuka kembali untuk Anda, batas 09.40 WITA" in page(ani.get("/pelatihan/bimtek-uji"))
    assert "Tes ini dibuka kembali untuk Anda." in page(ani.get(PAPER))
    assert "Soal 1 dari 3" in page(ani.get(f"{PAPER}/kerjakan"))
    answer = {"soal": 2, "pengerjaan": 1, "urutan": 2, "pilihan": ["b"]}
    ani.post(f"{PAPER}/kerjakan", answer)
    ani.post(f"{PAPER}/kumpulkan", {"pengerjaan": 1})
    after = quiz_factories.attempts(app)[0]
    assert (before.score, after.score) == (3333, 6667)
    assert after.receipt not in (None, before.receipt)
    text = page(budi.get(f"{POST_TEST}/peserta/{world.ani_seat}"))
    assert before.receipt in text
    assert "33,33" in text
    assert "pengerjaan dibuka kembali 10 menit" in text


def test_only_the_latest_attempt_can_be_opened_again_and_only_after_its_end(
    app, world, quiz_id, act, budi
):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    address = f"{POST_TEST}/peserta/{world.ani_seat}/buka-kembali"
    assert "tidak berlaku untuk keadaan sekarang" in page(budi.get(address))
    form = seen(page(budi.get(f"{POST_TEST}/peserta/{world.ani_seat}/tambah-waktu")))
    refused = act(world.ani_seat, "buka-kembali", carried=form, minutes=10)
    assert refused.status_code == 409


def test_closing_one_person_leaves_the_others(app, world, quiz_id, act, made):
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    other = quiz_factories.sit(app, quiz_id, world.agus_seat, is_submitted=False)
    act(world.ani_seat, "tutup")
    ended = quiz_factories.attempt(app, own)
    assert (ended.closed_by, ended.score) == ("staff", 6667)
    assert quiz_factories.attempt(app, other).submitted_at is None
    assert made() == [("closed", None)]


def test_one_more_attempt(app, world, quiz_id, act, ani, budi):
    for _time in range(2):
        quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    assert "Semua kesempatan sudah Anda pakai." in page(ani.get(PAPER))
    act(world.ani_seat, "kesempatan")
    assert "1 dari 3" in page(ani.get(PAPER))
    assert "2 dari 3" in page(budi.get(POST_TEST))
    ani.post(f"{PAPER}/mulai")
    assert [each.number for each in quiz_factories.attempts(app)] == [1, 2, 3]
    ani.post(f"{PAPER}/kumpulkan", {"pengerjaan": 3})
    ani.post(f"{PAPER}/mulai")
    assert len(quiz_factories.attempts(app)) == 3


def test_a_mark_stays_when_the_attempt_goes_on_and_its_answer_does_not_change(
    app, world, quiz_id, act, at
):
    essay = quiz_factories.of_kind("essay", words={"least": 2, "most": 20}, model="Model.")
    other = quiz_factories.question("lain")
    key = quiz_factories.make_quiz(app, world.training_id, "esai", questions=[essay, other])
    attempt_id, place, rest = _essay(app, world, key)
    _mark(app, world, attempt_id, place)
    assert quiz_factories.attempt(app, attempt_id).score == 5000
    at(NINE + minutes(10))
    act(world.ani_seat, "buka-kembali", address=POST_TEST.replace("tes-akhir", "esai"), minutes=10)
    with app.app_context(), transaction(lock_of(attempt_id)):
        _save(attempt_id, rest, ["b"], NINE + minutes(11))
        services.submit_attempt(attempt_id, actor_id=world.ani, at=NINE + minutes(12))
    assert quiz_factories.attempt(app, attempt_id).score == 10000


def test_an_answer_written_anew_waits_for_a_mark_again(app, world, quiz_id, act, at, budi):
    essay = quiz_factories.of_kind("essay", words={"least": 2, "most": 20}, model="Model.")
    other = quiz_factories.question("lain")
    key = quiz_factories.make_quiz(app, world.training_id, "esai", questions=[essay, other])
    attempt_id, place, _rest = _essay(app, world, key)
    _mark(app, world, attempt_id, place)
    at(NINE + minutes(10))
    act(world.ani_seat, "buka-kembali", address=POST_TEST.replace("tes-akhir", "esai"), minutes=10)
    with app.app_context(), transaction(lock_of(attempt_id)):
        _save(attempt_id, place, ["Tulisan yang baru"], NINE + minutes(11), sequence=2)
        services.submit_attempt(attempt_id, actor_id=world.ani, at=NINE + minutes(12))
    assert quiz_factories.attempt(app, attempt_id).score is None
    waiting = f"/pelatihan/bimtek-uji/tes/penilaian/jawaban/{attempt_id}/{place}"
    assert "Jawaban ini berubah sejak dinilai" in page(budi.get(waiting))
    sent = {"revision": 1, "points": "0,5", "reason": "Jawabannya diganti.", "button": "next"}
    assert budi.post(waiting, sent).status_code == 303
    assert quiz_factories.attempt(app, attempt_id).score == 2500


def test_a_person_can_read_what_was_done_to_their_test(app, world, quiz_id, act, ani):
    act(world.ani_seat, "tambah-waktu", minutes=10)
    (line,) = ani.get("/akun/data.json").get_json()["tindakan_pada_tes"]
    assert (line["tindakan"], line["alasan"]) == ("waktu ditambah 10 menit", REASON)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": "  ", "minutes": 5}, "Tulis alasannya"),
        ({"minutes": ""}, "Tulis angka dari 1 sampai 240."),
        ({"minutes": "0"}, "Tulis angka dari 1 sampai 240."),
        ({"minutes": "241"}, "Tulis angka dari 1 sampai 240."),
        ({"minutes": "lima"}, "Kesalahan:"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(app, world, quiz_id, act, made, fields, words):
    refused = act(world.ani_seat, "tambah-waktu", **fields)
    assert refused.status_code == 422
    assert words in refused.get_data(as_text=True)
    assert made() == []


def test_nobody_helps_oneself(app, world, quiz_id, act, budi, made):
    own = factories.enrol(app, world.training_id, world.budi, Role.TRAINEE)
    assert "Tes Anda sendiri diatur oleh orang lain." in page(
        budi.get(f"{POST_TEST}/peserta/{own}")
    )
    refused = act(own, "tambah-waktu", carried="nothing", minutes=5)
    assert refused.status_code == 403
    assert made() == []


@pytest.mark.parametrize(
    ("method", "tail"),
    [
        ("get", "langsung"),
        ("get", "langsung/isi"),
        ("get", "waktu"),
        ("post", "waktu"),
        ("get", "terlambat"),
        ("get", "peserta/{seat}"),
        ("get", "peserta/{seat}/tambah-waktu"),
        ("post", "peserta/{seat}/tambah-waktu"),
    ],
)
def test_only_trainers_and_organisers_look_after_the_room(sign_in, world, quiz_id, method, tail):
    address = f"{POST_TEST}/{tail.format(seat=world.ani_seat)}"
    for who, status in {world.dewi: 404, world.ani: 403, world.eko: 403}.items():
        assert getattr(sign_in(who), method)(address).status_code == status
    assert getattr(sign_in(world.citra), method)(address).status_code in (200, 422)


def test_people_and_quizzes_of_others_are_not_found(app, world, quiz_id, budi):
    other = factories.make_training(app, "bimtek-lain")[0]
    stranger = factories.enrol(app, other, world.dewi, Role.TRAINEE)
    trainer = factories.enrol(app, world.training_id, world.dewi, Role.TRAINER)
    for seat in (stranger, trainer, 999):
        assert budi.get(f"{POST_TEST}/peserta/{seat}").status_code == 404
        assert budi.post(f"{POST_TEST}/peserta/{seat}/tutup").status_code == 404
    assert budi.get(f"{POST_TEST}/peserta/{world.ani_seat}/hapus").status_code == 404
    assert budi.get(LIVE.replace("tes-akhir", "tidak-ada")).status_code == 404


def _save(attempt_id, number, choices, at, *, sequence=1):
    save_answer(attempt_id, number, choices, sequence=sequence, at=at)


def _essay(app, world, quiz_id):
    """Ani's attempt: the essay answered, the choice not; (attempt, place of the essay, other)."""
    attempt_id = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    kinds = [each["kind"] for each in quiz_factories.attempt(app, attempt_id).paper["questions"]]
    place = kinds.index("essay") + 1
    with app.app_context(), transaction(lock_of(attempt_id)):
        _save(attempt_id, place, ["Tulisan yang lama"], NINE)
        services.submit_attempt(attempt_id, actor_id=world.ani, at=NINE)
    return attempt_id, place, 3 - place


def _mark(app, world, attempt_id, place):
    with app.app_context(), transaction(lock_of(attempt_id)):
        judgement = Judgement(100, "Baik.")
        mark_answer(attempt_id, place, judgement, marker_id=world.budi, at=NINE + minutes(1))
