from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from certificates.document.facts import CertificateFacts
from certificates.register.models import Certificate, CertificateFile, Series
from courses.trainings.models import Role
from lms import files, jobs
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import shown_on

NEW_YEAR = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Banjarmasin
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


def page_of(world, name: str) -> str:
    return f"/pelatihan/{world.code}/{name}"


def certificates(app) -> list[Certificate]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Certificate).order_by(Certificate.id)))


@pytest.mark.smoke
def test_decided_trainees_get_numbered_certificates_with_frozen_bytes(app, citra, world, at):
    making.decide(app, world, world.ani_seat, world.agus_seat)
    at(making.AT)
    citra.sign_in(world.citra)
    confirm = citra.get(page_of(world, "terbitkan")).get_data(as_text=True)
    assert "800.2/0001/Dinsos/UJI/II/2024 s.d. 800.2/0002/Dinsos/UJI/II/2024" in confirm
    assert citra.post(page_of(world, "terbitkan")).status_code == 303
    assert [certificate.serial for certificate in certificates(app)] == [1, 2]
    assert "2 berkas sedang dibuat" in citra.get(page_of(world, "register")).get_data(as_text=True)
    with app.app_context():
        assert jobs.run_due() == 2
        for row in db.session.scalars(sa.select(CertificateFile)):
            assert files.store().get(row.file_key).startswith(b"%PDF-")


def test_facts_are_frozen_and_can_be_recomputed(app, world):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context(), transaction():
        db.session.get(Person, world.ani).name = "Ani Nama Baru"
    (certificate,) = certificates(app)
    facts = CertificateFacts.from_dict(certificate.facts)
    assert facts.recipient_name == "Ani Rahmawati"
    assert facts.digest() == certificate.facts_hash
    assert facts.lesson_hours == 10
    assert facts.specimen


def test_asking_twice_gives_the_same_certificate(app, citra, world):
    making.decide(app, world, world.ani_seat)
    for _ in range(2):
        citra.post(page_of(world, "terbitkan"))
    making.issue(app, world)
    assert len(certificates(app)) == 1
    with app.app_context():
        jobs.run_due()
        jobs.run_due()
        count = sa.select(sa.func.count()).select_from(CertificateFile)
        assert db.session.scalar(count) == 1


def test_file_whose_jobs_gave_up_is_made_later(app, world, at):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context():
        with transaction():
            job = db.session.scalars(sa.select(jobs.Job)).one()
            job.state, job.run_at = jobs.JobState.FAILED, making.AT
        count = sa.select(sa.func.count()).select_from(CertificateFile)
        at(making.AT + 14 * MINUTE)
        jobs.sweep()
        assert db.session.scalar(count) == 0, "not again within the quarter hour"
        at(making.AT + 16 * MINUTE)
        jobs.sweep()
        assert db.session.scalar(count) == 1


def _correct_the_name(app, world) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).name = "Ani Rahmawati, S.Sos."


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda app, world: making.decide(app, world, world.agus_seat),
        _correct_the_name,
    ],
)
def test_press_issues_what_its_page_showed_and_nothing_else(app, citra, world, meanwhile):
    making.decide(app, world, world.ani_seat)
    url = page_of(world, "terbitkan")
    seen = shown_on(citra.get(url).get_data(as_text=True))
    meanwhile(app, world)
    answer = citra.post(url, {"shown": seen}, follow_redirects=True)
    assert "Daftarnya berubah sejak halaman ini dibuka" in answer.get_data(as_text=True)
    assert certificates(app) == []
    seen = shown_on(citra.get(url).get_data(as_text=True))
    assert citra.post(url, {"shown": seen}).status_code == 303
    assert certificates(app)


def test_number_of_another_series_is_told_and_nothing_is_issued(app, citra, world, at):
    at(making.AT)
    citra.sign_in(world.citra)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    making.prepare_settings(app, world, {**making.CERTIFICATE, "series": "lain"})
    making.decide(app, world, world.agus_seat)
    answer = citra.post(page_of(world, "terbitkan"))
    assert answer.status_code == 409
    told = "800.2/0001/Dinsos/UJI/II/2024 sudah dipakai sertifikat lain"
    assert told in answer.get_data(as_text=True)
    console = app.test_cli_runner()
    result = console.invoke(args=["certificates", "issue", "--training", world.code])
    assert (result.exit_code, told in result.output) == (1, True)
    assert len(certificates(app)) == 1
    with app.app_context():
        assert list(db.session.scalars(sa.select(Series.name))) == ["uji"]


