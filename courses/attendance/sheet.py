"""The sheet that people sign: one for each half day, or all of them in one file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from courses.attendance import paper_queries
from courses.attendance.rules import MeetingPlan
from courses.trainings.models import Training
from lms import audit, pdf
from lms.i18n import in_indonesian

EMPTY_LINES = 4  # for people who come without being on the list


def record_printing(
    training: Training, meetings: Sequence[MeetingPlan], *, count: int, actor_id: int
) -> None:
    """Names and NIP leave the system with a download: keep who took which."""
    audit.record(
        "attendance_sheet.printed",
        training,
        actor_id=actor_id,
        training_id=training.id,
        meetings=[meeting.key for meeting in meetings],
        count=count,
    )


@in_indonesian()
def papers_of(
    training: Training,
    meetings: Sequence[MeetingPlan],
    seats: Sequence[paper_queries.SheetSeat],
) -> list[str]:
    """The sheet of each meeting as HTML."""
    listed = [seat for seat in seats if not seat.is_withdrawn]
    blank = EMPTY_LINES + len(listed) % 2  # whole pairs of signatures
    rooms = paper_queries.rooms_of(training.id)
    return [
        render_template(
            "courses/attendance/print/sheet.html",
            training=training,
            meeting=meeting,
            rooms=rooms.get(meeting.id, ()),
            lines=[*listed, *[None] * blank],
            officer=training.source.get("training", {}).get("attendance_officer", {}),
        )
        for meeting in meetings
    ]


def print_papers(papers: Sequence[str]) -> bytes:
    """One file. Takes seconds, so never inside `transaction()`, and after `let_go()`."""
    return pdf.render_apart(papers, "print/sheet.css", "pdf/ua-1")
