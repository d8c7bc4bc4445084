"""The photos of a work report: sealed in the store, told by content, blurred for good."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.trainings.models import Enrolment
from courses.workreports.models import ReportPhoto, ReportSubmission, WorkReport
from courses.workreports.rules import MOST_PHOTOS
from courses.workreports.services import begun, refuse_unless_editable
from lms import audit, handed, pictures, sealed
from lms.db import db
from lms.errors import DomainError
from lms.pictures import Area
from lms.words import N_, InputError

_ALL = (
    sa.select(ReportPhoto)
    .where(ReportPhoto.report_id == sa.bindparam("report_id"))
    .order_by(ReportPhoto.uploaded_at, ReportPhoto.id)
)
_ONE = (
    sa.select(ReportPhoto, WorkReport, Enrolment)
    .join(WorkReport, WorkReport.id == ReportPhoto.report_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .where(
        ReportPhoto.id == sa.bindparam("photo_id"),
        Enrolment.training_id == sa.bindparam("training_id"),
    )
)
_SENT = sa.select(ReportSubmission.content).where(
    ReportSubmission.report_id == sa.bindparam("report_id")
)


class TooManyPhotosError(DomainError):
    """A report has room for six."""


class ChangedPhotoError(DomainError):
    """The photo was blurred or taken away meanwhile."""


@dataclass(frozen=True)
class Taken:
    """A photo in the store whose row is yet to be written."""

    key: str
    file_key: str
    name: str
    size: int


def taken(name: str, data: bytes, *, key: str, enrolment_id: int) -> Taken:
    """Draw the photo anew and seal it, before a transaction is open.

    `key` is the sender's name for it, the SHA-256 of the file as it lay on the phone. Raises
    InputError where it is no photo.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        key = hashlib.sha256(data).hexdigest()
    photo = handed.handed_file(name, data)
    if photo.media_type != handed.JPEG:
        raise InputError(N_("Berkas ini bukan foto JPEG atau PNG."))
    file_key = sealed.keep(photo.data, place=_place(enrolment_id, key), suffix=".photo")
    return Taken(key, file_key, photo.name, len(photo.data))


def _place(enrolment_id: int, key: str) -> str:
    return f"report photo.{enrolment_id}.{key}"


def content_of(photo: ReportPhoto, enrolment_id: int) -> bytes:
    return sealed.content_of(photo.file_key, place=_place(enrolment_id, photo.key))


def find(training_id: int, photo_id: int) -> tuple[ReportPhoto, WorkReport, Enrolment] | None:
    values = {"photo_id": photo_id, "training_id": training_id}
    row = db.session.execute(_ONE, values).first()
    return (row[0], row[1], row[2]) if row else None


def all_of(report_id: int) -> list[ReportPhoto]:
    """Also those that only an older submission names."""
    return list(db.session.scalars(_ALL, {"report_id": report_id}))


def standing_of(report_id: int) -> list[ReportPhoto]:
    return [photo for photo in all_of(report_id) if photo.removed_at is None]


def add(seat: Enrolment, new: Taken, *, actor_id: int, at: datetime) -> ReportPhoto:
    """Put a photo on the report; the same one again is the one that stands, blurred as it is."""
    row = begun(seat.id, at)
    refuse_unless_editable(row)
    photos = all_of(row.id)
    same = next((photo for photo in photos if photo.key == new.key), None)
    if same is not None and same.removed_at is None:
        sealed.forget(new.file_key)
        return same
    if sum(photo.removed_at is None for photo in photos) >= MOST_PHOTOS:
        raise TooManyPhotosError(_("Paling banyak %(limit)s foto.", limit=MOST_PHOTOS))
    if same is not None:
        sealed.forget(new.file_key)
        same.removed_at = None
    else:
        same = ReportPhoto(
            report_id=row.id,
            key=new.key,
            file_key=new.file_key,
            name=new.name,
            size=new.size,
            uploaded_at=at,
        )
        db.session.add(same)
    audit.record("work_report.photo_added", same, actor_id=actor_id, training_id=seat.training_id)
    return same


def remove(seat: Enrolment, photo_id: int, *, actor_id: int, at: datetime) -> None:
    """Take a photo off the report; its bytes go, unless a submission names it."""
    found = find(seat.training_id, photo_id)
    if found is None or found[2].id != seat.id or found[0].removed_at is not None:
        return  # pressed twice
    photo, row, _seat = found
    refuse_unless_editable(row)
    audit.record(
        "work_report.photo_removed", photo, actor_id=actor_id, training_id=seat.training_id
    )
    if photo_id in sent_ids(row.id):
        photo.removed_at = at
    else:
        sealed.forget(photo.file_key)
        db.session.delete(photo)


def sent_ids(report_id: int) -> Collection[int]:
    """The photos that a submission names."""
    contents = db.session.scalars(_SENT, {"report_id": report_id})
    return {photo["id"] for content in contents for photo in content.get("photos", [])}


def blurred(name: str, data: bytes, areas: Collection[Area], *, key: str, seat_id: int) -> Taken:
    """The photo without what stood in these areas, sealed before a transaction is open."""
    data = pictures.pixelated(data, areas)
    file_key = sealed.keep(data, place=_place(seat_id, key), suffix=".photo")
    return Taken(key, file_key, name, len(data))


def replace(
    photo_id: int, seat: Enrolment, new: Taken, *, instead_of: str, actor_id: int, at: datetime
) -> None:
    """Let the blurred photo stand; the bytes that showed more are gone, from submissions too."""
    found = find(seat.training_id, photo_id)
    if found is None or found[0].file_key != instead_of:
        raise ChangedPhotoError(_("Foto ini baru saja berubah. Buka lagi, lalu ulangi."))
    photo, row, _seat = found
    refuse_unless_editable(row)
    sealed.forget(photo.file_key)
    photo.file_key, photo.size, photo.blurred_at = new.file_key, new.size, at
    audit.record(
        "work_report.photo_blurred", photo, actor_id=actor_id, training_id=seat.training_id
    )
