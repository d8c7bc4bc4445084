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
    CODE = "code"
    HAND = "hand"


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
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


forbid_changes(AttendanceMark.__table__)
