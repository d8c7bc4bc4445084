"""A file dropped on the public check: genuine, changed, or none of ours."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from certificates.desk.sheets import preview
from certificates.register.models import Certificate, CertificateFile, CertificateOriginal
from certificates.register.services import revoke
from certificates.signing.kinds import BY_PASSPHRASE
from certificates.verification.forms import MOST_BYTES
from lms import files
from lms.db import db, transaction
from lms.web import limiter
from tests.certificates import making
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    PASSWORD,
    authority,
    bsre,
    connect,
    install,
    key_file,
    make_key,
    on_desk,
    password_file,
    world,
)
from tests.certificates.signing.fakes import FakeBsre
from tests.certificates.signing.test_wet import SCAN

WAYS = ("specimen", "kantor", "kunci", "bsre")


@pytest.fixture
def drop(browser):
    def send(data: bytes, name: str = "sertifikat.pdf", **options):
        fields = {"file": (io.BytesIO(data), name)}
        return browser.post("/v/berkas", fields, content_type="multipart/form-data", **options)

    return send


@pytest.fixture
def made(app, request, on_desk, world, sign_in):  # noqa: F811
    """`made("bsre")` gives the bytes of a certificate that was signed that way."""

    def make(way: str) -> bytes:
        if way == "bsre":
            request.getfixturevalue("connect")
        elif way != "specimen":
            password = {"password": ""} if way == "kunci" else {}  # only the signatory's opens it
            request.getfixturevalue("install")(request.getfixturevalue("key_file"), **password)
        ids = on_desk("kantor" if way == "specimen" else way)
        if way in BY_PASSPHRASE:
            passphrase = FakeBsre.PASSPHRASE if way == "bsre" else PASSWORD
            sign_in(world.eko).post(
                f"/pelatihan/{world.code}/tanda-tangan",
                {"signer": way, "certificate": ids, "passphrase": passphrase},
            )
        with app.app_context():
            row = db.session.scalars(sa.select(CertificateFile).order_by(CertificateFile.id))
            return files.store().get(row.first().file_key)

    return make


@pytest.mark.parametrize("way", WAYS)
def test_genuine_file_is_known_and_one_flipped_byte_is_caught(app, made, drop, tmp_path, way):
    genuine = made(way)
    page = drop(genuine).get_data(as_text=True)
    assert ("SPECIMEN" if way == "specimen" else "ASLI") in page
    assert ("tanda tangan elektronik di dalamnya utuh" in page.lower()) is (way != "specimen")
    console = app.test_cli_runner()
    path = tmp_path / "one.pdf"
    for place in (20, len(genuine) // 2, len(genuine) - 8):
        forged = bytearray(genuine)
        forged[place] ^= 1
        answer = drop(bytes(forged))
        assert "DIUBAH" in answer.get_data(as_text=True)
        assert "ASLI" not in answer.get_data(as_text=True)
        path.write_bytes(forged)
        assert console.invoke(args=["certificates", "verify", str(path)]).exit_code == 1


def test_what_was_added_behind_is_told(made, drop):
    answer = drop(made("kantor") + b"\n% LUNAS")
    assert "ditambahkan pada berkas ini" in answer.get_data(as_text=True)


def test_revoked_file_is_genuine_and_not_valid(app, made, drop, world):  # noqa: F811
    data = made("kantor")
    with app.app_context(), transaction():
        row = db.session.scalars(sa.select(Certificate).order_by(Certificate.id)).first()
        revoke(row, reason="Data peserta keliru.", actor_id=world.citra, at=making.AT)
    page = drop(data).get_data(as_text=True)
    assert "ASLI, TETAPI DICABUT" in page
    assert "Data peserta keliru." in page


def test_sheet_to_be_signed_by_hand_is_no_certificate(app, on_desk, drop):  # noqa: F811
    on_desk("basah")
    with app.app_context():
        original = db.session.scalars(sa.select(CertificateOriginal)).first()
        data = files.store().get(original.file_key)
    assert "BELUM DITANDATANGANI" in drop(data).get_data(as_text=True)
    assert "DIUBAH" in drop(preview(data)).get_data(as_text=True)


def test_scan_of_a_pen_s_paper_is_known(app, world, on_desk, drop, sign_in):  # noqa: F811
    (certificate_id, _) = on_desk("basah")
    fields = {"scan": (io.BytesIO(SCAN), "pindai.pdf")}
    address = f"/pelatihan/{world.code}/tanda-tangan/{certificate_id}/pindaian"
    sign_in(world.citra).post(address, fields, content_type="multipart/form-data")
    with app.app_context():
        row = db.session.scalars(sa.select(CertificateFile)).one()
        scan = files.store().get(row.file_key)
    assert "ASLI" in drop(scan).get_data(as_text=True)
    for place in (len(scan) // 2, len(scan) - 8):
        forged = bytearray(scan)
        forged[place] ^= 1
        page = drop(bytes(forged)).get_data(as_text=True)
        assert "ASLI" not in page
        assert "BUKAN DARI SINI" in page, "a picture of a paper does not say whose it is"


@pytest.mark.parametrize(
    "data", [b"x", b"%PDF-1.7\n%%EOF", b"<pdf:Keywords>AAAABBBBCCCC</pdf:Keywords>"]
)
def test_file_of_others_is_none_of_ours(app, drop, data):
    answer = drop(data)
    assert answer.status_code == 200
    assert "BUKAN DARI SINI" in answer.get_data(as_text=True)


def test_program_gets_json(made, drop):
    answer = drop(made("kantor"), headers={"Accept": "application/json"})
    assert answer.json["finding"] == "genuine"
    assert answer.json["number"].startswith("800.2/0001/")


def test_changed_file_has_no_share_in_the_state_of_the_genuine_one(made, drop):
    answer = drop(made("kantor") + b"x", headers={"Accept": "application/json"})
    assert (answer.json["finding"], answer.json["status"]) == ("added to", "unknown")


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "", "Pilih berkas PDF sertifikatnya."),
        (b"x" * (MOST_BYTES + 1), "a.pdf", "Berkas ini lebih besar dari 6 MB."),
    ],
)
def test_no_file_and_a_huge_one_are_refused_in_words(browser, data, name, why):
    """The body is written by hand: the test client would leave a large file open."""
    parts = (
        b'--B\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
        browser.csrf_token().encode(),
        b'\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
        % name.encode(),
        b"Content-Type: application/pdf\r\n\r\n",
        data,
        b"\r\n--B--\r\n",
    )
    answer = browser.client.post(
        "/v/berkas", data=b"".join(parts), content_type="multipart/form-data; boundary=B"
    )
    assert answer.status_code == 422
    assert why in answer.get_data(as_text=True)


def test_files_are_throttled(browser):
    token = browser.csrf_token()
    limiter.reset()
    limiter.enabled = True
    try:
        answers = [
            browser.client.post(
                "/v/berkas", data={"csrf_token": token, "file": (io.BytesIO(b"x"), "a.pdf")}
            ).status_code
            for _ in range(21)
        ]
    finally:
        limiter.enabled = False
    assert answers == [200] * 20 + [429]
