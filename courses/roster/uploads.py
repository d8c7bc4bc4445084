"""Keeps a roster file on the server from its upload until it is confirmed or forgotten.

The browser holds only a random key. The file has the NIK of 34 people in it, so it is sealed
like the NIK in the database, and removed once it was imported or two hours have passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from courses.roster.models import RosterUpload
from lms import clock, crypto, jobs
from lms.db import after_commit, db, transaction
from lms.files import store

KEPT_FOR = timedelta(hours=2)
NAME_LENGTH = 200


def store_file(content: bytes, key: str) -> str:
    """Seal and store the bytes, before a transaction is open, and return where they are."""
    return store().put(crypto.seal(content, place=_place(key)), ".roster")


def add_upload(
    training_id: int, *, key: str, file_key: str, file_name: str, actor_id: int, at: datetime
) -> RosterUpload:
    upload = RosterUpload(
        key=key,
        training_id=training_id,
        file_key=file_key,
        file_name=file_name[-NAME_LENGTH:],
        uploaded_by=actor_id,
        uploaded_at=at,
    )
    db.session.add(upload)
    return upload


_BY_KEY = sa.select(RosterUpload).where(
    RosterUpload.training_id == sa.bindparam("training_id"),
    RosterUpload.key == sa.bindparam("key"),
    RosterUpload.uploaded_at > sa.bindparam("oldest"),
)


def find_upload(training_id: int, key: str, *, at: datetime) -> RosterUpload | None:
    values = {"training_id": training_id, "key": key, "oldest": at - KEPT_FOR}
    return db.session.scalar(_BY_KEY, values)


def content_of(upload: RosterUpload) -> bytes:
    return crypto.unseal(store().get(upload.file_key), place=_place(upload.key))


def _place(key: str) -> str:
    return f"roster_upload.{key}"


def mark_used(upload: RosterUpload, *, at: datetime) -> None:
    """The row stays until it expires, so that a second press finds out that all is done."""
    upload.used_at = at
    file_key = upload.file_key
    after_commit(lambda: store().remove(file_key))


@jobs.every_minute
def forget_old_uploads() -> None:
    oldest = clock.now() - KEPT_FOR
    is_old = RosterUpload.uploaded_at <= oldest
    if db.session.scalar(sa.select(RosterUpload.id).where(is_old).limit(1)) is None:
        return
    with transaction("roster_upload"):
        file_keys = list(db.session.scalars(sa.select(RosterUpload.file_key).where(is_old)))
        db.session.execute(sa.delete(RosterUpload).where(is_old))
    for file_key in file_keys:
        store().remove(file_key)
