"""The second assessment, and settling what two markers see differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.moderation.models import Adjudication, AdjudicationKind, SecondAssessment
from quizzes.moderation.queries import Pair, Piece
from quizzes.moderation.rules import is_disputed, may_decide, may_mark_second, setting_of
from quizzes.rubrics.models import Assessment
from quizzes.rubrics.scoring import score
from quizzes.rubrics.stages import Stage
from quizzes.rubrics.work import Work, authors_of


class NotYoursError(DomainError):
    """Somebody else is the second marker, or this person has marked or written the work."""

    status = 403


class ChangedError(DomainError):
    """The work went on after the page was opened."""


@dataclass(frozen=True)
class Mark:
    levels: Mapping[str, int]
    comment: str


@dataclass(frozen=True)
class Ruling:
    """What somebody says to a difference; `number` is how much was said on the page."""

    levels: Mapping[str, int]
    reason: str
    number: int


def save(work: Work, piece: Piece, mark: Mark, *, assessor_id: int, at: datetime) -> None:
    """Keep a draft; whoever saves first is the second marker."""
    _write(work, piece, mark, assessor_id=assessor_id, at=at)


def finish(
    training: Training, work: Work, piece: Piece, mark: Mark, *, assessor_id: int, at: datetime
) -> SecondAssessment:
    """Put both beside each other. The same finish again changes nothing."""
    row = piece.second
    if row is not None and row.finished_at is not None and _is_repeated(row, mark, assessor_id):
        return row
    row = _write(work, piece, mark, assessor_id=assessor_id, at=at)
    first, setting = work.assessment, setting_of(training.rules)
    if row.score is None or first is None or first.score is None or setting is None:
        raise ChangedError(_("Penilai pertama sedang mengubah nilainya. Coba lagi nanti."))
    row.finished_at = at
    row.first_id, row.first_levels, row.first_score = (
        first.assessor_id,
        dict(first.levels),
        first.score,
    )
    row.is_disputed = is_disputed(setting, first.score, row.score, work.rubric.pass_mark)
    db.session.flush()
    audit.record(
        "second.finished",
        row,
        actor_id=assessor_id,
        training_id=training.id,
        submission_id=row.submission_id,
        levels=row.levels,
        score=row.score,
        first_score=row.first_score,
        is_disputed=row.is_disputed,
    )
    return row


def _write(
    work: Work, piece: Piece, mark: Mark, *, assessor_id: int, at: datetime
) -> SecondAssessment:
    row = piece.second
    may = may_mark_second(assessor_id, first_id=piece.first_id, authors=authors_of(work))
    if not may or (row is not None and row.assessor_id != assessor_id):
        raise NotYoursError(_("Penilaian kedua dikerjakan fasilitator lain."))
    if piece.stage is not Stage.WAITING:
        raise ChangedError(_("Penilaian kedua sudah selesai dan tidak dapat diubah lagi."))
    facts = {
        "rubric_id": work.rubric.id,
        "levels": dict(mark.levels),
        "comment": mark.comment,
        "score": score(work.criteria, mark.levels),
        "saved_at": at,
    }
    row = row or SecondAssessment(submission_id=work.submission.id, assessor_id=assessor_id)
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.add(row)
    return row


def _is_repeated(row: SecondAssessment, mark: Mark, assessor_id: int) -> bool:
    said = (row.assessor_id, row.levels, row.comment)
    return said == (assessor_id, dict(mark.levels), mark.comment)


def rule(pair: Pair, ruling: Ruling, *, person_id: int, at: datetime) -> Adjudication:
    """Decide as a third person, or propose as a marker: the other's same levels are consent."""
    points = score(pair.work.criteria, ruling.levels)
    if points is None or not ruling.reason:
        raise ValueError("a ruling has every level and a reason")
    if person_id in authors_of(pair.work):
        raise NotYoursError(_("Rencana kerja Anda sendiri diputuskan orang lain."))
    if pair.stage is not Stage.DISPUTED or len(pair.said) != ruling.number:
        raise ChangedError(_("Keadaannya sudah berubah sejak Anda membuka halaman ini."))
    row = Adjudication(
        submission_id=pair.work.submission.id,
        number=ruling.number + 1,
        kind=_kind(pair, ruling, person_id),
        person_id=person_id,
        levels=dict(ruling.levels),
        score=points,
        reason=ruling.reason,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    training_id = pair.work.enrolment.training_id
    audit.record(
        f"second.{row.kind.value}",
        row,
        actor_id=person_id,
        training_id=training_id,
        reason=row.reason,
        submission_id=row.submission_id,
        levels=row.levels,
        score=row.score,
    )
    if row.kind is not AdjudicationKind.PROPOSED:
        _settle(pair.work.assessment, row)
    return row


def _kind(pair: Pair, ruling: Ruling, person_id: int) -> AdjudicationKind:
    second = pair.second
    ids = {"first_id": second.first_id or 0, "second_id": second.assessor_id}
    if may_decide(person_id, authors=authors_of(pair.work), **ids):
        return AdjudicationKind.DECIDED
    last = pair.said[-1].row if pair.said else None
    is_consent = (
        last is not None and last.person_id != person_id and last.levels == dict(ruling.levels)
    )
    return AdjudicationKind.AGREED if is_consent else AdjudicationKind.PROPOSED


def _settle(assessment: Assessment | None, row: Adjudication) -> None:
    """The draft takes the levels that stand; it is released as any other."""
    if assessment is None:
        raise ValueError("two assessments have a first")
    assessment.levels, assessment.score = dict(row.levels), row.score
    assessment.revision += 1
    assessment.saved_at = row.made_at
