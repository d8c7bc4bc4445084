"""Signs with a key of this server: PAdES B-B, without a time stamp."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.document import sentences
from certificates.document.facts import CertificateFacts
from certificates.signing.keys import SigningKey

_DIGEST = "sha256"
# Nothing is drawn. PDF/A wants the print flag, PDF/UA what is not tagged outside of the page.
_FIELD = SigFieldSpec(
    "TandaTangan",
    readable_field_name="Tanda tangan elektronik",
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
)
_LEAST_ROOM = 4096  # hex digits; enough for P-256 with an authority above it
_ROOM_BESIDE_CERTIFICATES = 2048


class LocalSigner:
    kind = "pades"

    def __init__(self, key: SigningKey) -> None:
        self._cms = _CmsSigner(key)
        carried = sum(len(_der(one)) for one in (key.certificate, *key.chain))
        signature = 2 * (key.private.key_size // 8)
        room = 2 * carried + signature + _ROOM_BESIDE_CERTIFICATES
        self._room = max(_LEAST_ROOM, room + room % 2)

    def sign(self, pdf: bytes, facts: CertificateFacts, *, at: datetime) -> bytes:
        """Add the signature over the whole file; any later change is then a breach of it."""
        about = signers.PdfSignatureMetadata(
            field_name=_FIELD.sig_field_name,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=f"{facts.title} nomor {facts.number}",
            location=facts.place,
            name=sentences.titled(facts),
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signed = _PdfSigner(about, self._cms, at).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=self._room
        )
        written: bytes = signed.getvalue()
        return written


class _CmsSigner(signers.Signer):
    """Keeps the key object: pyHanko's own signer reads it anew each time, 36 ms for RSA."""

    def __init__(self, key: SigningKey) -> None:
        chain = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
            _parsed(one) for one in key.chain
        )
        super().__init__(signing_cert=_parsed(key.certificate), cert_registry=chain)
        self._private = key.private

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(data, padding.PKCS1v15(), SHA256())
        return self._private.sign(data, ec.ECDSA(SHA256()))


class _PdfSigner(signers.PdfSigner):
    """Writes the time it is given instead of looking at the machine's clock."""

    def __init__(
        self, about: signers.PdfSignatureMetadata, signer: _CmsSigner, at: datetime
    ) -> None:
        super().__init__(about, signer, new_field_spec=_FIELD)
        self._at = at

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self._at
        return session


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _parsed(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(_der(certificate))
