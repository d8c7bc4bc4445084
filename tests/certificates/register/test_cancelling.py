"""A whole batch taken back within ten minutes: numbers stay used, decisions are free again."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate, CertificateFile, Revocation, RevocationKind
from certificates.register.rendering import render_certificate
from courses.trainings.models import Role
from lms import clock, jobs
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.jobs import Job
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import certificates, page_of

MINUTE = timedelta(minutes=1)
WHY = "Diterbitkan terlalu dini."


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


@pytest.fixture
def citra(sign_in, world, issued):
    return sign_in(world.citra)


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def revocations(app) -> list[tuple[int, RevocationKind]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Revocation).order_by(Revocation.certificate_id))
        return [(row.certificate_id, row.kind) for row in rows]


@pytest.mark.smoke
def test_one_press_takes_all_back(app, browser, citra, world, issued, cancel, status):
    page = text_of(citra.get(page_of(world, "register")))
    assert "Batalkan 2 sertifikat yang baru terbit" in page
    assert "Sampai pukul 10.10 WITA" in page
    look = text_of(citra.get(page_of(world, "register/batal/1")))
    assert "Ani Rahmawati" in look
    assert "Agus Salim" in look
    assert cancel(citra).status_code == 303
    assert revocations(app) == [(each, RevocationKind.CANCELLED) for each in issued]
    for certificate in certificates(app):
        page = text_of(browser.get(f"/v/{certificate.code}"))
        assert "DIBATALKAN" in page
        assert "Dibatalkan pada 2 Februari 2024" in page
        assert WHY in page
        assert status(certificate.code) == "revoked"
    assert citra.get(page_of(world, f"register/{issued[0]}.pdf")).status_code == 409
    assert "Batalkan" not in text_of(citra.get(page_of(world, "register")))


def test_the_decisions_are_free_and_the_numbers_are_not(app, citra, world, issued, cancel):
    cancel(citra)
    assert "Terbitkan 2 sertifikat" in text_of(citra.get(page_of(world, "keputusan")))
    assert citra.post(page_of(world, "terbitkan")).status_code == 303
    found = certificates(app)
    assert [each.serial for each in found] == [1, 2, 3, 4]
    assert [each.turn for each in found] == [0, 0, 1, 1]
    assert [each.edition for each in found] == [0, 0, 0, 0]
    assert {each.decision_id for each in found[2:]} == {each.decision_id for each in found[:2]}
    data = citra.get(page_of(world, "register.xlsx")).data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    states = [row[7].value for row in sheet.iter_rows() if str(row[0].value).startswith("800.2/")]
    assert states == ["Dibatalkan", "Dibatalkan", "Specimen", "Specimen"]
    jobs_of(app)
    assert citra.get(page_of(world, f"register/{found[2].id}.pdf")).status_code == 200


def jobs_of(app) -> None:
    with app.app_context():
        jobs.run_due()


def test_a_revoked_one_of_the_batch_stays_revoked(app, citra, world, issued, cancel):
    citra.post(page_of(world, f"register/{issued[0]}/cabut"), {"reason": "Data peserta keliru."})
    assert "Batalkan 1 sertifikat" in text_of(citra.get(page_of(world, "register")))
    cancel(citra)
    assert revocations(app) == [
        (issued[0], RevocationKind.REVOKED), (issued[1], RevocationKind.CANCELLED),
    ]  # fmt: skip
    citra.post(page_of(world, "terbitkan"))
    assert [each.serial for each in certificates(app)] == [1, 2, 3], "a spent decision stays spent"


def test_a_copy_goes_with_its_batch(app, citra, world, issued, cancel, reissue, status):
    reissue(citra, issued[0])
    assert "Batalkan 2 sertifikat" in text_of(citra.get(page_of(world, "register")))
    assert cancel(citra).status_code == 303
    assert [status(each.code) for each in certificates(app)] == ["revoked"] * 3
    citra.post(page_of(world, "terbitkan"))
    assert sorted(each.turn for each in certificates(app)[3:]) == [1, 2]


def test_only_that_batch(app, citra, world, issued, cancel):
    seat = factories.make_trainees(app, world.training_id, 1)[0]
    making.complete(app, world, seat)
    making.decide(app, world, seat)
    citra.post(page_of(world, "terbitkan"))
    page = text_of(citra.get(page_of(world, "register")))
    assert "Batalkan 2 sertifikat" in page
    assert "Batalkan 1 sertifikat" in page
    cancel(citra, 2)
    assert [each for each, _kind in revocations(app)] == [3]


def test_twice_comes_to_the_same_end(app, citra, world, issued, cancel, at):
    assert cancel(citra).status_code == 303
    assert cancel(citra).status_code == 303
    at(making.AT + 15 * MINUTE)
    assert cancel(citra, reason="Sekali lagi ditekan.").status_code == 303
    assert len(revocations(app)) == 2
    citra.sign_in(world.citra)
    assert "Tidak ada lagi" in text_of(citra.get(page_of(world, "register/batal/1")))


@pytest.mark.parametrize(
    ("after", "count"),
    [(10 * MINUTE, 2), (10 * MINUTE + timedelta(microseconds=1), 0), (11 * MINUTE, 0)],
)
def test_after_ten_minutes_it_is_refused_in_words(app, citra, world, cancel, at, after, count):
    at(making.AT + after)
    assert ("Batalkan 2" in text_of(citra.get(page_of(world, "register")))) is (count == 2)
    answer = cancel(citra)
    assert answer.status_code == (303 if count else 409)
    assert len(revocations(app)) == count
    if not count:
        assert "satu per satu" in text_of(answer)
        citra.sign_in(world.citra)
        assert "satu per satu" in text_of(citra.get(page_of(world, "register/batal/1")))


@pytest.mark.parametrize("reason", ["", "singkat", "x" * 501])
def test_it_needs_a_reason(app, citra, issued, cancel, reason):
    answer = cancel(citra, reason=reason)
    assert answer.status_code == 422
    assert reason[:100] in answer.get_data(as_text=True)
    assert revocations(app) == []


@pytest.mark.parametrize(
    ("who", "status"), [("eko", 403), ("budi", 403), ("ani", 403), ("dewi", 404)]
)
def test_only_the_organiser(app, sign_in, world, issued, cancel, who, status):
    browser = sign_in(getattr(world, who))
    assert browser.get(page_of(world, "register/batal/1")).status_code == status
    assert cancel(browser).status_code == status
    assert "Batalkan" not in browser.get(page_of(world, "register")).get_data(as_text=True)
    assert revocations(app) == []


def test_of_another_training_or_of_nobody_is_not_found(app, sign_in, citra, world, issued, cancel):
    assert cancel(citra, 99).status_code == 404
    training_id, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, training_id, world.dewi, Role.ORGANISER)
    url = "/pelatihan/bimtek-lain/register/batal/1"
    assert sign_in(world.dewi).post(url, {"reason": WHY}).status_code == 404
    assert revocations(app) == []


def test_each_is_in_the_audit_log(app, citra, world, issued, cancel):
    cancel(citra)
    with app.app_context():
        found = sa.select(AuditEntry).filter_by(action="certificate.cancelled")
        entries = db.session.scalars(found.order_by(AuditEntry.id)).all()
        assert [(each.subject_id, each.reason) for each in entries] == [
            (certificate_id, WHY) for certificate_id in issued
        ]


def test_trainee_reads_why(app, sign_in, citra, world, issued, cancel):
    cancel(citra)
    ani = sign_in(world.ani)
    page = text_of(ani.get(page_of(world, "menuju-sertifikat")))
    assert "dibatalkan pada 2 Februari 2024" in page
    assert WHY in page
    assert "Dibatalkan" in text_of(ani.get("/akun"))
    assert ani.get(page_of(world, "sertifikat-saya.pdf")).status_code == 409


class TestFilesUnderWay:
    """No file is kept of what was taken back."""

    @pytest.fixture
    def issued(self, app, world) -> list[int]:
        making.decide(app, world, world.ani_seat, world.agus_seat)
        return making.issue(app, world)

    def files(self, app) -> int:
        with app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(CertificateFile)) or 0

    def test_not_begun(self, app, citra, world, issued, cancel, at):
        cancel(citra)
        with app.app_context():
            assert jobs.run_due() == 2
        assert self.files(app) == 0
        at(making.AT + 30 * MINUTE)
        with app.app_context():
            jobs.sweep()
            left = sa.select(sa.func.count()).select_from(Job).where(Job.state == "queued")
            assert db.session.scalar(left) == 0
        assert self.files(app) == 0

    def test_cancelled_while_it_is_rendered(self, app, citra, issued, cancel):
        """The clock is read when the document is made and not yet kept."""
        pressed: list[int] = []

        def now():
            if not pressed:
                pressed.append(1)
                pressed.append(cancel(citra).status_code)
            return making.AT

        with app.app_context():
            clock.use(now)
            render_certificate(issued[0])
        assert pressed == [1, 303]
        assert self.files(app) == 0

    def test_closing_does_not_wait_for_them(self, citra, world, issued, cancel):
        url = page_of(world, "tutup")
        assert "Berkas sertifikat belum selesai dibuat" in text_of(citra.get(url))
        cancel(citra)
        assert "Berkas sertifikat belum selesai dibuat" not in text_of(citra.get(url))


def test_row_cannot_be_taken_away_again(app, citra, cancel):
    cancel(citra)
    with app.app_context(), pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
        db.session.execute(sa.text("DELETE FROM revocation"))
    assert len(certificates(app)) == 2
    assert Certificate.__table__.c.batch_id.nullable
