"""Reads the signature of a file back and says whether the file is still what was signed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import (
    NonexistentAttributeError,
    extract_certificate_info,
    extract_signer_info,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity


@dataclass(frozen=True)
class Signature:
    """What the file says of itself. Whom to trust is not asked: the certificate must be known."""

    is_intact: bool  # the file, all of it, is byte for byte what was signed
    certificate: x509.Certificate
    claimed_at: datetime | None  # by the clock of who signed
    stamped_at: datetime | None  # by an authority's stamp on this very signature


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
            stamped_at=_stamped_at(embedded),
        )
    except Exception:  # a file from anywhere breaks the reader in more ways than it names
        return None


def is_stamped(data: bytes) -> bool:
    found = read(data)
    return found is not None and found.stamped_at is not None


def _stamped_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The time in the stamp, if the stamp is genuine and made for this signature."""
    try:
        attributes = embedded.signer_info["unsigned_attrs"]
        stamp = find_unique_cms_attribute(attributes, "signature_time_stamp_token")["content"]
    except (NonexistentAttributeError, TypeError):
        return None
    signer, certificate = extract_signer_info(stamp), extract_certificate_info(stamp).signer_cert
    content = stamp["encap_content_info"]["content"]
    told = content.parsed
    imprint = told["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    signature = embedded.signer_info["signature"].native
    if hashlib.new(algorithm, signature).digest() != imprint["hashed_message"].native:
        return None
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content))
    is_same, is_genuine = validate_sig_integrity(signer, certificate, "tst_info", digest.digest())
    moment: datetime = told["gen_time"].native
    return moment if is_same and is_genuine else None
