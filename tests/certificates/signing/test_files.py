"""The signed file: valid to two independent readers, whole, and still PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pytest
from asn1crypto.x509 import Certificate as ParsedCertificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from certificates.document import renderer
from certificates.signing import checking, keys
from certificates.signing.bsre import BsreSigner
from certificates.signing.local import LocalSigner
from tests.certificates import making
from tests.certificates.document.conftest import FACTS
from tests.certificates.signing.conftest import OFFICE
from tests.certificates.signing.fakes import FakeBsre


@pytest.fixture(scope="module")
def plain() -> bytes:
    return renderer.render(FACTS)


@pytest.fixture(scope="module", params=["P-256", "RSA 2048"])
def signed(request, plain, make_key, password_file) -> bytes:
    key = keys.read(make_key(request.param), password_file)
    return LocalSigner(key).sign(plain, FACTS, at=making.AT)


def pdfsig(data: bytes, tmp_path) -> str:
    path = tmp_path / "one.pdf"
    path.write_bytes(data)
    command = ["pdfsig", path]  # its exit code only says whether the authority is installed here
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def test_pyhanko_finds_it_intact_whole_and_trusted_by_the_authority(signed, authority):
    root = ParsedCertificate.load(authority.certificate.public_bytes(Encoding.DER))
    (embedded,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    status = validate_pdf_signature(
        embedded, ValidationContext(trust_roots=[root], moment=making.AT)
    )
    assert status.bottom_line
    assert status.trusted
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.timestamp_validity is None, "no trusted time is claimed"


def test_pdfsig_finds_it_valid_and_whole(signed, tmp_path):
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert f"CN={OFFICE}" in said


def test_signature_says_who_what_where_and_the_server_s_time(signed):
    (embedded,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    said = embedded.sig_object
    assert said["/Name"] == "Drs. H. Anang Rahimullah, M.Si."
    assert said["/Reason"] == f"SERTIFIKAT KOMPETENSI nomor {FACTS.number}"
    assert said["/Location"] == "Banjarbaru"
    assert embedded.self_reported_timestamp == making.AT


@pytest.fixture(params=["P-256", "RSA 2048", "P-256 stamped", "BSrE"])
def sealed(request, plain, make_key, password_file) -> bytes:
    """Signed in each way that puts a signature into the file."""
    if request.param == "BSrE":
        signer = BsreSigner(request.getfixturevalue("account"), FakeBsre.PASSPHRASE)
    else:
        kind = request.param.removesuffix(" stamped")
        url = request.getfixturevalue("tsa").url if kind != request.param else ""
        signer = LocalSigner(keys.read(make_key(kind), password_file), tsa_url=url)
    return signer.sign(plain, FACTS, at=making.AT)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_one_changed_byte_is_caught_by_both(sealed, tmp_path, part):
    assert checking.read(sealed).is_intact
    assert "Signature is Valid." in pdfsig(sealed, tmp_path)
    (embedded,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    _, gap, after, rest = embedded.byte_range
    place = int((gap + rest) * part)
    place += after - gap if place >= gap else 0  # not inside the signature itself
    forged = bytearray(sealed)
    forged[place] ^= 1
    found = checking.read(bytes(forged))
    assert found is None or not found.is_intact
    assert "Signature is Valid" not in pdfsig(bytes(forged), tmp_path)


def test_stamp_added_afterwards_is_caught(signed, tmp_path):
    stamped = IncrementalPdfFileWriter(BytesIO(signed))
    stamped.root["/Stempel"] = generic.pdf_string("LUNAS")
    stamped.update_root()
    output = BytesIO()
    stamped.write(output)
    assert checking.read(signed).is_intact
    assert not checking.read(output.getvalue()).is_intact
    assert "Not total document signed" in pdfsig(output.getvalue(), tmp_path)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"bukan pdf"])
def test_file_without_a_readable_signature_has_none(plain, data):
    assert checking.read(data) is None
    assert checking.read(plain) is None


def test_nothing_shows_on_the_page_and_the_claims_stay(plain, signed):
    """PDF/A: printed and not hidden. PDF/UA: outside of the page, named, tab order by structure."""
    before, after = PdfReader(BytesIO(plain)), PdfReader(BytesIO(signed))
    claims = after.trailer["/Root"]["/Metadata"].get_data().decode()
    for claim in ('pdfaid:part="3"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"'):
        assert claim in claims
    (annotation,) = after.pages[0]["/Annots"]
    widget = annotation.get_object()
    assert (widget["/Subtype"], widget["/F"]) == ("/Widget", 4 + 128)
    assert all(float(edge) < 0 for edge in widget["/Rect"])
    assert "/AP" not in widget
    assert widget["/TU"] == "Tanda tangan elektronik"
    form = after.trailer["/Root"]["/AcroForm"]
    assert form["/SigFlags"] == 3
    assert "/NeedAppearances" not in form
    assert [page["/Tabs"] for page in after.pages] == ["/S", "/S"]
    assert signed.startswith(plain), "what was rendered stands in it unchanged"
    assert before.metadata.title == after.metadata.title
