"""Reads of work reports: one trainee's desk, everybody's standing, and what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import Activity, PlanState, is_editable, plan_from
from courses.trainings.models import Enrolment, Role, Training
from courses.workreports import photos, rules
from courses.workreports.models import ReportPhoto, ReportReview, ReportSubmission, WorkReport
from courses.workreports.rules import Report, ReportState, Standing, report_from
from courses.workreports.services import report_of
from lms import panels
from lms.db import db
from lms.i18n import local_date
from lms.people.models import Person

SCORES = "work_report.scores"  # providers: Context -> {seat id: hundredths}

_PLANS = (
    sa.select(PlanSubmission.id, PlanSubmission.content, WorkPlan.state)
    .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
    .where(WorkPlan.enrolment_id == sa.bindparam("enrolment_id"))
    .order_by(PlanSubmission.number.desc())
)
_HISTORY = (
    sa.select(ReportSubmission, ReportReview, Person.name)
    .join(WorkReport, WorkReport.id == ReportSubmission.report_id)
    .outerjoin(ReportReview, ReportReview.submission_id == ReportSubmission.id)
    .outerjoin(Person, Person.id == ReportReview.reviewer_id)
    .where(WorkReport.enrolment_id == sa.bindparam("enrolment_id"))
    .order_by(ReportSubmission.number.desc())
)


def _sent(which: Any) -> sa.ScalarSelect[datetime]:
    of_it = sa.select(which).where(ReportSubmission.report_id == WorkReport.id)
    return of_it.correlate(WorkReport).scalar_subquery()


FIRST_SENT = _sent(sa.func.min(ReportSubmission.sent_at))
LAST_SENT = _sent(sa.func.max(ReportSubmission.sent_at))
_HAS_PLAN = sa.exists().where(
    WorkPlan.enrolment_id == Enrolment.id, WorkPlan.state == PlanState.ACCEPTED
)
_LINES = (
    sa.select(
        Enrolment.id,
        Person.id,
        Person.name,
        Person.phone,
        Enrolment.institution,
        Enrolment.region_code,
        WorkReport.state,
        WorkReport.saved_at,
        FIRST_SENT,
        _HAS_PLAN,
        Person.email,
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(WorkReport, WorkReport.enrolment_id == Enrolment.id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Enrolment.region_code.is_(None), Enrolment.region_code, Person.name_key, Enrolment.id)
)
_LINE = _LINES.where(Enrolment.id == sa.bindparam("enrolment_id"))
_ACCEPTED = (
    sa.select(WorkReport.enrolment_id)
    .join(Enrolment, Enrolment.id == WorkReport.enrolment_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        WorkReport.state == ReportState.ACCEPTED,
    )
)
_IS_ACCEPTED = sa.select(
    sa.exists().where(
        WorkReport.enrolment_id == sa.bindparam("enrolment_id"),
        WorkReport.state == ReportState.ACCEPTED,
    )
)


@dataclass(frozen=True)
class Sent:
    """One submission with the answer to it."""

    submission: ReportSubmission
    review: ReportReview | None
    reviewer: str | None

    @property
    def report(self) -> Report:
        return report_from(self.submission.content)

    @property
    def photos(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.submission.content.get("photos", [])
        return found


@dataclass(frozen=True)
class Desk:
    """All that the page of one trainee's report needs."""

    row: WorkReport | None
    plans: dict[int, tuple[Activity, ...]]  # what was planned, by submission, the newest first
    has_accepted_plan: bool
    photos: Sequence[ReportPhoto]
    history: Sequence[Sent]

    @property
    def plan_id(self) -> int:
        return next(iter(self.plans), 0)

    @property
    def planned(self) -> tuple[Activity, ...]:
        return self.plans.get(self.plan_id, ())

    @property
    def revision(self) -> int:
        return self.row.revision if self.row is not None else 0

    @property
    def may_write(self) -> bool:
        return self.row is None or is_editable(self.row.state)

    @property
    def stored(self) -> Report:
        return self.beside(report_from(self.row.content) if self.row is not None else Report())

    def beside(self, report: Report) -> Report:
        """The report beside the plan as it was handed in last."""
        before = self.plans.get(report.plan_id, ())
        return rules.beside(report, before, self.plan_id, self.planned)

    def late(self, training: Training, today: date) -> int:
        first = local_date(self.history[-1].submission.sent_at) if self.history else None
        return rules.days_late(rules.due_day(training.last_day, training.rules), first, today)


def desk_of(enrolment_id: int) -> Desk:
    values = {"enrolment_id": enrolment_id}
    plans = db.session.execute(_PLANS, values).all()
    row = report_of(enrolment_id)
    return Desk(
        row=row,
        plans={key: plan_from(content).activities for key, content, _state in plans},
        has_accepted_plan=any(state is PlanState.ACCEPTED for _key, _content, state in plans),
        photos=photos.standing_of(row.id) if row is not None else (),
        history=[Sent(*found) for found in db.session.execute(_HISTORY, values)],
    )


@dataclass(frozen=True)
class Line:
    """One trainee in the list of reports."""

    seat: int
    person_id: int
    name: str
    phone: str | None
    institution: str
    region_code: str | None
    state: ReportState | None
    saved_at: datetime | None
    first_sent_at: datetime | None
    has_accepted_plan: bool
    email: str | None = None
    late: int = 0
    score: int | None = None  # hundredths, of what was sent last

    @property
    def standing(self) -> Standing:
        return rules.standing_of(self.state)

    @property
    def is_overdue(self) -> bool:
        """Nothing has come yet although it was due."""
        return self.first_sent_at is None and self.late > 0

    @property
    def is_owed(self) -> bool:
        return self.standing in {Standing.NOT_BEGUN, Standing.DRAFT, Standing.RETURNED}


def lines_of(training: Training, today: date) -> list[Line]:
    """Every trainee, who is overdue first, then by region."""
    rows = db.session.execute(_LINES, {"training_id": training.id})
    lines = [_line(training, row, today) for row in rows]
    return sorted(lines, key=lambda line: not line.is_overdue)


def with_scores(training: Training, lines: Sequence[Line], at: datetime) -> list[Line]:
    """The same with what whoever keeps scores says of each."""
    context = panels.Context(training, frozenset(), None, at)
    scores = {key: score for found in panels.of(SCORES, context) for key, score in found.items()}
    return [replace(line, score=scores.get(line.seat)) for line in lines]


def line_of(training: Training, enrolment_id: int, today: date) -> Line | None:
    values = {"training_id": training.id, "enrolment_id": enrolment_id}
    row = db.session.execute(_LINE, values).first()
    return _line(training, row, today) if row is not None else None


def _line(training: Training, row: Any, today: date) -> Line:
    first = local_date(row[8]) if row[8] is not None else None
    due = rules.due_day(training.last_day, training.rules)
    line = Line(*tuple(row))
    return replace(line, late=rules.days_late(due, first, today))


def accepted_reports(training_id: int) -> set[int]:
    """The enrolments of a training whose report is accepted."""
    return set(db.session.scalars(_ACCEPTED, {"training_id": training_id}))


def has_accepted_report(enrolment_id: int) -> bool:
    return bool(db.session.scalar(_IS_ACCEPTED, {"enrolment_id": enrolment_id}))
