"""Late answers: let count by staff, with a reason, or left as the evidence that they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from lms import audit
from lms.db import db, take_lock
from quizzes.attempts import queries as attempts
from quizzes.attempts.locks import lock_of
from quizzes.attempts.marks import points_in_force
from quizzes.attempts.models import Answer, Attempt, Intervention, InterventionKind
from quizzes.attempts.services import settle
from quizzes.bank.models import Quiz
from quizzes.supervision.acting import OwnAttemptError, StaleActError
from quizzes.supervision.late_queries import LateAnswer, LateCase, case_of, facts_of

_ANSWER = sa.select(Answer).where(
    Answer.attempt_id == sa.bindparam("attempt_id"),
    Answer.question_number == sa.bindparam("number"),
)


@dataclass(frozen=True)
class Verdict:
    """`seen` is the last event that the form showed; what came after it waits for its own."""

    is_accepted: bool
    reason: str
    seen: int
    actor_id: int
    at: datetime


def decide(quiz: Quiz, attempt_id: int, verdict: Verdict) -> Intervention:
    """Decide about all that is open of one attempt. Runs under the quiz's lock; twice is once."""
    take_lock(db.session.connection(), lock_of(attempt_id))
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    case = case_of(quiz.training_id, quiz.key, attempt_id)
    if case is None or attempt.submitted_at is None:
        raise StaleActError(_("Keadaannya sudah berubah sejak halaman ini dibuka."))
    if case.person_id == verdict.actor_id:
        raise OwnAttemptError(_("Tes Anda sendiri diatur oleh orang lain."))
    done = _done_already(case, verdict)
    if done is not None:
        return done
    if case.seen != verdict.seen or not case.open:
        raise StaleActError(_("Keadaannya sudah berubah sejak halaman ini dibuka."))
    facts = _accept(attempt, case, verdict.at) if verdict.is_accepted else {}
    made = Intervention(
        quiz_id=quiz.id,
        enrolment_id=attempt.enrolment_id,
        attempt_id=attempt.id,
        kind=_kind(verdict),
        minutes=None,
        facts={
            "seen": verdict.seen,
            "attempt": attempt.number,
            "events": [late.event_id for late in case.open],
            **facts,
        },
        reason=verdict.reason,
        actor_id=verdict.actor_id,
        made_at=verdict.at,
    )
    db.session.add(made)
    _record(made, quiz, attempt, case)
    return made


def _record(made: Intervention, quiz: Quiz, attempt: Attempt, case: LateCase) -> None:
    audit.record(
        "intervention.made",
        made,
        actor_id=made.actor_id,
        training_id=quiz.training_id,
        reason=made.reason,
        kind=made.kind.value,
        enrolment_id=made.enrolment_id,
        attempt=attempt.number,
        questions=[late.number for late in case.open],
        score_before=made.facts.get("before", {}).get("score"),
        score=attempt.score,
    )


def _kind(verdict: Verdict) -> InterventionKind:
    accepted, refused = InterventionKind.LATE_ACCEPTED, InterventionKind.LATE_REFUSED
    return accepted if verdict.is_accepted else refused


def _done_already(case: LateCase, verdict: Verdict) -> Intervention | None:
    for made, _name in case.decided:
        is_same = made.kind is _kind(verdict) and made.actor_id == verdict.actor_id
        if is_same and made.facts["seen"] == verdict.seen:
            return made
    return None


def _accept(attempt: Attempt, case: LateCase, at: datetime) -> dict[str, Any]:
    """Put the newest answers in force and score again; return what stood before and stands now."""
    before = facts_of(attempt)
    changes = [_put_in_force(attempt.id, late, at) for late in case.open]
    db.session.flush()  # the marks in force depend on which answers are
    saved = {number: given.choices for number, given in attempts.answers(attempt.id).items()}
    settle(attempt, saved, points_in_force(attempt.id))
    return {"before": before, "after": facts_of(attempt), "answers": changes}


def _put_in_force(attempt_id: int, late: LateAnswer, at: datetime) -> dict[str, Any]:
    values = {"attempt_id": attempt_id, "number": late.number}
    answer = db.session.scalars(_ANSWER, values).first()
    change: dict[str, Any] = {"question": late.number, "event": late.event_id, "before": None}
    if answer is None:
        answer = Answer(attempt_id=attempt_id, question_number=late.number)
        db.session.add(answer)
    else:
        change["before"] = {
            "choices": answer.choices,
            "sequence": answer.sequence,
            "saved_at": answer.saved_at.isoformat(),
        }
    answer.choices, answer.sequence, answer.saved_at = late.choices, late.sequence, at
    return change
