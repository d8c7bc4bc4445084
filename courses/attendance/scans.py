"""Photos and PDFs of a signed sheet: sealed in the store, each once, gone when taken away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance.models import SheetScan
from courses.trainings.models import Meeting
from lms import audit, crypto
from lms.db import after_commit, db
from lms.errors import DomainError
from lms.files import store
from lms.handed import HandedFile

MOST = 20  # pages of one meeting
NAME_LENGTH = 200
_KEPT = sa.select(SheetScan.digest).where(
    SheetScan.meeting_id == sa.bindparam("meeting_id"), SheetScan.removed_at.is_(None)
)


class TooManyScansError(DomainError):
    """The sheet of one half day has no more pages than this."""


@dataclass(frozen=True)
class Sealed:
    """A file in the store, before a row belongs to it."""

    file: HandedFile
    digest: str
    key: str


def digest_of(sent: bytes) -> str:
    """Of the file as it was sent: the same one is told again, however it is drawn anew."""
    return hashlib.sha256(sent).hexdigest()


def sealed(file: HandedFile, meeting_id: int, *, digest: str) -> Sealed:
    """Put the bytes into the store, before a transaction is open."""
    key = store().put(crypto.seal(file.data, place=_seal(meeting_id, digest)), ".sheet")
    return Sealed(file, digest, key)


def content_of(scan: SheetScan) -> bytes:
    place = _seal(scan.meeting_id, scan.digest)
    return crypto.unseal(store().get(scan.file_key), place=place)


def _seal(meeting_id: int, digest: str) -> str:
    return f"sheet_scan.{meeting_id}.{digest}"


def keep(meeting: Meeting, files: list[Sealed], *, actor_id: int, at: datetime) -> int:
    """Attach the files that are not there yet; returns how many."""
    there = set(db.session.scalars(_KEPT, {"meeting_id": meeting.id}))
    kept = 0
    for sealed_file in files:
        if sealed_file.digest in there:
            _forget(sealed_file.key)
            continue
        there.add(sealed_file.digest)
        if len(there) > MOST:
            raise TooManyScansError(
                _("Paling banyak %(most)d berkas untuk satu pertemuan.", most=MOST)
            )
        _attach(meeting, sealed_file, actor_id, at)
        kept += 1
    return kept


def _attach(meeting: Meeting, sealed_file: Sealed, actor_id: int, at: datetime) -> None:
    scan = SheetScan(
        meeting_id=meeting.id,
        digest=sealed_file.digest,
        file_key=sealed_file.key,
        file_name=sealed_file.file.name[-NAME_LENGTH:],
        media_type=sealed_file.file.media_type,
        size=len(sealed_file.file.data),
        uploaded_by_id=actor_id,
        uploaded_at=at,
    )
    db.session.add(scan)
    _record("sheet_scan.attached", scan, meeting, actor_id)


def take_away(
    scan: SheetScan, meeting: Meeting, *, reason: str, actor_id: int, at: datetime
) -> None:
    """Remove the file; that it was there, and why it is gone, stays. Twice is once."""
    if scan.removed_at is not None:
        return
    scan.removed_at, scan.removed_reason = at, reason
    _forget(scan.file_key)
    _record("sheet_scan.removed", scan, meeting, actor_id, reason)


def forget(files: list[Sealed]) -> None:
    """Files for which no row came to be."""
    for sealed_file in files:
        store().remove(sealed_file.key)


def _forget(file_key: str) -> None:
    after_commit(lambda: store().remove(file_key))


def _record(
    action: str, scan: SheetScan, meeting: Meeting, actor_id: int, reason: str = ""
) -> None:
    audit.record(
        action,
        scan,
        actor_id=actor_id,
        training_id=meeting.training_id,
        reason=reason,
        meeting_id=meeting.id,
        digest=scan.digest,
    )
