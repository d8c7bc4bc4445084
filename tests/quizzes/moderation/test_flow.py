"""From a first assessment near the pass mark to a released score, by everybody it concerns."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.fieldwork.rules import PlanState
from courses.trainings.models import Role, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.panels import Context
from quizzes.moderation.models import Adjudication, SecondAssessment
from quizzes.rubrics import closing
from tests import factories
from tests.quizzes.attempts.test_races import all_at_once
from tests.quizzes.rubrics.test_grading import (
    AT,
    CRITERIA,
    GOOD,
    WEAK,
    budi,
    filled,
    hand_in,
    plan_state,
    stored,
    url,
    world,
)

__all__ = ["budi", "url", "world"]
TOP = dict.fromkeys(CRITERIA, 4)  # 100,00
LOW = GOOD | {"sasaran": 2, "etika": 2}  # 62,50
EDGE = GOOD | {"sasaran": 2}  # 68,75


def text(response):
    return response.get_data(as_text=True)


def ruled(levels, *, number=0, reason="Bukti pada kegiatan kedua cukup."):
    return {f"level-{key}": str(level) for key, level in levels.items()} | {
        "number": number,
        "reason": reason,
    }


@pytest.fixture(autouse=True)
def second_markers(app, world):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"second_marker": {"percent": 0, "margin": 500}}


@pytest.fixture
def trainer(app, world, sign_in):
    def make(name):
        person = factories.make_person(app, name)
        factories.enrol(app, world.training_id, person, Role.TRAINER)
        return sign_in(person)

    return make


@pytest.fixture
def gusti(trainer):
    return trainer("Gusti Rahman")


@pytest.fixture
def hana(trainer):
    return trainer("Hana Wulandari")


@pytest.fixture
def plan(app, world):
    return hand_in(app, world, world.ani_seat)


@pytest.fixture
def graded(budi, url, plan):
    """Budi gave 75,00: just within the margin of the pass mark."""
    assert (
        budi.post(f"{url}/{plan}", filled(plan, GOOD, comment="Rahasia Budi.")).status_code == 303
    )
    return plan


def rows(app, kind):
    with app.app_context():
        return db.session.scalars(sa.select(kind).order_by(kind.id)).all()


def finish(person, url, plan, levels, **more):
    form = filled(plan, levels, action="finish") | more
    return person.post(f"{url}/{plan}/kedua", form)


def test_release_waits_for_the_second_and_keeps_the_draft(app, world, budi, url, plan):
    response = budi.post(f"{url}/{plan}", filled(plan, GOOD, action="release"))
    assert response.status_code == 303
    assert stored(app, plan).state.value == "draft"
    assert stored(app, plan).score == 7500
    assert plan_state(app, world.ani_seat) is PlanState.SENT
    page = text(budi.get(url))
    assert "Menunggu penilai kedua" in page
    assert "Rilis semua" not in page
    again = filled(plan, GOOD, action="return", comment="Perbaiki.", revision=1)
    budi.post(f"{url}/{plan}", again)
    assert plan_state(app, world.ani_seat) is PlanState.SENT


def test_far_from_the_pass_mark_nothing_waits(app, world, budi, url, plan):
    budi.post(f"{url}/{plan}", filled(plan, TOP, action="release"))
    assert stored(app, plan).state.value == "released"


def test_releasing_all_leaves_what_waits(app, world, budi, url, graded):
    assert "Belum ada nilai lengkap" in text(budi.get(f"{url}/rilis"))
    budi.post(f"{url}/rilis", {"items": f"{graded}:1"})
    assert stored(app, graded).state.value == "draft"


def test_the_second_marker_sees_nothing_of_the_first(budi, gusti, url, graded):
    secret = ("75,00", "Rahasia Budi.", "Budi Santoso")
    addresses = (
        url,
        f"{url}/kedua",
        f"{url}/{graded}/kedua",
        f"{url}?status=kedua",
        f"{url}/rilis",
    )
    for address in addresses:
        page = text(gusti.get(address))
        assert not [word for word in secret if word in page], address
    assert gusti.get(f"{url}/{graded}").status_code == 303  # to the blind sheet
    blind = gusti.post(f"{url}/{graded}", filled(graded, WEAK))
    assert blind.status_code == 409
    assert not [word for word in secret if word in text(blind)]
    assert gusti.get(f"{url}/{graded}/banding").status_code == 404
    assert " checked" not in text(gusti.get(f"{url}/{graded}/kedua"))


def test_an_unfinished_draft_of_another_stays_unseen(budi, gusti, url, plan):
    budi.post(f"{url}/{plan}", filled(plan, {"sasaran": 2}, comment="Rahasia Budi."))
    for response in (gusti.get(f"{url}/{plan}"), gusti.post(f"{url}/{plan}", filled(plan, WEAK))):
        assert response.status_code == 409
        assert "Rahasia Budi." not in text(response)
        assert "fasilitator lain" in text(response)
    assert budi.get(f"{url}/{plan}").status_code == 200


def test_two_who_agree_let_the_first_release(app, world, budi, gusti, url, graded):
    second = f"{url}/{graded}/kedua"
    assert gusti.post(second, filled(graded, {"sasaran": 3})).status_code == 303
    assert "Lanjutkan" in text(gusti.get(f"{url}/kedua"))
    assert finish(gusti, url, graded, GOOD).status_code == 303
    assert finish(gusti, url, graded, GOOD).status_code == 303  # twice is once
    (row,) = rows(app, SecondAssessment)
    assert (row.first_score, row.score, row.is_disputed) == (7500, 7500, False)
    page = text(gusti.get(f"{url}/{graded}/banding"))
    assert "Kedua penilai sejalan" in page
    assert "Rahasia Budi." in page
    changed = budi.post(f"{url}/{graded}", filled(graded, TOP, revision=1))
    assert changed.status_code == 409  # the levels stand
    response = budi.post(f"{url}/{graded}", filled(graded, GOOD, revision=1, action="release"))
    assert response.status_code == 303
    assert plan_state(app, world.ani_seat) is PlanState.ACCEPTED
    assert "Kesepakatan dua penilai" in text(budi.get(f"{url}/kedua"))
    assert "belum dapat dijadikan pegangan" in text(budi.get(f"{url}/kedua"))


def test_a_third_person_decides_where_the_two_differ(app, world, budi, gusti, hana, url, graded):
    finish(gusti, url, graded, LOW, comment="Sasaran kabur.")
    pair = f"{url}/{graded}/banding"
    assert "Berbeda, perlu diputuskan" in text(budi.get(url))
    waiting = filled(graded, GOOD, revision=1, action="release")
    budi.post(f"{url}/{graded}", waiting)
    assert stored(app, graded).state.value == "draft"
    assert hana.post(pair, ruled(EDGE, reason="")).status_code == 422
    assert hana.post(pair, ruled({"sasaran": 2})).status_code == 422
    assert hana.post(pair, ruled(EDGE)).status_code == 303
    assert hana.post(pair, ruled(EDGE)).status_code == 409
    (row,) = rows(app, Adjudication)
    assert (row.kind.value, row.score, row.number) == ("decided", 6875, 1)
    draft = stored(app, graded)
    assert (draft.levels, draft.score, draft.revision) == (EDGE, 6875, 3)
    (second,) = rows(app, SecondAssessment)
    assert second.first_levels == GOOD  # what the first had said stays
    release = filled(graded, EDGE, revision=3, action="release", comment="Perjelas sasaran.")
    assert budi.post(f"{url}/{graded}", release).status_code == 303
    assert plan_state(app, world.ani_seat) is PlanState.RETURNED
    with app.app_context():
        actions = set(db.session.scalars(sa.select(AuditEntry.action)))
    assert {"second.finished", "second.decided"} <= actions


def test_the_two_agree_by_the_same_levels(app, world, budi, gusti, url, graded):
    finish(gusti, url, graded, LOW)
    pair = f"{url}/{graded}/banding"
    assert budi.post(pair, ruled(EDGE)).status_code == 303
    assert budi.post(pair, ruled(EDGE, number=1)).status_code == 303  # no consent yet
    assert stored(app, graded).score == 7500
    assert gusti.post(pair, ruled(EDGE, number=1)).status_code == 409  # something was said since
    assert gusti.post(pair, ruled(EDGE, number=2)).status_code == 303
    assert [row.kind.value for row in rows(app, Adjudication)] == ["proposed", "proposed", "agreed"]
    assert stored(app, graded).score == 6875


def test_who_may_open_what(world, budi, gusti, hana, url, graded, sign_in):
    second, pair, index = f"{url}/{graded}/kedua", f"{url}/{graded}/banding", f"{url}/kedua"
    citra, ani, dewi = sign_in(world.citra), sign_in(world.ani), sign_in(world.dewi)
    assert budi.get(second).status_code == 403  # the first is not the second
    assert finish(budi, url, graded, GOOD).status_code == 403
    gusti.post(second, filled(graded, {"sasaran": 3}))
    assert hana.get(second).status_code == 403  # Gusti has begun
    assert finish(hana, url, graded, GOOD).status_code == 403
    for person, seen, blind in ((citra, 200, 403), (ani, 403, 403), (dewi, 404, 404)):
        assert person.get(index).status_code == seen
        assert person.get(second).status_code == blind
        assert finish(person, url, graded, GOOD).status_code == blind
    finish(gusti, url, graded, LOW)
    for person, status in ((citra, 200), (hana, 200), (ani, 403), (dewi, 404)):
        assert person.get(pair).status_code == status
    assert ani.post(pair, ruled(EDGE)).status_code == 403
    assert citra.post(pair, ruled(EDGE)).status_code == 303
    assert finish(gusti, url, graded, GOOD).status_code == 409


def test_the_author_neither_marks_nor_decides(app, world, budi, gusti, url, graded, sign_in):
    factories.enrol(app, world.training_id, world.ani, Role.TRAINER)
    ani = sign_in(world.ani)
    neither_marks_nor_decides(app, ani, gusti, url, graded)


def neither_marks_nor_decides(app, author, gusti, url, piece):
    assert author.get(f"{url}/{piece}/kedua").status_code == 403
    assert finish(author, url, piece, GOOD).status_code == 403
    finish(gusti, url, piece, LOW)
    assert author.get(f"{url}/{piece}/banding").status_code == 403
    assert author.post(f"{url}/{piece}/banding", ruled(EDGE)).status_code == 403
    assert rows(app, Adjudication) == []


def test_neither_of_a_pair_marks_or_decides(app, world, budi, gusti, url, sign_in):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"work_plan_per": "pasangan"}
    plan = hand_in(app, world, world.ani_seat)
    budi.post(f"{url}/{plan}", filled(plan, EDGE))
    factories.enrol(app, world.training_id, world.agus, Role.TRAINER)
    agus = sign_in(world.agus)
    neither_marks_nor_decides(app, agus, gusti, url, plan)


def test_the_staff_sees_at_home_what_is_left(app, world, budi, gusti, url, graded, sign_in):
    home = f"/pelatihan/{world.code}"
    citra = sign_in(world.citra)
    assert "1 menunggu penilai kedua, 0 perlu diputuskan" in text(citra.get(home))
    finish(gusti, url, graded, LOW)
    assert "0 menunggu penilai kedua, 1 perlu diputuskan" in text(budi.get(home))
    page = text(citra.get(f"{url}/{graded}/banding"))
    assert "Verifikasi calon" in page  # who decides reads the plan as well


def test_a_training_is_not_closed_while_a_second_is_awaited(app, world, graded):
    with app.test_request_context():
        training = db.session.get_one(Training, world.training_id)
        (blocker,) = closing.blockers(Context(training, frozenset(), None, AT))
    assert blocker.names == ("Ani Rahmawati",)


def test_bad_input_loses_nothing(gusti, url, graded):
    response = finish(gusti, url, graded, {"sasaran": 4}, comment="Tetap ada.")
    assert response.status_code == 422
    assert "Tetap ada." in text(response)
    assert "Pilih tingkat untuk Indikator." in text(response)


def test_a_training_without_second_markers_says_so(app, world, budi, url):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"second_marker": None}
    assert "tidak memakai penilai kedua" in text(budi.get(f"{url}/kedua"))


def test_a_ruling_cannot_be_edited(app, budi, gusti, hana, url, graded):
    finish(gusti, url, graded, LOW)
    hana.post(f"{url}/{graded}/banding", ruled(EDGE))
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.text("DELETE FROM adjudication"))


@pytest.mark.faults
def test_two_who_begin_at_once_are_one_second_marker(app, gusti, hana, url, graded):
    people = [gusti, hana]
    tokens = [person.csrf_token() for person in people]

    def send(place):
        form = filled(graded, GOOD, action="finish") | {"csrf_token": tokens[place]}
        return people[place].client.post(f"{url}/{graded}/kedua", data=form).status_code

    statuses = all_at_once([lambda place=place: send(place) for place in (0, 1)])
    assert sorted(statuses) == [303, 403]
    assert len(rows(app, SecondAssessment)) == 1
