"""Scoring a work report: changed as often as needed until the report is accepted."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from courses.workreports.services import OwnReportError
from lms import audit
from lms.db import db
from quizzes.reportscores.work import ReportWork
from quizzes.rubrics.models import ReportAssessment
from quizzes.rubrics.scoring import score
from quizzes.rubrics.services import Grade, StaleAssessmentError


def save(work: ReportWork, grade: Grade, *, assessor_id: int, at: datetime) -> ReportAssessment:
    """Keep the score. The same one again changes nothing."""
    if work.seat.person_id == assessor_id:
        raise OwnReportError(_("Laporan Anda sendiri dinilai oleh fasilitator lain."))
    row = work.assessment
    if row is not None and _says(row, grade):
        return row
    _refuse_if_stale(work, grade)
    points = score(work.criteria, grade.levels)
    if points is None:
        raise ValueError("a score needs a level for every criterion")
    if row is None:
        row = ReportAssessment(submission_id=work.submission.id, revision=0)
        db.session.add(row)
    row.rubric_id, row.assessor_id = work.rubric.id, assessor_id
    row.levels, row.comment, row.score = dict(grade.levels), grade.comment, points
    row.saved_at = at
    row.revision += 1
    audit.record(
        "report_assessment.saved",
        row,
        actor_id=assessor_id,
        training_id=work.seat.training_id,
        levels=row.levels,
        score=points,
        revision=row.revision,
    )
    return row


def _says(row: ReportAssessment, grade: Grade) -> bool:
    return row.levels == dict(grade.levels) and row.comment == grade.comment


def _refuse_if_stale(work: ReportWork, grade: Grade) -> None:
    if not work.is_newest:
        raise StaleAssessmentError(_("Peserta sudah mengirim laporan yang lebih baru."))
    if work.revision != grade.revision or work.rubric.id != grade.rubric_id:
        raise StaleAssessmentError(_("Nilai ini sudah berubah sejak Anda membukanya."))
    if not work.may_be_scored:
        raise StaleAssessmentError(_("Laporan ini sudah dikembalikan, atau nilainya sudah tetap."))
