"""Reads the signature of a file back and says whether the file is still what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity


@dataclass(frozen=True)
class Signature:
    """What the file says of itself. Whom to trust is not asked: the certificate must be known."""

    is_intact: bool  # the file, all of it, is byte for byte what was signed
    certificate: x509.Certificate
    claimed_at: datetime | None  # by the clock of who signed


def read(data: bytes) -> Signature | None:
    """The last signature of a PDF, or None where there is none that can be read."""
    try:
        embedded = PdfFileReader(BytesIO(data)).embedded_regular_signatures[-1]
        covers = embedded.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
        is_same, is_genuine = validate_sig_integrity(
            embedded.signer_info, embedded.signer_cert, "data", embedded.compute_digest()
        )
        return Signature(
            is_intact=covers and is_same and is_genuine,
            certificate=x509.load_der_x509_certificate(embedded.signer_cert.dump()),
            claimed_at=embedded.self_reported_timestamp,
        )
    except Exception:  # a file from anywhere breaks the reader in more ways than it names
        return None
