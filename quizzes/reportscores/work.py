"""Work reports as those who score them see them: the queue, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from courses.trainings.models import Enrolment, Role, Training
from courses.workreports.models import ReportSubmission, WorkReport
from courses.workreports.rules import ReportState
from lms.db import db
from lms.people.models import Person
from quizzes.reportscores.rules import is_shown, may_be_scored
from quizzes.rubrics.loader import newest_rubric
from quizzes.rubrics.models import ReportAssessment, Rubric
from quizzes.rubrics.scoring import Criterion, criteria_of
from quizzes.rubrics.work import NoRubricError

_ASSESSOR = aliased(Person)
_NEWEST_NUMBER = (
    sa.select(sa.func.max(ReportSubmission.number))
    .where(ReportSubmission.report_id == WorkReport.id)
    .correlate(WorkReport)
    .scalar_subquery()
)
_QUEUE = (
    sa.select(
        Enrolment.id,
        Enrolment.person_id,
        Person.name,
        Enrolment.institution,
        WorkReport.state,
        ReportSubmission.id,
        ReportSubmission.sent_at,
        ReportAssessment.score,
    )
    .join(WorkReport, WorkReport.enrolment_id == Enrolment.id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(
        ReportSubmission,
        sa.and_(
            ReportSubmission.report_id == WorkReport.id,
            ReportSubmission.number == _NEWEST_NUMBER,
        ),
    )
    .outerjoin(ReportAssessment, ReportAssessment.submission_id == ReportSubmission.id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(ReportSubmission.sent_at, ReportSubmission.id)
)
_WORKS = (
    sa.select(
        ReportSubmission,
        WorkReport,
        Enrolment,
        Person.name,
        ReportAssessment,
        Rubric,
        _ASSESSOR.name,
        ReportSubmission.number == _NEWEST_NUMBER,
    )
    .join(WorkReport, WorkReport.id == ReportSubmission.report_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(ReportAssessment, ReportAssessment.submission_id == ReportSubmission.id)
    .outerjoin(Rubric, Rubric.id == ReportAssessment.rubric_id)
    .outerjoin(_ASSESSOR, _ASSESSOR.id == ReportAssessment.assessor_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.withdrawn_at.is_(None),
    )
)
_WORK = _WORKS.where(ReportSubmission.id == sa.bindparam("submission_id"))
_OF_SEAT = _WORKS.where(
    Enrolment.id == sa.bindparam("seat_id"), ReportSubmission.number == _NEWEST_NUMBER
)


@dataclass(frozen=True)
class Entry:
    """One trainee's newest submission."""

    seat: int
    person_id: int
    name: str
    institution: str
    state: ReportState
    submission_id: int
    sent_at: datetime
    score: int | None

    @property
    def is_waiting(self) -> bool:
        may = may_be_scored(self.state, is_newest=True, is_scored=self.score is not None)
        return may and self.score is None


@dataclass(frozen=True)
class ReportWork:
    """One submission with everything that scoring it needs."""

    submission: ReportSubmission
    report: WorkReport
    seat: Enrolment
    name: str
    assessment: ReportAssessment | None
    rubric: Rubric
    assessor: str | None
    is_newest: bool

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria_of(self.rubric.content)

    @property
    def revision(self) -> int:
        return self.assessment.revision if self.assessment is not None else 0

    @property
    def may_be_scored(self) -> bool:
        is_scored = self.assessment is not None
        return may_be_scored(self.report.state, is_newest=self.is_newest, is_scored=is_scored)

    @property
    def is_released(self) -> bool:
        """Its trainee sees the score."""
        shown = is_shown(self.report.state, is_newest=self.is_newest)
        return shown and self.assessment is not None


def queue(training_id: int) -> list[Entry]:
    """What waits for a score first, in the order in which it came."""
    rows: Sequence[Any] = db.session.execute(_QUEUE, {"training_id": training_id}).all()
    return sorted((Entry(*row) for row in rows), key=lambda entry: not entry.is_waiting)


def work_of(training: Training, submission_id: int) -> ReportWork | None:
    values = {"training_id": training.id, "submission_id": submission_id}
    return _work(training, db.session.execute(_WORK, values).one_or_none())


def newest_of(training: Training, seat_id: int) -> ReportWork | None:
    values = {"training_id": training.id, "seat_id": seat_id}
    return _work(training, db.session.execute(_OF_SEAT, values).one_or_none())


def has_rubric(training: Training) -> bool:
    return _newest_rubric(training) is not None


def _newest_rubric(training: Training) -> Rubric | None:
    return newest_rubric(training.id, training.rules.get("work_report_rubric", ""))


def _work(training: Training, row: Any) -> ReportWork | None:
    """Not yet scored, it comes with the newest rubric."""
    if row is None:
        return None
    submission, report, seat, name, assessment, used, assessor, is_newest = row
    rubric = used or _newest_rubric(training)
    if rubric is None:
        raise NoRubricError(_("Rubrik laporan kerja belum dimuat. Hubungi panitia."))
    return ReportWork(submission, report, seat, name, assessment, rubric, assessor, bool(is_newest))
