"""Signs with a key of this server: PAdES B-B, or B-T where an authority stamps the time."""

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
from certificates.signing import checking, kinds, timestamps
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
_ROOM_FOR_TIME = 16384  # the stamp carries the certificates of its own authority


class LocalSigner:
    def __init__(self, key: SigningKey, *, tsa_url: str = "") -> None:
        self.kind = kinds.PADES_TIMED if tsa_url else kinds.PADES
        self._cms = _CmsSigner(key)
        self._clock = timestamps.Authority(tsa_url) if tsa_url else None
        carried = sum(len(_der(one)) for one in (key.certificate, *key.chain))
        signature = 2 * (key.private.key_size // 8)
        room = 2 * carried + signature + _ROOM_BESIDE_CERTIFICATES
        self._room = max(_LEAST_ROOM, room + room % 2) + (_ROOM_FOR_TIME if tsa_url else 0)

    def sign(self, pdf: bytes, facts: CertificateFacts, *, at: datetime) -> bytes:
        """Add the signature over the whole file; any later change is then a breach of it.

        Raises NotAvailableError where the time should be stamped and is not.
        """
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
        signer = _PdfSigner(about, self._cms, at, self._clock)
        try:
            signed = signer.sign_pdf(
                IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=self._room
            )
        except timestamps.FAILURES as error:
            if self._clock is None:
                raise
            raise timestamps.unavailable() from error
        written: bytes = signed.getvalue()
        if self._clock is not None and not checking.is_stamped(written):
            raise timestamps.unavailable()
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
        self,
        about: signers.PdfSignatureMetadata,
        signer: _CmsSigner,
        at: datetime,
        stamps: timestamps.Authority | None,
    ) -> None:
        super().__init__(about, signer, timestamper=stamps, new_field_spec=_FIELD)
        self._at = at

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self._at
        return session


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _parsed(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(_der(certificate))
