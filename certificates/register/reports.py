"""The register as files: one ZIP of certificates, one workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

from certificates.document.facts import CertificateKind
from certificates.register import queries, standing
from certificates.register.queries import Entry
from certificates.register.rules import State
from courses.trainings.models import Training
from lms.exports import Sheet, xlsx_bytes
from lms.files import Store
from lms.i18n import format_moment, in_indonesian, local_date

_UNSAFE = re.compile(r"[^\w .,'’&–-]+")
HEADER = (
    "Nomor sertifikat", "Cetakan", "Nama", "Instansi", "Kabupaten/Kota", "Tanggal terbit",
    "Kode verifikasi", "Status", "Jenis", "Berlaku sampai", "Dicabut atau dibatalkan pada",
    "Alasan", "Digantikan oleh", "SHA-256 berkas",
)  # fmt: skip
STATES = {
    State.VALID: "Sah",
    State.REVOKED: "Dicabut",
    State.CANCELLED: "Dibatalkan",
    State.REPLACED: "Digantikan",
    State.EXPIRED: "Kedaluwarsa",
    State.SUSPENDED: "Ditangguhkan",
    State.AWAITING: "Menunggu tanda tangan",
}

KINDS = {
    CertificateKind.COMPETENCE: "Sertifikat",
    CertificateKind.ATTENDANCE: "Surat keterangan",
}


def file_name(entry: Entry) -> str:
    """`0007 Hj. Mariatul Kiptiah, S.Sos.pdf`: sorts by number, is safe in any file system.

    The other series has the same serials, so its files say what they are.
    """
    edition = entry.certificate.edition
    copy = f" (cetak ulang {edition})" if edition else ""
    name = f"{entry.certificate.serial:04d} {safe_name(entry.facts.recipient_name)}{copy}.pdf"
    is_attendance = entry.facts.kind is CertificateKind.ATTENDANCE
    return f"Surat keterangan {name}" if is_attendance else name


def safe_name(name: str) -> str:
    """A person's name as part of a file's."""
    return _UNSAFE.sub("_", name).strip(" .")


def kind_name(kind: CertificateKind) -> str:
    """As official papers of the office call it."""
    return KINDS[kind]


def archive_bytes(entries: Iterable[Entry], store: Store) -> bytes:
    """All the files that are there; a PDF is compressed already, so it is only stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            if entry.file is not None:
                archive.writestr(file_name(entry), store.get(entry.file.file_key))
    return buffer.getvalue()


@in_indonesian()
def register_workbook(training: Training, at: datetime) -> bytes:
    """Every print of every number, also of those that no longer count."""
    entries = queries.register_of(training.id)
    states = standing.of_all(training, entries, at)
    rows = [
        (
            entry.certificate.number,
            edition_words(entry.certificate.edition),
            entry.facts.recipient_name,
            entry.facts.institution,
            entry.facts.region_name,
            local_date(entry.issued_at),
            entry.certificate.code,
            _state(entry, states[entry.certificate.id]),
            kind_name(entry.facts.kind),
            entry.facts.valid_until,
            format_moment(entry.revocation.revoked_at) if entry.revocation else "",
            entry.revocation.reason if entry.revocation else "",
            edition_words(entry.newest.edition) if entry.is_replaced else "",
            entry.file.sha256 if entry.file else "",
        )
        for entry in entries
    ]
    return xlsx_bytes(
        Sheet("Register", HEADER, rows, title=("Register sertifikat", training.title))
    )


def edition_words(edition: int) -> str:
    return f"Cetak ulang {edition}" if edition else "Cetakan pertama"


def _state(entry: Entry, state: State) -> str:
    """In the words of the page: a specimen is never called valid."""
    return "Specimen" if state is State.VALID and entry.facts.specimen else STATES[state]
