"""An invented certificate and two invented keys, made for one run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from certificates.document.facts import CertificateFacts, Marks, ModuleLine, Signatory

NOW = datetime.now(UTC)

FACTS = CertificateFacts(
    specimen=False,
    heading_lines=("PEMERINTAH PROVINSI CONTOH", "DINAS SOSIAL"),
    title="SERTIFIKAT KOMPETENSI",
    number="800.2.5/0007/Dinsos/BIMTEK-PS/II/2024",
    recipient_name="Hj. Peserta Contoh, S.Sos., M.AP",
    recipient_nip="199001012015012999",
    position="Pendamping Sosial",
    institution="Dinas Sosial Kabupaten Banjar",
    region_name="Kabupaten Banjar",
    statement="telah dinyatakan kompeten sebagai Pendamping Sosial",
    event_kind="Bimbingan Teknis",
    event_title="Peningkatan Kemampuan Pendamping Sosial Program RS-RTLH, UEP-P, dan Sembako",
    venue="Hotel Contoh",
    city="Banjarmasin",
    day_first=date(2024, 1, 31),
    day_last=date(2024, 2, 1),
    lesson_hours=18,
    predicate="Sangat Baik",
    place="Banjarbaru",
    issued_on=date(2024, 2, 1),
    signatory=Signatory(
        name="Pejabat Contoh",
        front_title="Drs. H.",
        back_title="M.Si.",
        nip="197001011995011999",
        rank="Pembina Utama Muda",
        post="Kepala Dinas Sosial",
        acting=True,
    ),
    verification_url="https://bimtek.example/v/K7QMX2R9TBWD",
    verification_code="K7QMX2R9TBWD",
    modules=tuple(
        ModuleLine(
            code=f"PS-{place:02}",
            title=f"Modul contoh yang ke-{place} dari dua belas",
            lesson_hours=2,
            score_hundredths=8000,
        )
        for place in range(12)
    ),
    marks=Marks(post_test=8667, work_plan=8250, final=8525),
)


def facts_of(place: int) -> CertificateFacts:
    code = f"K7QMX2R9{place:04}"
    address = f"https://bimtek.example/v/{code}"
    name = f"Peserta Contoh Nomor {place}, S.Sos."
    return replace(FACTS, recipient_name=name, verification_code=code, verification_url=address)


def key_files(folder: Path) -> tuple[Path, Path]:
    """An office's key on P-256, and one of pyHanko's examples, RSA-2048."""
    office = _key_file(folder / "office.p12", ec.generate_private_key(ec.SECP256R1()))
    return office, _key_file(folder / "plain.p12", rsa.generate_private_key(65537, 2048))


def _key_file(path: Path, private: Any) -> Path:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dinas Sosial Contoh")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"key", private, certificate, None, NoEncryption())
    )
    return path
