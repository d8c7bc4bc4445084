"""The work report a trainee writes after the training, its photos, and what staff said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from courses.workreports.rules import ReportState
from lms.db import Base, EnumText, forbid_changes


class WorkReport(Base):
    """The report as its trainee sees it now; `revision` guards against an older form.

    content: {"plan_id", "summary", "rows": [{"planned", …}], "captions": {photo id: text}}.
    """

    __tablename__ = "work_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), unique=True)
    state: Mapped[ReportState] = mapped_column(EnumText(ReportState), index=True)
    content: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(sa.Text, default="")  # why it was returned
    saved_at: Mapped[datetime]


class ReportSubmission(Base):
    """What was sent, each time, exactly as it was; `content` also names its "photos"."""

    __tablename__ = "report_submission"
    __table_args__ = (sa.UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("work_report.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]


class ReportReview(Base):
    """The answer to one submission: accepted, or returned with a comment."""

    __tablename__ = "report_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("report_submission.id"), unique=True)
    is_accepted: Mapped[bool]
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    reviewed_at: Mapped[datetime]


class ReportPhoto(Base):
    """Sealed under `file_key`. `key` tells the same photo picked again.

    One that a submission names stays when its trainee takes it off the report (`removed_at`).
    """

    __tablename__ = "report_photo"
    __table_args__ = (sa.UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("work_report.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    file_key: Mapped[str] = mapped_column(sa.String(100))
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int]
    uploaded_at: Mapped[datetime]
    blurred_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


forbid_changes(ReportSubmission.__table__)
forbid_changes(ReportReview.__table__)
