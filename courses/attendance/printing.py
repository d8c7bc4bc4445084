"""The register on paper: the same lines as on the page, with head, legend and signature."""

from __future__ import annotations

from flask import render_template

from courses.attendance.registers import Register, region_name
from courses.attendance.totals import Standing
from courses.attendance.words import FACES
from courses.trainings.models import Training
from lms import pdf
from lms.i18n import in_indonesian

# Letters, as on a class register: narrow, and they survive a copying machine.
LETTERS = {
    Standing.PRESENT: "H",
    Standing.LATE: "T",
    Standing.EXCUSED: "I",
    Standing.SICK: "S",
    Standing.ABSENT: "A",
    Standing.UNMARKED: "B",
}


@in_indonesian()
def print_register(training: Training, register: Register) -> bytes:
    """Never inside `transaction()`."""
    html = render_template(
        "courses/attendance/print/register.html",
        training=training,
        register=register,
        standings=list(Standing),
        letters=LETTERS,
        faces=FACES,
        region_name=region_name,
        hour=training.minutes_per_lesson_hour,
        required=training.rules["attendance_percent"],
    )
    # It may be wanted while everybody checks in, and takes seconds.
    return pdf.render_apart(html, "print/register.css", "pdf/ua-1")
