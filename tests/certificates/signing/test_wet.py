"""Signed by hand: printed, signed on paper, scanned back."""

from __future__ import annotations

import hashlib
import io

import pytest
import sqlalchemy as sa
from PIL import Image

from certificates.register.models import Certificate, CertificateFile, CertificateOriginal
from certificates.signing import checking
from lms import files
from lms.db import db
from tests.certificates import making

SCAN = b"%PDF-1.4\n% lembar yang sudah ditandatangani dan dipindai\n%%EOF\n"


@pytest.fixture
def waiting(on_desk) -> list[int]:
    return on_desk("basah")


@pytest.fixture
def desk(world):
    return f"/pelatihan/{world.code}/tanda-tangan"


@pytest.fixture
def bring(sign_in, world, desk):
    """Bring back the scan of a certificate, as the organiser."""

    def send(certificate_id: int, data: bytes, name: str = "pindai.pdf", who: int | None = None):
        fields = {"scan": (io.BytesIO(data), name)}
        person = sign_in(who or world.citra)
        return person.post(
            f"{desk}/{certificate_id}/pindaian", fields, content_type="multipart/form-data"
        )

    return send


def photo(kind: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(output, kind)
    return output.getvalue()


def kept(app) -> list[tuple[str, str, bytes]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(CertificateFile).order_by(CertificateFile.id))
        return [(row.signature, row.sha256, files.store().get(row.file_key)) for row in rows]


def test_all_are_printed_as_one_file_with_room_for_a_pen_and_no_claim(
    app, waiting, sign_in, world, desk, tmp_path
):
    data = sign_in(world.citra).get(f"{desk}/cetak.pdf").data
    assert checking.read(data) is None
    text = making.text_of(data, tmp_path)
    assert text.count("\f") == 4, "two sides each"
    for said in ("Ani Rahmawati", "Agus Salim", "Drs. Gunawan Contoh, M.Si."):
        assert said in text
    for claim in ("Ditandatangani secara elektronik", "BSrE", "SPECIMEN"):
        assert claim not in text


@pytest.mark.parametrize(
    ("data", "name"),
    [(SCAN, "a.pdf"), (photo("JPEG"), "a.jpg"), (photo("PNG"), "a.png")],
)
def test_scan_is_attached_and_the_check_says_what_it_is(  # noqa: PLR0917 - fixtures
    app, waiting, bring, browser, sign_in, world, data, name
):
    assert bring(waiting[0], data, name).status_code == 303
    ((signature, sha256, stored),) = kept(app)
    assert signature == "wet"
    assert stored.startswith(b"%PDF-")
    assert hashlib.sha256(stored).hexdigest() == sha256
    with app.app_context():
        code = db.session.get(Certificate, waiting[0]).code
        assert db.session.scalar(sa.select(sa.func.count(CertificateOriginal.id))) == 2
    page = browser.get(f"/v/{code}").get_data(as_text=True)
    assert "Ditandatangani basah; salinan pindaian tersimpan" in page
    assert sha256 in page
    assert "secara elektronik" not in page
    assert "SAH" in page
    answer = sign_in(world.agus).get(f"/pelatihan/{world.code}/sertifikat-saya.pdf")
    assert answer.data == stored


def test_until_its_scan_is_there_a_certificate_waits(app, waiting, bring, browser):
    bring(waiting[0], SCAN)
    with app.app_context():
        code = db.session.get(Certificate, waiting[1]).code
    assert "MENUNGGU TANDA TANGAN" in browser.get(f"/v/{code}").get_data(as_text=True)


def test_scan_is_brought_once(app, waiting, bring):
    assert bring(waiting[0], SCAN).status_code == 303
    assert bring(waiting[0], photo("JPEG"), "a.jpg").status_code == 404
    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "", "Pilih berkas"),
        (b"bukan gambar", "a.jpg", "tidak dapat dibaca"),
        (b"%PDF-1.4 terpotong", "a.pdf", "tidak utuh"),
        (photo("JPEG")[:300], "a.jpg", "tidak dapat dibaca"),
    ],
)
def test_bad_file_is_named_and_nothing_is_kept(app, waiting, bring, data, name, why):
    answer = bring(waiting[0], data, name)
    assert answer.status_code == 422
    assert why in answer.get_data(as_text=True)
    assert kept(app) == []


@pytest.mark.parametrize(
    ("who", "status"), [("citra", 303), ("eko", 303), ("budi", 403), ("ani", 403), ("dewi", 404)]
)
def test_who_may_bring_it(waiting, bring, sign_in, world, desk, who, status):
    person = getattr(world, who)
    looks = 200 if status == 303 else status
    assert sign_in(person).get(f"{desk}/{waiting[0]}/pindaian").status_code == looks
    assert sign_in(person).get(f"{desk}/cetak.pdf").status_code == looks
    assert bring(waiting[0], SCAN, who=person).status_code == status


def test_desk_tells_what_to_do_and_asks_for_no_passphrase(waiting, sign_in, world, desk):
    page = sign_in(world.eko).get(desk).get_data(as_text=True)
    assert "Tanda tangan basah" in page
    assert "Cetak semua lembar" in page
    assert 'name="passphrase"' not in page


def test_nothing_to_print_is_said(sign_in, world, desk):
    answer = sign_in(world.citra).get(f"{desk}/cetak.pdf")
    assert answer.status_code == 409
    assert "Belum ada lembar" in answer.get_data(as_text=True)


def test_what_is_signed_electronically_takes_no_scan(connect, on_desk, bring):
    (first, _second) = on_desk("bsre")
    assert bring(first, SCAN).status_code == 404
