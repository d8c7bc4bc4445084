"""The certificate of attendance, from the decision "not yet" to what comes after."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
import sqlalchemy as sa

from certificates.decisions import evidence
from certificates.decisions.models import Decision
from certificates.document.facts import CertificateFacts, CertificateKind, Marks
from certificates.register import services as register
from certificates.register.models import Certificate
from courses.attendance.models import AttendanceMark, Source, Status
from courses.trainings.models import Element, Meeting, Role, Training
from lms.db import db, transaction
from lms.i18n import format_hours
from lms.people.models import Person
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


def test_console_issues_both_and_says_so(app, world):
    making.decide(app, world, world.ani_seat)
    making.decide_not_yet(app, world, world.agus_seat)
    result = app.test_cli_runner().invoke(args=["certificates", "issue", "--training", world.code])
    assert result.exit_code == 0
    assert "1 sertifikat terbit." in result.output
    assert "1 surat keterangan terbit." in result.output
    assert [paper.kind for paper in papers(app)] == [COMPETENCE, ATTENDANCE]


def test_class_is_not_closed_before_it_is_issued(app, citra, world):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    making.decide_not_yet(app, world, world.agus_seat)
    waits = "Belum kompeten, tetapi surat keterangannya belum terbit"
    page = text_of(citra.get(page_of(world, "tutup")))
    assert waits in page
    assert "Agus Salim" in page
    assert "Kompeten, tetapi sertifikatnya belum terbit" not in page
    making.issue(app, world, render=True)
    assert waits not in text_of(citra.get(page_of(world, "tutup")))


def test_failure_leaves_no_gap_in_either_series(app, world):
    making.decide(app, world, world.ani_seat)
    making.decide_not_yet(app, world, world.agus_seat)
    with app.app_context(), pytest.raises(RuntimeError, match="power"), transaction():
        training = db.session.get_one(Training, world.training_id)
        decisions = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
        register.issue(
            training, decisions, public_url="", is_specimen=True, actor_id=world.citra,
            at=making.AT,
        )  # fmt: skip
        raise RuntimeError("power")
    making.issue(app, world)
    assert [(paper.kind, paper.serial) for paper in papers(app)] == [
        (COMPETENCE, 1), (ATTENDANCE, 1),
    ]  # fmt: skip


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
        assert "Keputusan kompeten kelak tidak membatalkannya" in sheet

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

    def test_every_list_tells_the_two_kinds_apart(self, app, citra, world):
        making.decide(app, world, world.ani_seat)
        making.issue(app, world, render=True)
        register = text_of(citra.get(page_of(world, "register")))
        assert register.count("Surat keterangan") == 1
        book = openpyxl.load_workbook(io.BytesIO(citra.get(page_of(world, "register.xlsx")).data))
        rows = [row for row in book.active.iter_rows(values_only=True) if row[0]]
        column = next(row for row in rows if "Jenis" in row).index("Jenis")
        assert {(row[2], row[column]) for row in rows if row[column] and row[2] != "Nama"} == {
            ("Ani Rahmawati", "Sertifikat"), ("Agus Salim", "Surat keterangan"),
        }  # fmt: skip
        archive = zipfile.ZipFile(io.BytesIO(citra.get(page_of(world, "register.zip")).data))
        assert sorted(archive.namelist()) == [
            "0001 Ani Rahmawati.pdf", "Surat keterangan 0001 Agus Salim.pdf",
        ]  # fmt: skip
        board = text_of(citra.get(page_of(world, "keputusan")))
        assert "1 sertifikat terbit" in re.sub("<[^>]+>", " ", board).replace("  ", " ")
        assert "Belum kompeten, surat keterangan terbit" in board

    def test_anybody_can_check_it_and_reads_what_it_is(self, app):
        (paper,), client = papers(app), app.test_client()
        page = text_of(client.get(f"/v/{paper.code}"))
        assert "Keterangan kehadiran, bukan pernyataan kompeten" in page
        assert "telah mengikuti pelatihan sebagai peserta" in page
        hours = format_hours(paper.facts["attended_hundredths"])
        assert f"hadir {hours} dari 10 JP" in page
        answer = client.get(f"/v/{paper.code}", headers={"Accept": "application/json"})
        facts = answer.get_json()
        assert (facts["kind"], facts["predicate"]) == ("attendance", None)
        assert facts["attended"] == paper.facts["attended_hundredths"]
        assert {module["mark"] for module in facts["modules"]} == {None}
        assert set(facts["marks"].values()) == {None}

    def test_corrected_copy_keeps_kind_and_number(self, app, citra, world):
        with app.app_context(), transaction():
            db.session.get_one(Person, world.agus).name = "Agus Salim, S.Sos."
        url = page_of(world, f"register/{papers(app)[0].id}/cetak-ulang")
        page = citra.get(url).get_data(as_text=True)
        shown = re.search(r'name="shown"[^>]*value="([0-9a-f]{64})"', page)[1]
        answer = citra.post(url, {"reason": "Gelar belum tercantum.", "shown": shown})
        assert answer.status_code == 303
        first, copy = papers(app)
        assert (copy.kind, copy.number, copy.edition) == (ATTENDANCE, first.number, 1)
        assert copy.facts["title"] == "SURAT KETERANGAN MENGIKUTI PELATIHAN"
        assert copy.facts["attended_hundredths"] == first.facts["attended_hundredths"]

    def test_copy_is_refused_once_the_settings_have_no_such_paper(self, app, citra, world):
        making.prepare_settings(app, world, making.CERTIFICATE)
        answer = citra.get(page_of(world, f"register/{papers(app)[0].id}/cetak-ulang"))
        assert answer.status_code == 409
        assert "Pengaturan surat keterangan sudah dihapus" in text_of(answer)

    def test_others_have_none(self, sign_in, world):
        own = page_of(world, "surat-keterangan-saya.pdf")
        assert sign_in(world.ani).get(own).status_code == 404
        assert sign_in(world.budi).get(own).status_code == 403
        assert sign_in(world.dewi).get(own).status_code == 404
