"""Evidence that no longer holds suspends a certificate at the next request, and its correction
puts it back in force. Nobody presses anything."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from certificates.decisions import evidence, services
from certificates.decisions.models import Verdict
from certificates.pack.contents import certificate_files
from certificates.pack.front import totals_of
from certificates.register.models import Certificate
from courses.attendance.models import AttendanceMark
from courses.trainings.models import Enrolment, Training
from lms import files
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import certificates, page_of

MOST_STATEMENTS = 14  # of the public page: as many for a certificate of 2024 as for one of today


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


@pytest.fixture
def code(app, issued) -> str:
    return certificates(app)[0].code


@pytest.fixture
def mark(sign_in, world, issued):
    """`mark("absent")` corrects the mark of the last meeting."""

    def correct(status: str, expected: int = 1) -> None:
        url = page_of(world, f"hadir/h2-siang/peserta/{world.ani_seat}")
        fields = {"expected": str(expected), "reason": "Keliru dicatat", "status": status}
        assert sign_in(world.budi).post(url, fields).status_code == 303

    return correct


def decide(app, world, verdict: Verdict, note: str = "") -> None:
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        found = evidence.gather(training, world.ani_seat)
        ruling = services.Ruling(verdict, found.digest(), note)
        services.decide(training, world.ani_seat, found, ruling, actor_id=world.citra, at=making.AT)


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.smoke
def test_present_made_absent_suspends_at_the_next_request(app, browser, world, code, mark, status):
    assert status(code) == "specimen"
    mark("absent")
    assert status(code) == "suspended"
    page = text_of(browser.get(f"/v/{code}"))
    assert "DITANGGUHKAN" in page
    assert "Penyelenggara sedang memeriksanya" in page
    with app.app_context():
        found = sa.select(AuditEntry).where(AuditEntry.subject_kind == "attendance_mark")
        entry = db.session.scalars(found.order_by(AuditEntry.id.desc())).first()
        assert (entry.actor_id, entry.reason) == (world.budi, "Keliru dicatat")
        marks = sa.select(AttendanceMark.status).where(
            AttendanceMark.meeting_id == world.meetings[3],
            AttendanceMark.enrolment_id == world.ani_seat,
        )
        kept = list(db.session.scalars(marks.order_by(AttendanceMark.sequence)))
        assert kept == ["present", "absent"]


def test_put_right_it_is_valid_again(app, world, code, mark, status):
    mark("absent")
    mark("present", expected=2)
    assert status(code) == "specimen"


def test_a_change_that_still_meets_the_rules_suspends_nothing(app, world, code, mark, status):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"attendance_percent": 70}
    decide(app, world, Verdict.COMPETENT)
    mark("absent")
    assert status(code) == "specimen"


def test_rules_that_became_stricter_suspend_nothing(app, world, code, status):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"post_test_pass": 9900, "work_plan_pass": 9900}
        training.rules_version += 1
    assert status(code) == "specimen"


def test_a_report_that_was_asked_for_when_it_was_decided_still_counts(app, world, code, status):
    """The decision froze the rule; that the training asks no more changes nothing for it."""
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"certificate_waits_for_report": True}
    assert status(code) == "specimen"


def test_decided_not_yet_it_stays_suspended_until_revoked(
    app, sign_in, world, issued, code, mark, status
):
    mark("absent")
    decide(app, world, Verdict.NOT_YET)
    assert status(code) == "suspended"
    citra = sign_in(world.citra)
    assert "sertifikat ditangguhkan" in text_of(citra.get(page_of(world, "keputusan")))
    mark("present", expected=2)
    assert status(code) == "suspended", "the verdict stands"
    url = page_of(world, f"register/{issued[0]}/cabut")
    assert citra.post(url, {"reason": "Tidak hadir pada hari kedua."}).status_code == 303
    assert status(code) == "revoked"


def test_decided_competent_again_it_is_valid(app, world, code, mark, status):
    mark("absent")
    decide(app, world, Verdict.NOT_YET)
    mark("present", expected=2)
    decide(app, world, Verdict.COMPETENT)
    assert status(code) == "specimen"


def test_register_tells_the_organiser(app, sign_in, world, code, mark):
    mark("absent")
    citra = sign_in(world.citra)
    page = text_of(citra.get(page_of(world, "register")))
    assert "1 sertifikat ditangguhkan" in page
    assert page.count("Cetak ulang") == 1, "what is suspended is not copied"
    url = page_of(world, f"register/{certificates(app)[0].id}/cetak-ulang")
    assert citra.get(url).status_code == 409


def test_closing_waits_until_it_is_settled(app, sign_in, world, issued, code, mark):
    url, words = page_of(world, "tutup"), "surat keterangannya ditangguhkan"
    citra = sign_in(world.citra)
    assert words not in text_of(citra.get(url))
    mark("absent")
    decide(app, world, Verdict.NOT_YET)
    assert words in text_of(citra.get(url))
    form = {"reason": "Tidak hadir pada hari kedua."}
    citra.post(page_of(world, f"register/{issued[0]}/cabut"), form)
    assert words not in text_of(citra.get(url))


def test_trainee_reads_it_and_fetches_nothing(sign_in, world, code, mark):
    mark("absent")
    ani = sign_in(world.ani)
    assert "ditangguhkan" in text_of(ani.get(page_of(world, "menuju-sertifikat")))
    assert "Ditangguhkan" in text_of(ani.get("/akun"))
    answer = ani.get(page_of(world, "sertifikat-saya.pdf"))
    assert (answer.status_code, "ditangguhkan" in text_of(answer)) == (409, True)


def test_the_office_gives_none_of_its_files_out(app, sign_in, world, issued, code, mark):
    citra = sign_in(world.citra)
    url = page_of(world, f"register/{issued[0]}.pdf")
    assert citra.get(url).status_code == 200
    mark("absent")
    answer = citra.get(url)
    assert (answer.status_code, "ditangguhkan" in text_of(answer)) == (409, True)
    assert url not in citra.get(page_of(world, "register")).get_data(as_text=True)
    archive = zipfile.ZipFile(io.BytesIO(citra.get(page_of(world, "register.zip")).data))
    assert archive.namelist() == ["0002 Agus Salim.pdf"]
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        kept = [name for name, _data in certificate_files(training, files.store(), making.AT)]
        totals = dict(totals_of(training, making.AT).lines)
    assert totals["Di antara surat itu sedang ditangguhkan"] == "1"
    assert kept == [
        "8-sertifikat/ditangguhkan/0001 Ani Rahmawati.pdf",
        "8-sertifikat/berkas/0002 Agus Salim.pdf",
    ]


def test_hours_that_were_taken_back_suspend_the_paper_of_attendance(app, sign_in, world, status):
    making.give_attendance(app, world)
    decide(app, world, Verdict.NOT_YET, "Belum siap.")
    making.issue(app, world, render=True)
    (paper,) = certificates(app)
    url, citra = page_of(world, f"hadir/h2-siang/peserta/{world.ani_seat}"), sign_in(world.citra)
    fields = {"expected": "1", "reason": "Keliru dicatat", "status": "absent"}
    assert citra.post(url, fields).status_code == 303
    assert status(paper.code) == "suspended"
    assert "dikoreksi sesudah terbit" in text_of(citra.get(f"/v/{paper.code}"))
    assert "1 sertifikat ditangguhkan" in text_of(citra.get(page_of(world, "register")))
    ani = sign_in(world.ani)
    assert f"Surat keterangan {paper.number} ditangguhkan" in text_of(
        ani.get(page_of(world, "menuju-sertifikat"))
    )
    assert ani.get(page_of(world, "surat-keterangan-saya.pdf")).status_code == 409
    citra.post(url, {**fields, "expected": "2", "status": "present"})
    assert status(paper.code) == "specimen"


def test_who_left_the_training_keeps_it(app, world, code, mark, status):
    mark("absent")
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = making.AT
    assert status(code) == "specimen"
    decide(app, world, Verdict.NOT_YET)
    assert status(code) == "suspended"


def test_the_other_one_is_not_touched(app, code, mark, status):
    mark("absent")
    assert status(certificates(app)[1].code) == "specimen"


def test_public_page_takes_few_statements(browser, code, statements):
    with statements() as seen:
        browser.get(f"/v/{code}")
    assert len(seen) <= MOST_STATEMENTS


def test_register_takes_as_many_statements_for_30_as_for_2(app, sign_in, world, issued, statements):
    citra = sign_in(world.citra)

    def count() -> int:
        with statements() as seen:
            citra.get(page_of(world, "register"))
        return len(seen)

    few = count()
    seats = factories.make_trainees(app, world.training_id, 28)
    making.complete(app, world, *seats)
    making.decide(app, world, *seats)
    making.issue(app, world, at=making.AT + timedelta(minutes=1))
    with app.app_context():
        total = sa.select(sa.func.count()).select_from(Certificate)
        assert db.session.scalar(total) == 30
    assert count() <= few
