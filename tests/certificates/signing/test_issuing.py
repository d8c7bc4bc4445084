"""From the office's key to the public page: signed when it is no specimen, and said so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate, CertificateFile
from certificates.signing import checking
from lms import files, jobs
from lms.db import db
from lms.jobs import Job, JobState
from tests.certificates import making

SENTENCE = (
    "Ditandatangani secara elektronik dengan sertifikat kantor (bukan BSrE) "
    "pada 2 Februari 2024 pukul 10.00 WITA menurut waktu server."
)


def issue(app, citra, world) -> Certificate:
    assert citra.post(f"/pelatihan/{world.code}/terbitkan").status_code == 303
    with app.app_context():
        jobs.run_due()
        return db.session.scalars(sa.select(Certificate)).one()


def kept(app) -> tuple[str, bytes]:
    with app.app_context():
        file = db.session.scalars(sa.select(CertificateFile)).one()
        return file.signature, files.store().get(file.file_key)


def as_json(browser, certificate):
    return browser.get(f"/v/{certificate.code}", headers={"Accept": "application/json"}).json


def test_with_the_office_s_key_the_file_is_signed_and_the_page_says_how(
    app, world, sign_in, browser, install, key_file
):
    install(key_file)
    citra = sign_in(world.citra)
    confirm = citra.get(f"/pelatihan/{world.code}/terbitkan").get_data(as_text=True)
    assert "SPECIMEN" not in confirm
    assert "(bukan BSrE) milik Dinas Sosial Contoh, berlaku sampai 1 Januari 2040" in confirm
    certificate = issue(app, citra, world)
    assert not certificate.is_specimen
    signature, data = kept(app)
    assert signature == "pades"
    found = checking.read(data)
    assert found.is_intact
    assert found.claimed_at == making.AT
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "SAH" in page
    assert SENTENCE in page
    assert page.count("BSrE") == 1, "never a claim to be BSrE's"
    assert as_json(browser, certificate)["signature"] == "pades"


def test_specimen_is_never_signed_even_if_a_key_is_there_when_it_is_made(
    app, world, browser, install, key_file
):
    making.issue(app, world)
    install(key_file)
    with app.app_context():
        jobs.run_due()
        certificate = db.session.scalars(sa.select(Certificate)).one()
    signature, data = kept(app)
    assert signature == "none"
    assert checking.read(data) is None
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "Ditandatangani secara elektronik" not in page
    assert "BSrE" not in page
    assert as_json(browser, certificate)["signature"] == "none"


def test_without_its_key_a_certificate_waits_rather_than_go_out_unsigned(
    app, world, sign_in, browser, install, key_file, at
):
    install(key_file)
    citra = sign_in(world.citra)
    assert citra.post(f"/pelatihan/{world.code}/terbitkan").status_code == 303
    install("")
    with app.app_context():
        jobs.run_due()
        job = db.session.scalars(sa.select(Job)).one()
        assert (job.state, "KeyFault" in job.error) == (JobState.QUEUED, True)
        assert db.session.scalar(sa.select(CertificateFile.id)) is None
        certificate = db.session.scalars(sa.select(Certificate)).one()
        retry = job.run_at
    assert as_json(browser, certificate)["signature"] == "none"
    install(key_file)
    at(retry)
    with app.app_context():
        jobs.run_due()
    assert kept(app)[0] == "pades"


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["certificates", *args])


class TestVerifyOnTheConsole:
    @pytest.fixture(autouse=True)
    def issued(self, app, run, world, install, key_file, tmp_path):
        install(key_file)
        assert "1 sertifikat terbit." in run("issue", "--training", world.code).output
        self.path = tmp_path / "one.pdf"
        self.path.write_bytes(kept(app)[1])

    def test_genuine_file_has_a_whole_signature_of_this_office(self, run):
        answer = run("verify", str(self.path))
        assert answer.exit_code == 0, answer.output
        for said in (
            "SAH", "utuh, mencakup seluruh berkas", "CN=Dinas Sosial Contoh",
            "2 Februari 2024 pukul 10.00 WITA", "server ini: sama",
        ):  # fmt: skip
            assert said in answer.output

    def test_changed_file_is_named_as_broken(self, run):
        data = bytearray(self.path.read_bytes())
        data[len(data) // 2] ^= 1
        self.path.write_bytes(data)
        answer = run("verify", str(self.path))
        assert answer.exit_code == 1
        assert "TIDAK DITEMUKAN" in answer.output
        assert "utuh" not in answer.output

    def test_signature_of_another_key_is_told_apart(self, run, install, make_key):
        install(make_key())
        assert "server ini: lain" in run("verify", str(self.path)).output

    def test_comparison_is_left_out_when_no_key_can_be_opened(self, run, install):
        install("")
        answer = run("verify", str(self.path))
        assert (answer.exit_code, "server ini" in answer.output) == (0, False)
