"""The code on paper: for a room without a projector, and only while staff let it count."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, render_template
from flask_babel import gettext as _

from courses.attendance import scanning
from courses.attendance.rules import MeetingPlan, state_of
from courses.attendance.screen import address_of, qr_svg
from courses.attendance.services import plan_of
from courses.trainings.models import Meeting, Training
from lms import audit, pdf
from lms.config import Settings
from lms.errors import DomainError
from lms.i18n import in_indonesian


def switch_on(meeting: Meeting, *, actor_id: int, at: datetime) -> None:
    """Let the code on paper count from now on. Pressing twice is harmless."""
    if not state_of(plan_of(meeting), at).takes_marks:
        raise DomainError(_("Buka presensi dahulu, lalu aktifkan kode cadangan."))
    if meeting.printed_code_at is None:
        meeting.printed_code_at = at
        _record("printed_code.switched_on", meeting, actor_id)


def switch_off(meeting: Meeting, *, actor_id: int) -> None:
    if meeting.printed_code_at is not None:
        meeting.printed_code_at = None
        _record("printed_code.switched_off", meeting, actor_id)


@in_indonesian()
def print_sheet(training: Training, meeting: MeetingPlan) -> bytes:
    """One page for the trainer, to keep at hand before the day."""
    settings: Settings = current_app.config["SETTINGS"]
    code = scanning.printed_code_of(meeting.id)
    html = render_template(
        "courses/attendance/print/code.html",
        training=training,
        meeting=meeting,
        code=code,
        qr=qr_svg(address_of(training.code, meeting.key, code), title=_("Kode QR kode cadangan")),
        address=settings.public_url.split("://", 1)[1],
    )
    return pdf.render(html, "print/code.css", "pdf/ua-1")


def _record(action: str, meeting: Meeting, actor_id: int) -> None:
    audit.record(action, meeting, actor_id=actor_id, training_id=meeting.training_id)
