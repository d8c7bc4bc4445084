"""Attendance marks: each a row that is never edited; a correction is the next row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class Status(StrEnum):
    PRESENT = "present"  # arrived_at says whether on time or late
    EXCUSED = "excused"
    SICK = "sick"
    ABSENT = "absent"


class Source(StrEnum):
    CODE = "code"  # the changing code on the projector, scanned or typed
    PRINTED = "printed"  # the meeting's code on paper, while staff let it count
    SENT_LATER = "sent_later"  # a code kept on a phone without signal, confirmed by staff
    HAND = "hand"
    EXCUSE = "excuse"  # an excuse that was granted
    SETTLED = "settled"  # staff looked at contradicting evidence and decided


class Signature(StrEnum):
    """What the signed sheet shows in one person's line."""

    SIGNED = "signed"
    BLANK = "blank"
    UNCLEAR = "unclear"


class AttendanceMark(Base):
    __tablename__ = "attendance_mark"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "enrolment_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    sequence: Mapped[int]  # 1, 2, 3 …: the highest is in force
    status: Mapped[Status] = mapped_column(EnumText(Status))
    arrived_at: Mapped[datetime | None]  # only of PRESENT
    source: Mapped[Source] = mapped_column(EnumText(Source))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    device: Mapped[str] = mapped_column(sa.String(32), default="")  # of whom scanned, "" if none
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class LateScan(Base):
    """A code that was kept on a phone and arrived later: evidence, no mark until confirmed.

    `shown_at` is the beginning of the window in which the meeting's screen showed the code, so
    it is the server's time; `phone_at` is only what the phone said.
    """

    __tablename__ = "late_scan"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(12))
    shown_at: Mapped[datetime]
    phone_at: Mapped[datetime]
    received_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(sa.String(32), default="")
    was_withdrawn: Mapped[bool] = mapped_column(default=False)  # off the list when it arrived


class LateScanVerdict(Base):
    __tablename__ = "late_scan_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    late_scan_id: Mapped[int] = mapped_column(sa.ForeignKey("late_scan.id"), unique=True)
    is_accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class PaperLine(Base):
    """What somebody read in one person's line of the signed sheet; the newest is in force."""

    __tablename__ = "paper_line"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "enrolment_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    sequence: Mapped[int]
    signature: Mapped[Signature] = mapped_column(EnumText(Signature))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class SheetScan(Base):
    """A photo or PDF of the signed sheet of a meeting; what is taken away stays on record."""

    __tablename__ = "sheet_scan"
    __table_args__ = (
        sa.Index(
            "uq_sheet_scan_meeting_id_digest",
            "meeting_id",
            "digest",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    digest: Mapped[str] = mapped_column(sa.String(64))  # SHA-256 of the file as it was sent
    file_key: Mapped[str] = mapped_column(sa.String(80))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(40))
    size: Mapped[int]
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str] = mapped_column(sa.Text, default="")


class Excuse(Base):
    """A trainee asks to be excused from meetings; the letter is sealed and kept only for a time."""

    __tablename__ = "excuse"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    status: Mapped[Status] = mapped_column(EnumText(Status))  # EXCUSED or SICK
    reason: Mapped[str] = mapped_column(sa.Text)
    letter_key: Mapped[str] = mapped_column(sa.String(80), default="")
    letter_name: Mapped[str] = mapped_column(sa.String(200), default="")
    letter_type: Mapped[str] = mapped_column(sa.String(40), default="")
    letter_deleted_at: Mapped[datetime | None]
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    sent_at: Mapped[datetime]


class ExcuseMeeting(Base):
    __tablename__ = "excuse_meeting"
    __table_args__ = (sa.UniqueConstraint("excuse_id", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    excuse_id: Mapped[int] = mapped_column(sa.ForeignKey("excuse.id"))
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))


class ExcuseVerdict(Base):
    __tablename__ = "excuse_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    excuse_id: Mapped[int] = mapped_column(sa.ForeignKey("excuse.id"), unique=True)
    is_granted: Mapped[bool]
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]


for table in (AttendanceMark, LateScan, LateScanVerdict, PaperLine, ExcuseMeeting, ExcuseVerdict):
    forbid_changes(table.__table__)
