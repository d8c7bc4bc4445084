"""A training, its timetable, and who takes part in which role."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from courses.trainings.quota import Element
from courses.trainings.titles import event_name
from lms.db import Base, EnumText


class Role(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    ORGANISER = "organiser"
    SIGNATORY = "signatory"


class ItemKind(StrEnum):
    REGISTRATION = "registration"
    TEST = "test"
    CEREMONY = "ceremony"
    BREAK = "break"
    PRAYER = "prayer"
    LESSON = "lesson"
    REFLECTION = "reflection"
    EVALUATION = "evaluation"
    CLOSING = "closing"


class Training(Base):
    """source: {"training": training.yaml as it is written, "commitment": Markdown, "data_notice":
    Markdown, "evaluations": {file name: form}}, as a content folder last gave it."""

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60), unique=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[str] = mapped_column(sa.String(60))
    organiser: Mapped[str] = mapped_column(sa.String(200))
    venue: Mapped[str] = mapped_column(sa.String(200))
    city: Mapped[str] = mapped_column(sa.String(100))
    first_day: Mapped[date]
    last_day: Mapped[date]
    minutes_per_lesson_hour: Mapped[int] = mapped_column(default=45)
    quota: Mapped[dict[str, Any]]  # element -> {"per_region": 1} or {"total": 8}
    regions: Mapped[list[str]]  # codes, "63.01"
    rules: Mapped[dict[str, Any]]  # rules of attendance, marks and the certificate
    rules_version: Mapped[int] = mapped_column(default=1)
    certificate: Mapped[dict[str, Any]]  # read by the floor that issues certificates
    commitment_version: Mapped[str] = mapped_column(sa.String(40))
    commitment_html: Mapped[str] = mapped_column(sa.Text)
    confirm: Mapped[list[str]] = mapped_column(default=list)  # what the office must confirm
    source: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    timetable_version: Mapped[int] = mapped_column(default=1)  # grows with every change of it
    timetable_base: Mapped[str] = mapped_column(sa.String(64), default="")  # as the folder gave it
    closed_at: Mapped[datetime | None]

    @property
    def event(self) -> str:
        return event_name(self.kind, self.title)


class Meeting(Base):
    """A half day for which attendance is taken once."""

    __tablename__ = "meeting"
    __table_args__ = (sa.UniqueConstraint("training_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    opens_before_minutes: Mapped[int] = mapped_column(default=30)
    late_after_minutes: Mapped[int] = mapped_column(default=15)
    opened_at: Mapped[datetime | None]  # by hand; without it the clock opens the meeting
    closed_at: Mapped[datetime | None]
    printed_code_at: Mapped[datetime | None]  # since then the code on paper counts


class ScheduleItem(Base):
    __tablename__ = "schedule_item"
    __table_args__ = (sa.UniqueConstraint("training_id", "day", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    module_id: Mapped[int | None] = mapped_column(sa.ForeignKey("module.id"))
    day: Mapped[date]
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[ItemKind] = mapped_column(EnumText(ItemKind))
    lesson_hours: Mapped[int] = mapped_column(default=0)
    quiz_key: Mapped[str] = mapped_column(sa.String(60), default="")
    speaker: Mapped[str] = mapped_column(sa.String(200), default="")
    room: Mapped[str] = mapped_column(sa.String(120), default="")


class Enrolment(Base):
    """A person in a training in one role. Only a trainee has a seat (element, region)."""

    __tablename__ = "enrolment"
    __table_args__ = (sa.UniqueConstraint("training_id", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    element: Mapped[Element | None] = mapped_column(EnumText(Element))
    region_code: Mapped[str | None] = mapped_column(sa.String(5))
    institution: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    roster_line: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ModuleReading(Base):
    """A trainee said that a module is finished; the version tells which text was read."""

    __tablename__ = "module_reading"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "module_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    module_id: Mapped[int] = mapped_column(sa.ForeignKey("module.id"))
    version: Mapped[int]
    finished_at: Mapped[datetime]


class CalendarFeed(Base):
    """The secret address under which a calendar program reads the timetable of one enrolment.

    The address is derived from the row; a new generation makes the old address worthless.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), unique=True)
    generation: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
