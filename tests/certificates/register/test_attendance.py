"""The certificate of attendance, from the decision "not yet" to what comes after."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from certificates.decisions import evidence
from certificates.document.facts import CertificateFacts, CertificateKind, Marks
from certificates.register.models import Certificate
from courses.attendance.models import AttendanceMark, Source, Status
from courses.trainings.models import Element, Meeting, Role, Training
from lms.db import db, transaction
from quizzes.attempts.models import Attempt, ClosedBy
from tests import factories
from tests.certificates import making

COMPETENCE, ATTENDANCE = CertificateKind.COMPETENCE, CertificateKind.ATTENDANCE


@pytest.fixture
def world(app, at):
    """Ani is competent; Agus was there and failed the test."""
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.give_attendance(app, world)
    making.complete(app, world, world.ani_seat)
    making.complete(app, world, world.agus_seat, post_test=5000)
    return world


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


def page_of(world, name: str) -> str:
    return f"/pelatihan/{world.code}/{name}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def papers(app) -> list[Certificate]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Certificate).order_by(Certificate.id)))


def let_pass(app, world, seat: int) -> None:
    """A second, better attempt of the test."""
    with app.app_context(), transaction():
        first = db.session.scalars(sa.select(Attempt).filter_by(enrolment_id=seat)).one()
        db.session.add(
            Attempt(
                quiz_id=first.quiz_id, form_id=first.form_id, enrolment_id=seat, number=2,
                paper={"questions": []}, started_at=making.AT, deadline_at=making.AT,
                submitted_at=making.AT, closed_by=ClosedBy.TRAINEE, receipt="KEDUA",
                points=9000, out_of=10000, score=9000,
            )
        )  # fmt: skip


@pytest.mark.smoke
def test_one_press_issues_both_kinds_each_with_its_own_number(app, citra, world):
    making.decide(app, world, world.ani_seat)
    making.decide_not_yet(app, world, world.agus_seat)
    confirm = text_of(citra.get(page_of(world, "terbitkan")))
    assert "Terbitkan 1 sertifikat dan 1 surat keterangan" in confirm
    certificates, _, attendance = confirm.partition("SURAT KETERANGAN MENGIKUTI PELATIHAN")
    assert "Ani Rahmawati" in certificates
    assert "800.2/0001/Dinsos/UJI/II/2024" in certificates
    assert "Agus Salim" not in certificates
    assert "Agus Salim" in attendance
    assert "800.2/0001/Dinsos/HADIR/II/2024" in attendance
    answer = citra.post(page_of(world, "terbitkan"), follow_redirects=True)
    assert "1 sertifikat dan 1 surat keterangan terbit" in text_of(answer)
    assert [(each.kind, each.serial, each.number) for each in papers(app)] == [
        (COMPETENCE, 1, "800.2/0001/Dinsos/UJI/II/2024"),
        (ATTENDANCE, 1, "800.2/0001/Dinsos/HADIR/II/2024"),
    ]
    citra.post(page_of(world, "terbitkan"))
    assert len(papers(app)) == 2, "twice is the same as once"


def test_facts_say_what_was_attended_and_no_mark(app, world):
    making.decide_not_yet(app, world, world.agus_seat)
    making.issue(app, world)
    (paper,) = papers(app)
    facts = CertificateFacts.from_dict(paper.facts)
    assert facts.digest() == paper.facts_hash
    assert facts.kind is paper.kind is ATTENDANCE
    assert facts.title == "SURAT KETERANGAN MENGIKUTI PELATIHAN"
    assert facts.statement == "telah mengikuti pelatihan sebagai peserta"
    assert (facts.marks, facts.predicate, facts.valid_until) == (Marks(), None, None)
    assert {line.score_hundredths for line in facts.modules} == {None}
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        found = evidence.gather(training, world.agus_seat)
        hours = found.attended_minutes * 100 // training.minutes_per_lesson_hour
    assert facts.attended_hundredths == hours > 0
    assert sum(line.attended_hundredths for line in facts.modules) == hours


def test_who_never_came_gets_none(app, citra, world):
    seat = factories.enrol(
        app, world.training_id, world.dewi, Role.TRAINEE, element=Element.ASSISTANT, region="63.03"
    )
    making.decide_not_yet(app, world, seat)
    assert "Tidak ada sertifikat" in text_of(citra.get(page_of(world, "terbitkan")))
    citra.post(page_of(world, "terbitkan"))
    assert papers(app) == []


def test_without_the_setting_nobody_gets_one(app, citra, world):
    making.prepare_settings(app, world, making.CERTIFICATE)
    making.decide_not_yet(app, world, world.agus_seat)
    citra.post(page_of(world, "terbitkan"))
    assert papers(app) == []


def test_evidence_that_changed_since_blocks_it(app, citra, world):
    making.decide_not_yet(app, world, world.agus_seat)
    with app.app_context(), transaction():
        meeting = db.session.scalars(sa.select(Meeting).order_by(Meeting.id)).first()
        db.session.add(
            AttendanceMark(
                meeting_id=meeting.id, enrolment_id=world.agus_seat, sequence=2,
                status=Status.ABSENT, source=Source.SETTLED, reason="Keliru dicatat.",
                recorded_by_id=world.budi, recorded_at=making.AT,
            )
        )  # fmt: skip
    board = text_of(citra.get(page_of(world, "keputusan")))
    assert "Bukti berubah sejak diputuskan" in board
    assert "surat keterangan</a>" not in board
    assert "Tidak ada sertifikat" in text_of(citra.get(page_of(world, "terbitkan")))
    citra.post(page_of(world, "terbitkan"))
    assert papers(app) == []
    making.decide_not_yet(app, world, world.agus_seat)
    citra.post(page_of(world, "terbitkan"))
    assert [paper.kind for paper in papers(app)] == [ATTENDANCE]


class TestAfterwards:
    @pytest.fixture(autouse=True)
    def issued(self, app, world):
        making.decide_not_yet(app, world, world.agus_seat)
        making.issue(app, world, render=True)

    def test_competent_later_brings_the_certificate_and_leaves_the_other(self, app, citra, world):
        let_pass(app, world, world.agus_seat)
        making.decide(app, world, world.agus_seat)
        citra.post(page_of(world, "terbitkan"))
        assert [paper.kind for paper in papers(app)] == [ATTENDANCE, COMPETENCE]
        register = text_of(citra.get(page_of(world, "register")))
        assert "Dicabut" not in register
        sheet = text_of(citra.get(page_of(world, f"keputusan/{world.agus_seat}")))
        assert "Surat keterangan mengikuti pelatihan sudah terbit dan tetap berlaku" in sheet

    def test_not_yet_once_more_brings_no_second_one(self, app, citra, world):
        making.decide_not_yet(app, world, world.agus_seat)
        citra.post(page_of(world, "terbitkan"))
        assert len(papers(app)) == 1

    def test_certificate_that_is_still_valid_keeps_attendance_away(self, app, citra, world):
        making.decide(app, world, world.ani_seat)
        citra.post(page_of(world, "terbitkan"))
        making.decide_not_yet(app, world, world.ani_seat, note="Ternyata keliru.")
        citra.post(page_of(world, "terbitkan"))
        assert [paper.kind for paper in papers(app)] == [ATTENDANCE, COMPETENCE]
        citra.post(
            page_of(world, f"register/{papers(app)[-1].id}/cabut"), {"reason": "Keliru diputuskan."}
        )
        citra.post(page_of(world, "terbitkan"))
        assert [paper.kind for paper in papers(app)] == [ATTENDANCE, COMPETENCE, ATTENDANCE]

    def test_revoked_one_needs_a_new_decision(self, app, citra, world):
        url = page_of(world, f"register/{papers(app)[0].id}/cabut")
        assert citra.post(url, {"reason": "Salah orang ini."}).status_code == 303
        citra.post(page_of(world, "terbitkan"))
        assert len(papers(app)) == 1
        board = text_of(citra.get(page_of(world, "keputusan")))
        assert "Belum kompeten, surat keterangan dicabut" in board
        making.decide_not_yet(app, world, world.agus_seat)
        citra.post(page_of(world, "terbitkan"))
        assert [paper.serial for paper in papers(app)] == [1, 2]

    def test_trainee_sees_and_downloads_it(self, sign_in, world):
        agus = sign_in(world.agus)
        page = text_of(agus.get(page_of(world, "menuju-sertifikat")))
        assert "Surat keterangan mengikuti pelatihan Anda sudah terbit." in page
        assert "bukan sertifikat kompetensi" in page
        answer = agus.get(page_of(world, "surat-keterangan-saya.pdf"))
        assert answer.data.startswith(b"%PDF-")
        assert agus.get(page_of(world, "sertifikat-saya.pdf")).status_code == 404
        account = agus.get("/akun").get_data(as_text=True)
        assert page_of(world, "surat-keterangan-saya.pdf") in account
        assert agus.get("/akun/data.json").get_json()["sertifikat"][0]["jenis"] == "attendance"

    def test_others_have_none(self, sign_in, world):
        own = page_of(world, "surat-keterangan-saya.pdf")
        assert sign_in(world.ani).get(own).status_code == 404
        assert sign_in(world.budi).get(own).status_code == 403
        assert sign_in(world.dewi).get(own).status_code == 404