def test_what_keeps_a_file_from_being_made_is_told(app, citra, world):
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).name = "Ani 漢"
    making.decide(app, world, world.ani_seat, world.agus_seat)
    making.issue(app, world, render=True)
    page = " ".join(citra.get(page_of(world, "register")).get_data(as_text=True).split())
    assert page.count("belum berhasil dibuat") == 1
    assert "UJI/II/2024, Ani 漢: Huruf ini tidak dapat dicetak: 漢" in page
    assert "Agus Salim:" not in page


def test_nobody_undecided_gets_a_certificate(app, citra, world):
    assert "Tidak ada sertifikat" in citra.get(page_of(world, "terbitkan")).get_data(as_text=True)
    citra.post(page_of(world, "terbitkan"))
    assert certificates(app) == []


@pytest.mark.parametrize(
    ("moment", "number", "day"),
    [
        (datetime(2024, 1, 30, 23, 30, tzinfo=UTC), "800.2/0001/Dinsos/UJI/I/2024", "2024-01-31"),
        (
            datetime(2024, 12, 31, 15, 59, tzinfo=UTC),
            "800.2/0001/Dinsos/UJI/XII/2024",
            "2024-12-31",
        ),
        (NEW_YEAR, "800.2/0001/Dinsos/UJI/I/2025", "2025-01-01"),
    ],
)
def test_day_and_year_are_those_of_banjarmasin(app, world, moment, number, day):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, at=moment)
    (certificate,) = certificates(app)
    assert certificate.number == number
    assert certificate.facts["issued_on"] == day


def take_a_number_and_break() -> None:
    with transaction():
        db.session.add(Series(name="uji", year=2024, last_serial=1))
        db.session.flush()
        raise RuntimeError("power")


def test_failure_leaves_no_gap(app, world):
    making.decide(app, world, world.ani_seat)
    with app.app_context(), pytest.raises(RuntimeError, match="power"):
        take_a_number_and_break()
    making.issue(app, world)
    assert [certificate.serial for certificate in certificates(app)] == [1]


