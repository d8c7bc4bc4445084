"""Each state on the public page: its word, its sign, its JSON, and no other."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from certificates.desk.services import keep_signed
from certificates.register.models import Certificate, CertificateFile
from certificates.register.services import revoke
from lms import files
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import change_settings
from tests.certificates.register.test_reissuing import page_of
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    authority,
    install,
    key_file,
    make_key,
    password_file,
)
from tests.factories import WITA

WORDS = {
    "valid": "SAH",
    "revoked": "DICABUT",
    "cancelled": "DIBATALKAN",
    "replaced": "DIGANTIKAN OLEH CETAK ULANG 1",
    "suspended": "DITANGGUHKAN",
    "expired": "KEDALUWARSA",
    "awaiting signature": "MENUNGGU TANDA TANGAN",
}
JSON = {"Accept": "application/json"}
VERDICT = re.compile(r'<p class="verdict__word">([^<]+)</p>')
LAST_DAY = datetime(2025, 2, 2, 23, 59, 59, tzinfo=WITA)


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    return world


@pytest.fixture
def brought(app, sign_in, world, at, install, key_file):  # noqa: F811
    """`brought("revoked")` gives the code of a real certificate in that state."""

    def bring(state: str) -> str:
        awaits = state == "awaiting signature"
        change_settings(app, world, signer="basah" if awaits else "kantor", valid_years=1)
        install(key_file)
        citra = sign_in(world.citra)
        assert citra.post(page_of(world, "terbitkan")).status_code == 303
        with app.app_context():
            from lms import jobs  # noqa: PLC0415

            jobs.run_due()
            code = db.session.scalar(sa.select(Certificate.code))
        BRING.get(state, lambda *_: None)(citra, world, at)
        return code

    return bring


def _revoke(citra, world, at) -> None:
    form = {"reason": "Data peserta keliru."}
    assert citra.post(page_of(world, "register/1/cabut"), form).status_code == 303


def _cancel(citra, world, at) -> None:
    form = {"reason": "Data peserta keliru."}
    assert citra.post(page_of(world, "register/batal/1"), form).status_code == 303


def _replace(citra, world, at) -> None:
    url = page_of(world, "register/1/cetak-ulang")
    shown = re.search(r'value="([0-9a-f]{64})"', citra.get(url).get_data(as_text=True))
    form = {"reason": "Data peserta keliru.", "shown": shown[1]}
    assert citra.post(url, form).status_code == 303


def _suspend(citra, world, at) -> None:
    url = page_of(world, f"hadir/h2-siang/peserta/{world.ani_seat}")
    fields = {"expected": "1", "reason": "Keliru dicatat", "status": "absent"}
    assert citra.post(url, fields).status_code == 303


def _expire(citra, world, at) -> None:
    at(LAST_DAY + timedelta(seconds=1))


BRING = {
    "revoked": _revoke,
    "cancelled": _cancel,
    "replaced": _replace,
    "suspended": _suspend,
    "expired": _expire,
}


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.parametrize("state", list(WORDS))
def test_page_and_program_say_the_state(browser, brought, state):
    code = brought(state)
    answer = browser.get(f"/v/{code}")
    assert answer.status_code == 200
    page = text_of(answer)
    assert VERDICT.findall(page) == [WORDS[state]]
    assert "Sertifikat kompetensi" in page
    told = browser.get(f"/v/{code}", headers=JSON).json
    assert told["status"] == ("revoked" if state == "cancelled" else state)
    assert told["kind"] == "competence"
    assert told.get("revocation_kind") == {"revoked": "revoked", "cancelled": "cancelled"}.get(
        state
    )


@pytest.mark.parametrize("state", [state for state in WORDS if state != "valid"])
def test_what_does_not_count_is_called_valid_nowhere(browser, brought, state):
    code = brought(state)
    assert not re.search(r"\bsah\b", text_of(browser.get(f"/v/{code}")), re.IGNORECASE)
    assert '"valid"' not in browser.get(f"/v/{code}", headers=JSON).get_data(as_text=True)


@pytest.mark.parametrize("state", list(WORDS))
def test_the_dropped_file_says_the_same(app, browser, brought, state):
    brought(state)
    with app.app_context():
        row = db.session.scalars(sa.select(CertificateFile).order_by(CertificateFile.id)).first()
        data = files.store().get(row.file_key) if row else b""
    if not data:
        assert state == "awaiting signature"
        return
    form = {"file": (io.BytesIO(data), "satu.pdf")}
    options = {"content_type": "multipart/form-data"}
    (word,) = VERDICT.findall(text_of(browser.post("/v/berkas", form, **options)))
    assert word == ("ASLI" if state == "valid" else f"ASLI, TETAPI {WORDS[state]}")
    form = {"file": (io.BytesIO(data), "satu.pdf")}
    told = browser.post("/v/berkas", form, headers=JSON, **options).json
    assert told["finding"] == "genuine"
    assert told["status"] == ("revoked" if state == "cancelled" else state)


@pytest.mark.parametrize("state", list(WORDS))
def test_console_says_the_same_of_the_file(app, brought, tmp_path, state):
    brought(state)
    with app.app_context():
        row = db.session.scalars(sa.select(CertificateFile).order_by(CertificateFile.id)).first()
        if row is None:
            assert state == "awaiting signature"
            return
        path = tmp_path / "satu.pdf"
        path.write_bytes(files.store().get(row.file_key))
    answer = app.test_cli_runner().invoke(args=["certificates", "verify", str(path)])
    assert answer.exit_code == (0 if state == "valid" else 1)
    assert answer.output.startswith(WORDS[state].removesuffix(" OLEH CETAK ULANG 1"))


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (LAST_DAY - timedelta(days=300), "valid"),
        (LAST_DAY, "valid"),
        (LAST_DAY + timedelta(seconds=1), "expired"),
        (LAST_DAY + timedelta(days=900), "expired"),
    ],
)
def test_the_last_day_in_banjarmasin_still_counts(
    browser, brought, sign_in, world, at, moment, status
):
    code = brought("valid")
    at(moment)
    told = browser.get(f"/v/{code}", headers=JSON).json
    assert (told["status"], told["valid_until"]) == (status, "2025-02-02")
    page = text_of(browser.get(f"/v/{code}"))
    assert ("Kedaluwarsa sejak 3 Februari 2025" in page) is (status == "expired")
    own = text_of(sign_in(world.ani).get(page_of(world, "menuju-sertifikat")))
    assert ("kedaluwarsa sejak 3 Februari 2025" in own) is (status == "expired")
    assert "2 Februari 2025" in page


def test_without_a_term_it_never_expires(app, browser, world, at):
    making.issue(app, world)
    with app.app_context():
        code = db.session.scalar(sa.select(Certificate.code))
    at(LAST_DAY + timedelta(days=9000))
    told = browser.get(f"/v/{code}", headers=JSON).json
    assert (told["status"], told["valid_until"]) == ("specimen", None)


def test_time_of_the_signature_is_the_server_s(browser, brought):
    page = text_of(browser.get(f"/v/{brought('valid')}"))
    assert "menurut waktu server" in page
    assert "stempel waktu" not in page


def test_time_of_a_scan_is_the_server_s(app, browser, brought, world):
    code = brought("awaiting signature")
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate)).one()
        key = files.store().put(b"%PDF-scan", ".pdf")
        with transaction():
            keep_signed(
                certificate, b"%PDF-scan", key, signature="wet", token=None,
                actor_id=world.citra, at=making.AT,
            )  # fmt: skip
    assert "menurut waktu server" in text_of(browser.get(f"/v/{code}"))


def test_specimen_says_so_in_every_state(app, browser, world):
    (certificate_id,) = making.issue(app, world)
    with app.app_context():
        row = db.session.get_one(Certificate, certificate_id)
        code = row.code
        with transaction():
            revoke(row, reason="Data peserta keliru.", actor_id=world.citra, at=making.AT)
    assert "SPECIMEN" in text_of(browser.get(f"/v/{code}"))


@pytest.mark.parametrize(
    "code", ["", " ", "A" * 500, "é" * 500, "\u0000", "１２３４", "../..", "🙂"]
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_code_whatever_breaks_it(browser, code, accept):
    typed = browser.get("/v", query_string={"kode": code}, headers={"Accept": accept})
    assert typed.status_code < 500
    named = browser.get("/v/" + code, headers={"Accept": accept})
    assert named.status_code < 500
    if accept == "application/json" and named.status_code == 404 and named.json:
        assert named.json.get("status", "unknown") == "unknown"
