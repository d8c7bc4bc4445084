from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from certificates.decisions.eligibility import Evidence, Rules, missing
from certificates.decisions.models import Decision, Verdict
from courses.attendance.models import AttendanceMark, Source, Status
from courses.trainings.models import Role, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


def board(world) -> str:
    return f"/pelatihan/{world.code}/keputusan"


def decisions(app) -> list[Decision]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def digest_on(page: str) -> str:
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]


def absent_afterwards(app, world):
    with app.app_context(), transaction():
        mark = AttendanceMark(
            meeting_id=world.meetings[0], enrolment_id=world.ani_seat, sequence=2,
            status=Status.ABSENT, source=Source.HAND, reason="Keliru dicatat",
            recorded_by_id=world.budi, recorded_at=making.AT,
        )  # fmt: skip
        db.session.add(mark)


@pytest.mark.smoke
def test_list_shows_who_is_ready_and_why_the_others_are_not(citra, world):
    page = citra.get(board(world)).get_data(as_text=True)
    assert "Semua syarat terpenuhi" in page
    assert "Hadir 0 dari 10 JP" in page
    assert "Belum dikerjakan" in page


def test_ticked_trainee_is_decided_with_evidence_and_rules_frozen(app, citra, world):
    page = citra.get(board(world)).get_data(as_text=True)
    ticks = re.findall(r'name="putuskan" value="([^"]+)"', page)
    assert len(ticks) == 1
    assert citra.post(board(world), {"putuskan": ticks}).status_code == 303
    (decision,) = decisions(app)
    assert decision.verdict is Verdict.COMPETENT
    assert decision.decided_by_id == world.citra
    evidence = Evidence.from_dict(decision.evidence)
    assert evidence.digest() == decision.evidence_hash
    assert missing(evidence, Rules.of(decision.rules)) == ()
    with app.app_context():
        entry = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "decision.made"))
        assert entry.details["evidence_hash"] == decision.evidence_hash


def test_evidence_that_changed_since_the_look_is_refused(app, citra, world):
    url = f"{board(world)}/{world.ani_seat}"
    shown = digest_on(citra.get(url).get_data(as_text=True))
    absent_afterwards(app, world)
    form = {"shown": shown, "verdict": "competent", "note": "Sudah diwawancarai."}
    answer = citra.post(url, form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bukti berubah" in page
    assert decisions(app) == []
    assert "Sudah diwawancarai." in page, "what was typed stays"
    assert digest_on(page) != shown, "the page shows the evidence of now"


def test_rules_alone_open_the_way_to_competent(app, citra, world):
    url = f"{board(world)}/{world.agus_seat}"
    shown = digest_on(citra.get(url).get_data(as_text=True))
    answer = citra.post(url, {"shown": shown, "verdict": "competent", "note": ""})
    assert answer.status_code == 409
    assert decisions(app) == []


def test_not_yet_about_someone_complete_needs_a_reason(app, citra, world):
    url = f"{board(world)}/{world.ani_seat}"
    shown = digest_on(citra.get(url).get_data(as_text=True))
    form = {"shown": shown, "verdict": "not_yet_competent", "note": ""}
    assert citra.post(url, form).status_code == 409
    assert citra.post(url, {**form, "note": "Menunggu klarifikasi."}).status_code == 303
    assert [decision.verdict for decision in decisions(app)] == [Verdict.NOT_YET]


def test_change_after_the_decision_is_visible_and_decided_again(app, citra, world):
    making.decide(app, world, world.ani_seat)
    absent_afterwards(app, world)
    assert "Bukti berubah sejak diputuskan" in citra.get(board(world)).get_data(as_text=True)
    url = f"{board(world)}/{world.ani_seat}"
    shown = digest_on(citra.get(url).get_data(as_text=True))
    citra.post(url, {"shown": shown, "verdict": "not_yet_competent", "note": "Hadir kurang."})
    assert [decision.sequence for decision in decisions(app)] == [1, 2]


def test_nobody_decides_about_themselves(app, citra, sign_in, world):
    shown = digest_on(citra.get(f"{board(world)}/{world.ani_seat}").get_data(as_text=True))
    factories.enrol(app, world.training_id, world.ani, Role.ORGANISER)
    ani = sign_in(world.ani)
    assert 'name="putuskan"' not in ani.get(board(world)).get_data(as_text=True)
    url = f"{board(world)}/{world.ani_seat}"
    assert "Panitia lain yang memutuskannya" in ani.get(url).get_data(as_text=True)
    form = {"shown": shown, "verdict": "competent", "note": ""}
    assert ani.post(url, form).status_code == 403
    ticks = {"putuskan": f"{world.ani_seat}:{shown}"}
    assert ani.post(board(world), ticks).status_code == 403
    assert decisions(app) == []


@pytest.mark.parametrize("form", [{}, {"putuskan": "x"}])
def test_nobody_ticked_is_said_in_words(app, citra, world, form):
    answer = citra.post(board(world), form, follow_redirects=True)
    assert "Centang dahulu peserta" in answer.get_data(as_text=True)
    assert decisions(app) == []


def test_valid_certificate_of_an_overturned_decision_is_pointed_out(app, citra, world):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    url = f"{board(world)}/{world.ani_seat}"
    shown = digest_on(citra.get(url).get_data(as_text=True))
    citra.post(url, {"shown": shown, "verdict": "not_yet_competent", "note": "Bukti palsu."})
    assert "sertifikat ditangguhkan" in citra.get(board(world)).get_data(as_text=True)
    sheet = citra.get(url).get_data(as_text=True)
    assert "dari keputusan sebelumnya ditangguhkan. Cabut di register" in sheet


@pytest.mark.parametrize(
    "form", [{}, {"verdict": "competent"}, {"shown": "x", "verdict": "competent"}]
)
def test_incomplete_form_decides_nothing(app, citra, world, form):
    assert citra.post(f"{board(world)}/{world.ani_seat}", form).status_code == 422
    assert decisions(app) == []


def test_seat_of_nobody_is_not_found(citra, world):
    assert citra.get(f"{board(world)}/99999").status_code == 404
    answer = citra.post(board(world), {"putuskan": f"99999:{'0' * 64}"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("citra", 200), ("eko", 200), ("budi", 403), ("ani", 403), ("dewi", 404)]
)
def test_who_may_read_the_list(sign_in, world, who, status):
    assert sign_in(getattr(world, who)).get(board(world)).status_code == status


@pytest.mark.parametrize("who", ["eko", "budi", "ani"])
def test_only_the_organiser_decides(app, sign_in, world, who):
    answer = sign_in(getattr(world, who)).post(board(world), {"putuskan": "1:" + "0" * 64})
    assert answer.status_code == 403
    assert decisions(app) == []


def test_trainee_sees_the_same_requirements_with_numbers(sign_in, world):
    page = sign_in(world.agus).get(f"/pelatihan/{world.code}/menuju-sertifikat")
    text = page.get_data(as_text=True)
    assert "0 dari 5 syarat terpenuhi" in text
    assert "Hadir 0 dari 10 JP (0,00%)" in text


def test_list_takes_as_many_statements_for_200_as_for_5(app, citra, world, statements):
    counts = []
    for more in (3, 195):
        factories.make_trainees(app, world.training_id, more)
        with statements() as seen:
            assert citra.get(board(world)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_hours_are_those_of_the_training(app, citra, world):
    """450 minutes are ten lesson hours of 45 minutes, but 480 are eight of an hour each."""
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).minutes_per_lesson_hour = 60
    page = citra.get(board(world)).get_data(as_text=True)
    assert "Hadir 0 dari 8 JP" in page
