"""The time of a signature, stamped by an authority where one is set."""

from __future__ import annotations

from io import BytesIO

import pytest
from asn1crypto.x509 import Certificate as ParsedCertificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.document import renderer
from certificates.signing import checking, keys
from certificates.signing.faults import NotAvailableError
from certificates.signing.local import LocalSigner
from tests.certificates import making
from tests.certificates.document.conftest import FACTS
from tests.certificates.signing.test_files import pdfsig


@pytest.fixture(scope="module")
def plain() -> bytes:
    return renderer.render(FACTS)


@pytest.fixture(params=["P-256", "RSA 2048"])
def signer(request, make_key, password_file, tsa):
    tsa.mood = "well"
    return LocalSigner(keys.read(make_key(request.param), password_file), tsa_url=tsa.url)


def test_stamped_signature_is_valid_to_two_independent_readers(plain, signer, authority, tmp_path):
    signed = signer.sign(plain, FACTS, at=making.AT)
    assert signer.kind == "pades-t"
    root = ParsedCertificate.load(authority.certificate.public_bytes(Encoding.DER))
    (embedded,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    status = validate_pdf_signature(
        embedded, ValidationContext(trust_roots=[root], moment=making.AT)
    )
    assert status.bottom_line
    assert status.timestamp_validity.intact
    assert status.timestamp_validity.trusted
    assert status.timestamp_validity.timestamp == making.AT
    assert checking.read(signed).stamped_at == making.AT
    assert "Signature is Valid." in pdfsig(signed, tmp_path)


@pytest.mark.parametrize("mood", ["cut", "broken", "garbage", "other document"])
def test_without_a_true_stamp_nothing_is_signed(plain, signer, tsa, mood):
    tsa.mood = mood
    with pytest.raises(NotAvailableError, match="stempel waktu"):
        signer.sign(plain, FACTS, at=making.AT)


def test_authority_that_is_not_there_is_named(plain, make_key, password_file):
    signer = LocalSigner(keys.read(make_key(), password_file), tsa_url="http://127.0.0.1:9")
    with pytest.raises(NotAvailableError, match="stempel waktu"):
        signer.sign(plain, FACTS, at=making.AT)


def test_signature_without_an_authority_claims_no_stamp(plain, make_key, password_file):
    signer = LocalSigner(keys.read(make_key(), password_file))
    assert signer.kind == "pades"
    assert checking.read(signer.sign(plain, FACTS, at=making.AT)).stamped_at is None
