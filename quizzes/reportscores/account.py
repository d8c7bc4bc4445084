"""What a person's own data say of scored work reports: those that were accepted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from courses.trainings.models import Enrolment, Training
from courses.workreports.models import ReportReview, ReportSubmission, WorkReport
from lms.db import db
from lms.i18n import format_score
from lms.panels import Context
from lms.people.models import Person
from quizzes.rubrics.models import ReportAssessment, Rubric

_SCORES = (
    sa.select(
        ReportAssessment, Training.code, ReportSubmission.number, Rubric.title, Rubric.version,
        Person.name,
    )
    .join(ReportSubmission, ReportSubmission.id == ReportAssessment.submission_id)
    .join(ReportReview, ReportReview.submission_id == ReportSubmission.id)
    .join(WorkReport, WorkReport.id == ReportSubmission.report_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .join(Rubric, Rubric.id == ReportAssessment.rubric_id)
    .join(Person, Person.id == ReportAssessment.assessor_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"), ReportReview.is_accepted)
    .order_by(ReportAssessment.id)
)  # fmt: skip


def data(_context: Context) -> dict[str, Any]:
    rows = db.session.execute(_SCORES, {"person_id": current_user.person_id})
    return {
        "nilai_laporan_kerja": [
            {
                "pelatihan": code,
                "kiriman": number,
                "rubrik": title,
                "versi_rubrik": version,
                "penilai": assessor,
                "waktu": row.saved_at.isoformat(),
                "tingkat": row.levels,
                "nilai": format_score(row.score),
                "komentar": row.comment,
            }
            for row, code, number, title, version, assessor in rows
        ]
    }
