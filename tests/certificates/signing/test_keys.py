"""A key that cannot sign is named by its fault: at the start, on the console, before a number."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from certificates import signing
from certificates.register.models import Certificate, Series
from certificates.signing import keys
from certificates.signing.keys import KeyFault
from lms.db import db
from tests.certificates import making
from tests.certificates.signing.conftest import key_usage

BEFORE, AFTER = datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 2, 3, tzinfo=UTC)


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["certificates", *args])


@pytest.mark.parametrize(("kind", "algorithm"), [("P-256", "ECDSA P-256"), ("RSA 2048",) * 2])
def test_console_shows_whose_key_it_is_and_until_when(
    run, world, install, make_key, kind, algorithm
):
    install(make_key(kind))
    answer = run("key")
    assert answer.exit_code == 0
    for fact in ("CN=Dinas Sosial Contoh", "CN=CA Contoh", algorithm, "s.d. 1 Januari 2040"):
        assert fact in answer.output


def test_console_says_that_without_a_key_there_are_specimens_only(run, world):
    answer = run("key")
    assert (answer.exit_code, "SPECIMEN" in answer.output) == (0, True)


@pytest.fixture
def faulty(make_key, password_file, tmp_path):
    """`faulty("…")` gives the key file, the password file and what is said of them."""

    def make(what: str):
        absent, other = tmp_path / "tidak-ada", tmp_path / "lain"
        other.write_text("bukan kata sandinya")
        return {
            "missing": lambda: (absent, password_file, "berkas kunci tidak ada"),
            "a folder": lambda: (tmp_path, password_file, "berkas kunci tidak ada"),
            "no password file": lambda: (make_key(), absent, "berkas kata sandi kunci tidak ada"),
            "wrong password": lambda: (make_key(), other, "kata sandinya salah"),
            "no password": lambda: (make_key(), "", "kata sandinya salah"),
            "not a key": lambda: (other, password_file, "bukan PKCS#12"),
            "expired": lambda: (make_key(end=BEFORE), password_file, "berakhir pada 1 Februari"),
            "too early": lambda: (make_key(start=AFTER), password_file, "mulai 3 Februari 2024"),
            "short": lambda: (make_key("RSA 1024"), password_file, "bukan ECDSA P-256 atau RSA"),
            "other curve": lambda: (make_key("P-384"), password_file, "bukan ECDSA P-256 atau RSA"),
            "other kind": lambda: (make_key("Ed25519"), password_file, "bukan ECDSA P-256"),
            "other use": lambda: (
                make_key(usage=key_usage(key_encipherment=True)),
                password_file,
                "bukan untuk tanda tangan",
            ),
        }[what]()

    return make


FAULTS = (
    "missing", "a folder", "no password file", "wrong password", "no password", "not a key",
    "expired", "too early", "short", "other curve", "other kind", "other use",
)  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_key_that_cannot_sign_lets_nothing_be_issued(
    app, run, world, sign_in, install, faulty, what
):
    key_file, password, fault = faulty(what)
    install(key_file, password)
    answer = run("key")
    assert (answer.exit_code, fault in answer.output) == (1, True), answer.output
    citra = sign_in(world.citra)
    for ask in (citra.get, citra.post):
        answer = ask(f"/pelatihan/{world.code}/terbitkan")
        assert answer.status_code == 409
        assert "Kunci tanda tangan kantor tidak dapat dipakai" in answer.get_data(as_text=True)
        assert fault in answer.get_data(as_text=True)
    assert run("issue", "--training", world.code).exit_code == 1
    with app.app_context():
        assert db.session.scalar(sa.select(Certificate.id)) is None
        assert db.session.scalar(sa.select(Series.id)) is None, "no number was taken"


def test_faults_never_repeat_the_password(make_key, tmp_path):
    password = tmp_path / "salah"
    password.write_text("kata sandi yang keliru")
    with pytest.raises(KeyFault) as fault:
        keys.read(make_key(), password)
    assert "keliru" not in str(fault.value)


def test_key_itself_is_never_shown(key_file, password_file):
    assert "private" not in repr(keys.read(key_file, password_file))


def test_start_of_the_application_names_the_fault(app, monkeypatch, caplog, tmp_path):
    settings = replace(app.config["SETTINGS"], signing_key_file=str(tmp_path / "tidak-ada.p12"))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setitem(app.extensions, "signing", None)
    with caplog.at_level(logging.ERROR):
        signing.init_app(app)
    (record,) = caplog.records
    assert record.getMessage() == "signing key cannot be used"
    assert record.fault == "berkas kunci tidak ada atau tidak dapat dibaca"


def test_file_put_right_is_taken_without_a_new_start(app, world, install, make_key, tmp_path):
    path = tmp_path / "kantor.p12"
    install(path)
    with app.app_context():
        with pytest.raises(KeyFault):
            signing.safe().key(making.AT)
        path.write_bytes(make_key().read_bytes())
        first = signing.safe().key(making.AT)
        path.unlink()
        assert signing.safe().key(making.AT) is first, "read once, then reused"
