"""The live page: who is where, trouble first, at the same cost for five people and for many."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from courses.trainings.models import Enrolment
from lms.db import db, transaction
from quizzes.attempts.models import Attempt
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, TESTS, page
from tests.quizzes.supervision.conftest import LIVE, POST_TEST

HOME = "/pelatihan/bimtek-uji"


def rows(text):
    """Name -> the text of its row, in the order of the page."""
    found = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", text, re.DOTALL)
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]
    return {" ".join(each.replace("Contoh ", "").split()[:2]): each for each in plain}


def heard_of(app, attempt_id, moment):
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Attempt).where(Attempt.id == attempt_id).values(seen_at=moment)
        )


def test_everybody_is_shown_with_trouble_first(app, world, quiz_id, budi, at):
    seats = factories.make_trainees(app, world.training_id, 2)
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    quiz_factories.sit(app, quiz_id, world.agus_seat, right=3)
    quiz_factories.sit(app, quiz_id, seats[0], is_submitted=False)
    now = NINE + timedelta(minutes=5)
    at(now)
    heard_of(app, own, now - timedelta(seconds=90))
    found = rows(page(budi.get(LIVE)))
    assert list(found) == ["Peserta 000", "Peserta 001", "Ani Rahmawati", "Agus Salim"]
    assert "Terputus sejak pukul 09.00 WITA" in found["Peserta 000"]
    assert "Belum mulai" in found["Peserta 001"]
    working = found["Ani Rahmawati"]
    assert "Mengerjakan" in working
    assert "3 dari 3" in working
    assert "15 menit" in working
    assert "09.03" in working
    assert "Kabupaten Banjar" in working
    assert "Terkumpul pukul 09.00 WITA" in found["Agus Salim"]
    heard_of(app, own, now - timedelta(seconds=91))
    assert "Terputus sejak pukul 09.03 WITA" in rows(page(budi.get(LIVE)))["Ani Rahmawati"]


def test_the_part_that_the_script_fetches_is_the_same(app, world, quiz_id, budi):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    part = page(budi.get(f"{LIVE}/isi"))
    assert "<html" not in part
    assert rows(part) == rows(page(budi.get(LIVE)))


def test_an_answer_taken_back_does_not_count(app, world, quiz_id, budi, ani):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    empty = {"soal": 1, "pengerjaan": 1, "urutan": 2}
    ani.post(f"{TESTS}/tes-akhir/kerjakan", empty)
    assert "2 dari 3" in rows(page(budi.get(LIVE)))["Ani Rahmawati"]


def test_the_page_costs_the_same_for_five_and_for_five_hundred(
    app, world, quiz_id, budi, statements
):
    factories.make_trainees(app, world.training_id, 3)
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1, is_submitted=False)
    with statements() as few:
        page(budi.get(LIVE))
    for seat in factories.make_trainees(app, world.training_id, 495)[:20]:
        quiz_factories.sit(app, quiz_id, seat, right=1, is_submitted=False)
    with statements() as many:
        page(budi.get(LIVE))
    assert len(few) == len(many) <= 7


def test_who_left_the_list_is_not_shown(app, world, quiz_id, budi):
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.agus_seat).withdrawn_at = NINE
    assert "Agus Salim" not in rows(page(budi.get(LIVE)))


def test_the_pages_of_a_test_lead_there(app, world, quiz_id, budi):
    for address in (HOME, POST_TEST, POST_TEST.removesuffix("/tes-akhir")):
        assert f'href="{LIVE}"' in page(budi.get(address))


def test_a_closed_test_that_somebody_still_sits_stays_on_the_home_page(
    app, world, quiz_id, budi, act
):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    budi.post(f"{POST_TEST}/tutup")
    assert f'href="{LIVE}"' not in page(budi.get(HOME))
    act(world.ani_seat, "buka-kembali", minutes=10)
    assert "1 peserta sedang mengerjakan" in page(budi.get(HOME))
