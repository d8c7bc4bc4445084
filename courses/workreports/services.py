"""Writing the work report, sending it, and what staff say of it.

A closed training still takes reports: they tell what came after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.fieldwork.rules import is_editable, may_become
from courses.trainings.models import Enrolment
from courses.workreports.models import ReportPhoto, ReportReview, ReportSubmission, WorkReport
from courses.workreports.rules import Report, ReportState, problems
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.i18n import local_date

_REPORT = sa.select(WorkReport).where(WorkReport.enrolment_id == sa.bindparam("enrolment_id"))
_NEWEST = (
    sa.select(ReportSubmission)
    .where(ReportSubmission.report_id == sa.bindparam("report_id"))
    .order_by(ReportSubmission.number.desc())
    .limit(1)
)
_REVIEW = sa.select(ReportReview).where(ReportReview.submission_id == sa.bindparam("submission_id"))


class StaleReportError(DomainError):
    """The stored report is no longer the one that the form was made from."""


class ReportNotWaitingError(DomainError):
    """Only the newest submission, not yet answered, can be accepted or returned."""


class OwnReportError(DomainError):
    """Nobody answers the own report."""

    status = 403


@dataclass(frozen=True)
class Answer:
    """What staff say of the submission that the page showed."""

    submission_id: int
    is_accepted: bool
    comment: str
    reviewer_id: int

    def is_that_of(self, review: ReportReview) -> bool:
        same = (review.is_accepted, review.comment) == (self.is_accepted, self.comment)
        return same and review.reviewer_id == self.reviewer_id


def lock_of(enrolment_id: int) -> str:
    """Its trainee writes a report and staff answer it: they take turns."""
    return f"work report {enrolment_id}"


def report_of(enrolment_id: int) -> WorkReport | None:
    return db.session.scalar(_REPORT, {"enrolment_id": enrolment_id})


def newest_submission(report_id: int) -> ReportSubmission | None:
    return db.session.scalar(_NEWEST, {"report_id": report_id})


def begun(enrolment_id: int, at: datetime) -> WorkReport:
    """The report, begun where there is none; an open form of revision 0 still fits it."""
    row = report_of(enrolment_id)
    if row is None:
        row = WorkReport(
            enrolment_id=enrolment_id,
            state=ReportState.DRAFT,
            content={},
            revision=0,
            comment="",
            saved_at=at,
        )
        db.session.add(row)
        db.session.flush()  # photos and submissions name it
    return row


def refuse_unless_editable(row: WorkReport) -> None:
    if not is_editable(row.state):
        raise StaleReportError(_("Laporan kerja Anda sudah terkirim dan tidak dapat diubah."))


def save_draft(enrolment_id: int, report: Report, *, revision: int, at: datetime) -> WorkReport:
    """Keep what was typed, complete or not. The same content again changes nothing."""
    row, content = report_of(enrolment_id), report.as_json()
    if row is not None and row.content == content and is_editable(row.state):
        row.saved_at = at
        return row
    row = _current(row, enrolment_id, revision, at)
    row.content, row.saved_at = content, at
    row.revision += 1
    return row


def send(
    seat: Enrolment,
    report: Report,
    photos: Sequence[ReportPhoto],
    *,
    revision: int,
    actor_id: int,
    at: datetime,
) -> ReportSubmission:
    """Send the report and freeze it. The same report sent again is the submission that stands."""
    report = report.without_blanks()
    if problems(report, local_date(at)):
        raise ValueError("an incomplete report cannot be sent")
    content = report.as_json() | {"photos": _named(photos, report)}
    row = report_of(seat.id)
    standing = newest_submission(row.id) if row is not None else None
    if row is not None and standing is not None and row.state is ReportState.SENT:
        if standing.content != content:
            raise StaleReportError(_("Laporan kerja Anda sudah terkirim."))
        return standing
    row = _current(row, seat.id, revision, at)
    row.content, row.saved_at = report.as_json(), at
    row.state, row.comment = ReportState.SENT, ""
    row.revision += 1
    number = standing.number + 1 if standing is not None else 1
    sent = ReportSubmission(report_id=row.id, number=number, content=content, sent_at=at)
    db.session.add(sent)
    audit.record(
        "work_report.sent", sent, actor_id=actor_id, training_id=seat.training_id, number=number
    )
    return sent


def _named(photos: Sequence[ReportPhoto], report: Report) -> list[dict[str, Any]]:
    return [
        {"id": photo.id, "name": photo.name, "caption": report.captions.get(str(photo.id), "")}
        for photo in photos
    ]


def answer(row: WorkReport, seat: Enrolment, said: Answer, *, at: datetime) -> ReportReview:
    """Accept a submission or give it back. The same answer again is the one that stands."""
    if seat.person_id == said.reviewer_id:
        raise OwnReportError(_("Laporan Anda sendiri diperiksa oleh orang lain."))
    standing = db.session.scalar(_REVIEW, {"submission_id": said.submission_id})
    if standing is not None and said.is_that_of(standing):
        return standing
    newest = newest_submission(row.id)
    following = ReportState.ACCEPTED if said.is_accepted else ReportState.RETURNED
    is_waiting = newest is not None and newest.id == said.submission_id and standing is None
    if not is_waiting or not may_become(row.state, following):
        raise ReportNotWaitingError(_("Laporan ini baru saja berubah. Periksa dahulu."))
    if not said.is_accepted and not said.comment:
        raise ValueError("a report is returned with a comment")
    row.state, row.comment = following, "" if said.is_accepted else said.comment
    row.revision += 1
    review = ReportReview(
        submission_id=said.submission_id,
        is_accepted=said.is_accepted,
        comment=said.comment,
        reviewer_id=said.reviewer_id,
        reviewed_at=at,
    )
    db.session.add(review)
    audit.record(
        "work_report.accepted" if said.is_accepted else "work_report.returned",
        row,
        actor_id=said.reviewer_id,
        training_id=seat.training_id,
        reason=said.comment,
    )
    return review


def _current(row: WorkReport | None, enrolment_id: int, revision: int, at: datetime) -> WorkReport:
    """The report to write to, if the form was made from it."""
    if row is None:
        return begun(enrolment_id, at)
    if row.revision != revision or not is_editable(row.state):
        raise StaleReportError(_("Laporan kerja ini sudah berubah sejak Anda membukanya."))
    return row