def test_certificate_rows_cannot_be_edited_even_by_sql(app, world):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context():
        for statement in ("UPDATE certificate SET number = 'x'", "DELETE FROM certificate"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
                db.session.execute(sa.text(statement))


class TestDownloads:
    @pytest.fixture(autouse=True)
    def issued(self, app, world):
        making.decide(app, world, world.ani_seat, world.agus_seat)
        self.ids = making.issue(app, world, render=True)

    def test_organiser_downloads_one(self, citra, world):
        answer = citra.get(page_of(world, f"register/{self.ids[0]}.pdf"))
        assert answer.data.startswith(b"%PDF-")
        assert "0001 Ani Rahmawati.pdf" in answer.headers["Content-Disposition"]

    def test_twice_downloaded_is_byte_for_byte_the_same(self, citra, world):
        url = page_of(world, f"register/{self.ids[0]}.pdf")
        assert citra.get(url).data == citra.get(url).data

    def test_trainee_downloads_the_own_one(self, sign_in, world):
        answer = sign_in(world.agus).get(page_of(world, "sertifikat-saya.pdf"))
        assert answer.data.startswith(b"%PDF-")
        assert "Agus Salim" in answer.headers["Content-Disposition"]

    def test_who_left_the_list_keeps_the_certificate_and_nothing_else(
        self, app, citra, sign_in, world
    ):
        citra.post(
            f"/pelatihan/{world.code}/peserta/{world.agus_seat}/keluarkan", {"reason": "Pindah."}
        )
        agus = sign_in(world.agus)
        answer = agus.get(page_of(world, "sertifikat-saya.pdf"))
        assert answer.data.startswith(b"%PDF-")
        assert "Agus Salim" in answer.headers["Content-Disposition"]
        for path in ("", "menuju-sertifikat", "modul", "hadir"):
            assert agus.get(page_of(world, path)).status_code == 404
        account = agus.get("/akun").get_data(as_text=True)
        assert page_of(world, "sertifikat-saya.pdf") in account
        assert agus.get("/akun/data.json").get_json()["sertifikat"][0]["dicabut"] is False

    def test_others_have_no_certificate_there(self, sign_in, world):
        own = page_of(world, "sertifikat-saya.pdf")
        assert sign_in(world.budi).get(own).status_code == 403
        assert sign_in(world.dewi).get(own).status_code == 404
        assert "sertifikat-saya" not in sign_in(world.dewi).get("/akun").get_data(as_text=True)

    def test_trainee_cannot_reach_another_s(self, sign_in, world):
        answer = sign_in(world.agus).get(page_of(world, f"register/{self.ids[0]}.pdf"))
        assert answer.status_code == 403

    def test_archive_holds_all(self, citra, world):
        archive = zipfile.ZipFile(io.BytesIO(citra.get(page_of(world, "register.zip")).data))
        assert archive.namelist() == ["0001 Ani Rahmawati.pdf", "0002 Agus Salim.pdf"]
        assert archive.testzip() is None

    def test_workbook_lists_all(self, citra, world):
        data = citra.get(page_of(world, "register.xlsx")).data
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        (line,) = [row for row in cells if "Ani Rahmawati" in row]
        assert "Specimen" in line
        assert "Sah" not in line

    def test_revoked_certificate_is_no_longer_given_out(self, citra, sign_in, world):
        url = page_of(world, f"register/{self.ids[0]}/cabut")
        assert citra.post(url, {"reason": "Data peserta keliru."}).status_code == 303
        assert citra.get(page_of(world, f"register/{self.ids[0]}.pdf")).status_code == 409
        assert sign_in(world.ani).get(page_of(world, "sertifikat-saya.pdf")).status_code == 409
        archive = zipfile.ZipFile(io.BytesIO(citra.get(page_of(world, "register.zip")).data))
        assert len(archive.namelist()) == 1

    def test_number_of_a_revoked_certificate_is_not_given_again(self, app, citra, world, at):
        at(making.AT)
        citra.sign_in(world.citra)
        citra.post(page_of(world, f"register/{self.ids[1]}/cabut"), {"reason": "Salah orang ini."})
        answer = citra.post(page_of(world, "terbitkan"), follow_redirects=True)
        assert "Tidak ada sertifikat yang menunggu terbit" in answer.get_data(as_text=True)
        assert len(certificates(app)) == 2, "a spent decision opens no way"
        making.decide(app, world, world.agus_seat)
        assert citra.post(page_of(world, "terbitkan")).status_code == 303
        assert [certificate.serial for certificate in certificates(app)] == [1, 2, 3]

    def test_revoking_twice_says_so(self, citra, world):
        url = page_of(world, f"register/{self.ids[0]}/cabut")
        citra.post(url, {"reason": "Data peserta keliru."})
        assert citra.post(url, {"reason": "Sekali lagi dicabut."}).status_code == 409

    @pytest.mark.parametrize("reason", ["", "singkat", "x" * 501])
    def test_revoking_needs_a_reason(self, citra, world, reason):
        url = page_of(world, f"register/{self.ids[0]}/cabut")
        answer = citra.post(url, {"reason": reason})
        assert answer.status_code == 422
        assert reason[:100] in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("who", "status"),
        [("citra", 200), ("eko", 200), ("budi", 403), ("ani", 403), ("dewi", 404)],
    )
    @pytest.mark.parametrize("page", ["register", "register.zip", "register.xlsx"])
    def test_who_may_read_the_register(self, sign_in, world, page, who, status):
        assert sign_in(getattr(world, who)).get(page_of(world, page)).status_code == status

    @pytest.mark.parametrize(("who", "status"), [("eko", 403), ("budi", 403), ("dewi", 404)])
    def test_only_the_organiser_revokes(self, sign_in, world, who, status):
        url = page_of(world, f"register/{self.ids[0]}/cabut")
        answer = sign_in(getattr(world, who)).post(url, {"reason": "Data peserta keliru."})
        assert answer.status_code == status

    def test_certificate_of_another_training_is_not_found(self, app, sign_in, world):
        training_id, _meetings, _modules = factories.make_training(app, "bimtek-lain")
        factories.enrol(app, training_id, world.dewi, Role.ORGANISER)
        url = f"/pelatihan/bimtek-lain/register/{self.ids[0]}.pdf"
        assert sign_in(world.dewi).get(url).status_code == 404
