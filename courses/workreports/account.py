"""What a person's own data say of their work reports."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from courses.trainings.models import Enrolment, Training
from courses.workreports.models import ReportPhoto, ReportSubmission, WorkReport
from lms.db import db
from lms.panels import Context

_REPORTS = (
    sa.select(WorkReport, Training.code)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(WorkReport.id)
)
_SENT = (
    sa.select(ReportSubmission)
    .join(WorkReport, WorkReport.id == ReportSubmission.report_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(ReportSubmission.report_id, ReportSubmission.number)
)
_PHOTOS = (
    sa.select(ReportPhoto)
    .join(WorkReport, WorkReport.id == ReportPhoto.report_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(ReportPhoto.uploaded_at, ReportPhoto.id)
)


def data(_context: Context) -> dict[str, Any]:
    values = {"person_id": current_user.person_id}
    sent: defaultdict[int, list[str]] = defaultdict(list)
    for row in db.session.scalars(_SENT, values):
        sent[row.report_id].append(row.sent_at.isoformat())
    photos: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for photo in db.session.scalars(_PHOTOS, values):
        told = {"nama": photo.name, "ukuran": photo.size, "waktu": photo.uploaded_at.isoformat()}
        photos[photo.report_id].append(told)
    return {
        "laporan_kerja": [
            {
                "pelatihan": code,
                "keadaan": report.state.value,
                "isi": report.content,
                "terkirim": sent[report.id],
                "foto": photos[report.id],
            }
            for report, code in db.session.execute(_REPORTS, values)
        ]
    }
