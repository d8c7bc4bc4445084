"""Keeps a file on the server from its upload until its import is confirmed or it is forgotten.

The browser holds only a random key. The file may have the NIK of 34 people in it, so it is sealed
like the NIK in the database, and removed once it was imported or two hours have passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock, crypto, jobs
from lms.db import Base, after_commit, db, transaction
from lms.files import store

KEPT_FOR = timedelta(hours=2)
NAME_LENGTH = 200


class Upload(Base):
    """A file somebody sent and has yet to confirm. `place` says for what: `roster:3`."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(43), unique=True)
    place: Mapped[str] = mapped_column(sa.String(60))
    file_key: Mapped[str] = mapped_column(sa.String(80))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    uploaded_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


def keep(place: str, content: bytes, name: str, *, actor_id: int) -> str:
    """Put a file aside until its import is confirmed, for a view or a command; returns its key."""
    key = crypto.token()
    file_key = store().put(crypto.seal(content, place=_seal(key)), ".upload")
    with transaction():
        db.session.add(
            Upload(
                key=key,
                place=place,
                file_key=file_key,
                file_name=name[-NAME_LENGTH:],
                uploaded_by=actor_id,
                uploaded_at=clock.now(),
            )
        )
    return key


_BY_KEY = sa.select(Upload).where(
    Upload.place == sa.bindparam("place"),
    Upload.key == sa.bindparam("key"),
    Upload.uploaded_at > sa.bindparam("oldest"),
)


def find_or_404(place: str, key: str) -> Upload:
    values = {"place": place, "key": key, "oldest": clock.now() - KEPT_FOR}
    found = db.session.scalar(_BY_KEY, values)
    if found is None:
        abort(404)
    return found


def content_of(upload: Upload) -> bytes:
    return crypto.unseal(store().get(upload.file_key), place=_seal(upload.key))


def _seal(key: str) -> str:
    return f"upload.{key}"


def mark_used(upload: Upload, *, at: datetime) -> None:
    """The row stays until it expires, so that a second press finds out that all is done."""
    upload.used_at = at
    file_key = upload.file_key
    after_commit(lambda: store().remove(file_key))


@jobs.every_minute
def forget_old_uploads() -> None:
    oldest = clock.now() - KEPT_FOR
    is_old = Upload.uploaded_at <= oldest
    if db.session.scalar(sa.select(Upload.id).where(is_old).limit(1)) is None:
        return
    with transaction("upload"):
        file_keys = list(db.session.scalars(sa.select(Upload.file_key).where(is_old)))
        db.session.execute(sa.delete(Upload).where(is_old))
    for file_key in file_keys:
        store().remove(file_key)
