"""Grading a submission: saved as often as needed, released once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from courses.fieldwork import services as fieldwork
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.rubrics.models import Assessment, AssessmentState
from quizzes.rubrics.scoring import has_passed, may_be_released, score
from quizzes.rubrics.seconds import stages
from quizzes.rubrics.stages import HELD
from quizzes.rubrics.work import Work, authors_of


class StaleAssessmentError(DomainError):
    """Somebody else graded the submission after this form was opened."""


class UnseenWorkError(DomainError):
    """Another trainer is grading it, and whoever may be the second marker must not see how."""


class OwnWorkError(DomainError):
    """Nobody grades the own work."""

    status = 403


@dataclass(frozen=True)
class Grade:
    """What a grader says; `rubric_id` and `revision` are those that the page showed."""

    levels: Mapping[str, int]
    comment: str
    rubric_id: int
    revision: int


def save(work: Work, grade: Grade, *, assessor_id: int, at: datetime) -> Assessment:
    """Keep a draft that only graders see. The same grade again changes nothing."""
    row = work.assessment
    if row is not None and row.state is AssessmentState.DRAFT and _says(row, grade):
        row.saved_at = at
        return row
    return _write(work, grade, assessor_id=assessor_id, at=at)


def release(work: Work, grade: Grade, *, assessor_id: int, at: datetime) -> Assessment:
    """Show the score to the trainee; the rubric's pass mark decides what becomes of the plan.

    What needs a second marker stays a draft until both are done.
    """
    row = work.assessment
    if row is not None and work.is_released and _says(row, grade) and row.score is not None:
        return row
    row = _write(work, grade, assessor_id=assessor_id, at=at)
    if row.score is None:
        raise ValueError("a score needs a level for every criterion")
    if _is_held(work):
        return row
    if has_passed(row.score, work.rubric.pass_mark):
        who = {"training_id": work.enrolment.training_id, "actor_id": assessor_id}
        for plan in work.plans:
            fieldwork.accept(plan, **who)
    else:
        _return(work, row, assessor_id)
    _finish(work, row, assessor_id, at)
    return row


def ask_for_revision(work: Work, grade: Grade, *, assessor_id: int, at: datetime) -> Assessment:
    """Give the plan back without a score: what counts is the plan that comes next."""
    row = work.assessment
    if row is not None and work.is_released and _says(row, grade) and row.score is None:
        return row
    row = _write(work, grade, assessor_id=assessor_id, at=at)
    if _is_held(work):
        return row
    row.score = None
    _return(work, row, assessor_id)
    _finish(work, row, assessor_id, at)
    return row


def release_all(
    works: Sequence[Work], revisions: Mapping[int, int], *, assessor_id: int, at: datetime
) -> int:
    """Release the drafts that are as they were shown, and count them; others are left alone."""
    count = 0
    for work in works:
        row = work.assessment
        if row is None or row.revision != revisions.get(work.submission.id) or work.is_released:
            continue
        if may_be_released(row.score, row.comment, work.rubric.pass_mark):
            grade = Grade(row.levels, row.comment, row.rubric_id, row.revision)
            row = release(work, grade, assessor_id=assessor_id, at=at)
            count += row.state is AssessmentState.RELEASED
    return count


def _says(row: Assessment, grade: Grade) -> bool:
    return row.levels == dict(grade.levels) and row.comment == grade.comment


def _is_held(work: Work) -> bool:
    """Asked after the score was written: it may lie near the pass mark only now."""
    return stages(work.enrolment.training_id).get(work.submission.id) in HELD


def _write(work: Work, grade: Grade, *, assessor_id: int, at: datetime) -> Assessment:
    if assessor_id in authors_of(work):
        raise OwnWorkError(_("Rencana kerja Anda sendiri dinilai oleh fasilitator lain."))
    if work.is_hidden_from(assessor_id):
        raise UnseenWorkError(_("Rencana kerja ini sedang dinilai fasilitator lain."))
    is_stale = work.revision != grade.revision or work.rubric.id != grade.rubric_id
    if is_stale or work.is_released:
        raise StaleAssessmentError(_("Nilai ini sudah berubah sejak Anda membukanya."))
    row = work.assessment
    if row is not None and work.is_fixed and row.levels != dict(grade.levels):
        raise StaleAssessmentError(_("Penilaian kedua sudah selesai, jadi tingkatnya tetap."))
    if row is None:
        row = Assessment(submission_id=work.submission.id, state=AssessmentState.DRAFT, revision=0)
        db.session.add(row)
    row.rubric_id = work.rubric.id
    if not work.is_fixed:
        row.assessor_id = assessor_id
    row.levels, row.comment = dict(grade.levels), grade.comment
    row.score = score(work.criteria, grade.levels)
    row.saved_at = at
    row.revision += 1
    audit.record(
        "assessment.saved",
        row,
        actor_id=assessor_id,
        training_id=work.enrolment.training_id,
        levels=row.levels,
        revision=row.revision,
    )
    return row


def _return(work: Work, row: Assessment, assessor_id: int) -> None:
    if not row.comment:
        raise ValueError("a plan is returned with a comment")
    who = {"training_id": work.enrolment.training_id, "actor_id": assessor_id}
    for plan in work.plans:
        fieldwork.return_for_revision(plan, row.comment, **who)


def _copy(row: Assessment, submission_id: int) -> Assessment:
    """The same grade for a partner: each person's evidence stands on an own row."""
    return Assessment(
        submission_id=submission_id,
        rubric_id=row.rubric_id,
        assessor_id=row.assessor_id,
        levels=dict(row.levels),
        comment=row.comment,
        score=row.score,
        state=row.state,
        saved_at=row.saved_at,
        released_at=row.released_at,
    )


def _finish(work: Work, row: Assessment, assessor_id: int, at: datetime) -> None:
    row.state, row.released_at = AssessmentState.RELEASED, at
    db.session.add_all(_copy(row, submission.id) for submission, _plan in work.copies)
    audit.record(
        "assessment.released",
        row,
        actor_id=assessor_id,
        training_id=work.enrolment.training_id,
        score=row.score,
        plan=work.plan.state.value,
    )
