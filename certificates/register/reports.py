"""The register as files: one ZIP of certificates, one workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from certificates.register.queries import Entry
from lms.exports import Sheet, xlsx_bytes
from lms.files import Store
from lms.i18n import format_moment, in_indonesian, local_date

_UNSAFE = re.compile(r"[^\w .,'’-]+")
HEADER = (
    "Nomor sertifikat", "Nama", "Instansi", "Kabupaten/Kota", "Tanggal terbit", "Kode verifikasi",
    "Status", "Dicabut pada", "Alasan", "SHA-256 berkas",
)  # fmt: skip


def file_name(entry: Entry) -> str:
    """`0007 Hj. Mariatul Kiptiah, S.Sos.pdf`: sorts by number, is safe in any file system."""
    return f"{entry.certificate.serial:04d} {safe_name(entry.facts.recipient_name)}.pdf"


def safe_name(name: str) -> str:
    """A person's name as part of a file's."""
    return _UNSAFE.sub("_", name).strip(" .")


def archive_bytes(entries: Iterable[Entry], store: Store) -> bytes:
    """All the files that are there; a PDF is compressed already, so it is only stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            if entry.file is not None:
                archive.writestr(file_name(entry), store.get(entry.file.file_key))
    return buffer.getvalue()


@in_indonesian()
def register_workbook(title: str, entries: Iterable[Entry]) -> bytes:
    rows = [
        (
            entry.certificate.number,
            entry.facts.recipient_name,
            entry.facts.institution,
            entry.facts.region_name,
            local_date(entry.issued_at),
            entry.certificate.code,
            _state(entry),
            format_moment(entry.revocation.revoked_at) if entry.revocation else "",
            entry.revocation.reason if entry.revocation else "",
            entry.file.sha256 if entry.file else "",
        )
        for entry in entries
    ]
    return xlsx_bytes(Sheet("Register", HEADER, rows, title=("Register sertifikat", title)))


def _state(entry: Entry) -> str:
    """In the words of the page: a specimen is never called valid."""
    if entry.is_revoked:
        return "Dicabut"
    if entry.awaits_signature:
        return "Menunggu tanda tangan"
    return "Specimen" if entry.facts.specimen else "Sah"
