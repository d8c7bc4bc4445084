"""The data notice: published once for each version, never changed afterwards."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms import audit, markdown
from lms.db import db
from lms.errors import DomainError
from lms.people.models import DataNotice


def publish(version: str, text: str, *, at: datetime) -> DataNotice:
    """Put a notice into force. The same text again changes nothing.

    Raises DomainError if the text differs from what people agreed to under that version.
    """
    html = markdown.render(text)
    notice = db.session.scalar(sa.select(DataNotice).where(DataNotice.version == version))
    if notice is None:
        notice = DataNotice(version=version, html=html, published_at=at)
        db.session.add(notice)
        audit.record("data_notice.published", notice, actor_id=None, version=version)
    elif notice.html != html:
        raise DomainError(
            f"Teks pemberitahuan data versi {version} berubah. Beri nomor versi baru."
        )
    return notice
