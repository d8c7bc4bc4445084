"""One report on paper, with its plan beside it and its photos."""

from __future__ import annotations

import base64

from flask import render_template

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.trainings.models import Training
from courses.workreports import photos, rules
from courses.workreports.forms import DONE_LABELS
from courses.workreports.queries import Desk, Line
from lms import pdf
from lms.files import MissingFileError
from lms.i18n import in_indonesian
from lms.people.regions import region_name


@in_indonesian()
def html_of(training: Training, line: Line, desk: Desk) -> str:
    """The newest submission; a photo whose file is lost is left out, its caption stays."""
    sent = desk.history[0]
    rows = {photo.id: photo for photo in photos.all_of(sent.submission.report_id)}
    pictures = {}
    for key, photo in rows.items():
        try:
            data = base64.b64encode(photos.content_of(photo, line.seat)).decode()
        except MissingFileError:
            continue
        pictures[key] = f"data:image/jpeg;base64,{data}"
    return render_template(
        "courses/workreports/print/report.html",
        training=training,
        line=line,
        sent=sent,
        planned=desk.plans.get(sent.report.plan_id, ()),
        pictures=pictures,
        programs=PROGRAM_LABELS,
        done_labels=DONE_LABELS,
        region=region_name(line.region_code),
        due=rules.due_day(training.last_day, training.rules),
    )


def pdf_of(html: str) -> bytes:
    """Never inside `transaction()`."""
    return pdf.render_apart(html, "print/report.css", "pdf/ua-1")
