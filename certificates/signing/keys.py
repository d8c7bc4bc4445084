"""The office's key and certificate: a PKCS#12 file, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from lms.i18n import format_date
from lms.words import N_, InputError, Words

SMALLEST_RSA = 2048

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyFault(InputError):  # noqa: N818 - what is wrong, in words
    """Nothing can be signed with this key. The words say why and follow a colon."""


class WrongPasswordFault(KeyFault):
    """Or a file that is no PKCS#12: the two cannot be told apart."""


@dataclass(frozen=True)
class SigningKey:
    private: PrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]  # of the authorities above it, as far as the file has them

    @property
    def subject(self) -> str:
        return self.certificate.subject.rfc4514_string()

    @property
    def issuer(self) -> str:
        return self.certificate.issuer.rfc4514_string()

    @property
    def holder(self) -> str:
        """The subject's name alone, for a sentence."""
        names = self.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.subject

    @property
    def algorithm(self) -> str:
        is_rsa = isinstance(self.private, rsa.RSAPrivateKey)
        return f"RSA {self.private.key_size}" if is_rsa else "ECDSA P-256"

    @property
    def valid_from(self) -> datetime:
        return self.certificate.not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def refuse_unless_valid(self, at: datetime) -> None:
        if at < self.valid_from:
            raise KeyFault(
                N_("sertifikatnya baru berlaku mulai %(date)s", date=format_date(self.valid_from))
            )
        if at > self.valid_until:
            raise KeyFault(
                N_("sertifikatnya sudah berakhir pada %(date)s", date=format_date(self.valid_until))
            )


def read(key_file: Path, password_file: Path | None) -> SigningKey:
    """Open the file with the password of the other one, if any."""
    password = None
    if password_file is not None:
        absent = N_("berkas kata sandi kunci tidak ada atau tidak dapat dibaca")
        password = _bytes(password_file, absent).rstrip(b"\r\n")
    return opened(key_file, password)


def opened(key_file: Path, password: bytes | None) -> SigningKey:
    data = _bytes(key_file, N_("berkas kunci tidak ada atau tidak dapat dibaca"))
    try:
        private, certificate, chain = pkcs12.load_key_and_certificates(data, password or None)
    except ValueError as error:
        raise WrongPasswordFault(N_("kata sandinya salah atau berkasnya bukan PKCS#12")) from error
    if private is None or certificate is None:
        raise KeyFault(N_("berkasnya tidak memuat kunci beserta sertifikat kunci itu"))
    if not (
        (isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1")
        or (isinstance(private, rsa.RSAPrivateKey) and private.key_size >= SMALLEST_RSA)
    ):
        raise KeyFault(N_("jenis kuncinya bukan ECDSA P-256 atau RSA 2048 bit ke atas"))
    if not _may_sign(certificate):
        raise KeyFault(N_("sertifikatnya bukan untuk tanda tangan"))
    return SigningKey(private, certificate, tuple(chain))


def _bytes(path: Path, absent: Words) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFault(absent) from error


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
