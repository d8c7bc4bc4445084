"""The time of a test that is open, for everybody: more minutes, another closing, none at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE, page
from tests.quizzes.supervision.conftest import POST_TEST, seen

TIME = f"{POST_TEST}/waktu"


def deadlines(app):
    return [each.deadline_at for each in quiz_factories.attempts(app)]


@pytest.fixture
def both(app, world, quiz_id, change_quiz, at):
    """Ani sits until 09.20 by her own minutes; Agus began late and is cut off at 09.30."""
    change_quiz(closed_at=wita(DAY_1, "09.30"))
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    late = wita(DAY_1, "09.15")
    quiz_factories.sit(app, quiz_id, world.agus_seat, at=late, is_submitted=False)
    at(late)
    assert deadlines(app) == [wita(DAY_1, "09.20"), wita(DAY_1, "09.30")]


def test_everybody_who_works_gets_more_minutes_in_this_attempt_only(
    app, world, both, set_time, made, quiz
):
    assert set_time(what="minutes", minutes=5).status_code == 303
    assert deadlines(app) == [wita(DAY_1, "09.25"), wita(DAY_1, "09.35")]
    assert made() == [("extra_time", 5)] * 2
    assert quiz().closed_at == wita(DAY_1, "09.30")
    with app.app_context():
        from quizzes.attempts.allowances import allowance_of  # noqa: PLC0415

        assert allowance_of(quiz().id, world.ani_seat, NINE).minutes == 0


def test_pressing_twice_gives_everybody_the_minutes_once(app, both, budi, set_time, made):
    form = seen(page(budi.get(TIME)))
    for _press in range(2):
        assert set_time(carried=form, what="minutes", minutes=5).status_code == 303
    assert made() == [("extra_time", 5)] * 2


@pytest.mark.parametrize(
    ("closes", "ends"), [("09.33", "09.33"), ("09.35", "09.35"), ("10.00", "09.35")]
)
def test_a_later_closing_moves_those_it_had_cut_off(app, both, set_time, quiz, closes, ends):
    assert set_time(what="closing", closes=closes).status_code == 303
    assert deadlines(app) == [wita(DAY_1, "09.20"), wita(DAY_1, ends)]
    assert quiz().closed_at == wita(DAY_1, closes)


def test_without_a_closing_everybody_has_the_whole_time(app, both, set_time, quiz, audited):
    set_time(what="no_closing")
    assert deadlines(app) == [wita(DAY_1, "09.20"), wita(DAY_1, "09.35")]
    assert quiz().closed_at is None
    (entry,) = audited("quiz.closing_changed")
    assert (entry["attempts_moved"], entry["after"]) == (1, None)


def test_nothing_is_shortened_before_somebody_says_that_it_is_meant(app, both, set_time, quiz):
    before = deadlines(app)
    refused = set_time(what="closing", closes="09.25")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "1 pengerjaan akan berakhir lebih awal" in text
    assert 'value="09.25"' in text
    assert deadlines(app) == before
    meant = set_time(carried=seen(text), what="closing", closes="09.25", may_shorten="y")
    assert meant.status_code == 303
    assert deadlines(app) == [wita(DAY_1, "09.20"), wita(DAY_1, "09.25")]


def test_extra_time_of_a_person_is_kept_when_the_closing_moves(app, world, both, act, set_time):
    act(world.agus_seat, "tambah-waktu", minutes=10)
    assert deadlines(app)[1] == wita(DAY_1, "09.40")
    set_time(what="closing", closes="09.32")
    assert deadlines(app)[1] == wita(DAY_1, "09.42")


def test_an_attempt_that_was_opened_again_keeps_its_time(app, world, quiz_id, act, set_time):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    act(world.ani_seat, "buka-kembali", minutes=60)
    set_time(what="closing", closes="09.30")
    assert deadlines(app) == [wita(DAY_1, "10.00")]
    set_time(what="minutes", minutes=5)
    assert deadlines(app) == [wita(DAY_1, "10.05")]


def test_a_stale_form_says_what_is_there_now(app, both, budi, citra, set_time, quiz):
    form = seen(page(budi.get(TIME)))
    set_time(carried=form, what="closing", closes="09.40")
    refused = set_time(who=citra, carried=form, what="closing", closes="09.50")
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "Keadaannya sudah berubah" in text
    assert "pukul 09.40 WITA" in text
    assert quiz().closed_at == wita(DAY_1, "09.40")
    # Asking for what is already so is no conflict.
    assert set_time(who=citra, carried=form, what="closing", closes="09.40").status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Pilih salah satu."),
        ({"what": "closing"}, "Tulis jam hari ini, contoh 16.00."),
        ({"what": "closing", "closes": "09.00"}, "Jam ini sudah lewat."),
        ({"what": "minutes"}, "Tulis angka dari 1 sampai 240."),
        ({"what": "minutes", "minutes": "-3"}, "Tulis angka dari 1 sampai 240."),
        ({"what": "minutes", "minutes": "5", "reason": ""}, "Tulis alasannya"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(app, both, set_time, made, fields, words):
    before = deadlines(app)
    refused = set_time(**fields)
    assert refused.status_code == 422
    assert words in refused.get_data(as_text=True)
    assert (deadlines(app), made()) == (before, [])


def test_a_quiz_that_is_not_open_has_no_closing_to_change(app, both, budi, set_time, at, quiz):
    form = seen(page(budi.get(TIME)))
    budi.post(f"{POST_TEST}/tutup")
    refused = set_time(carried=form, what="closing", closes="10.00")
    assert refused.status_code == 409
    assert "Tes ini tidak sedang dibuka" in refused.get_data(as_text=True)
    assert quiz().closed_at == wita(DAY_1, "09.15")


def test_who_is_out_of_time_gets_no_more_with_the_others(app, both, at, set_time):
    at(wita(DAY_1, "09.20") + timedelta(seconds=30))
    set_time(what="minutes", minutes=5)
    assert deadlines(app) == [wita(DAY_1, "09.20"), wita(DAY_1, "09.35")]
