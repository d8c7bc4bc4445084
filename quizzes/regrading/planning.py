"""What a correction would do, attempt by attempt, before anybody says yes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.trainings.models import Training
from quizzes.attempts import papers, scoring
from quizzes.attempts.asking import questions_of
from quizzes.attempts.papers import Paper, PaperQuestion
from quizzes.authoring.queries import Known
from quizzes.regrading import queries
from quizzes.regrading.rules import (
    Misfit,
    Outcome,
    Shift,
    Totals,
    Way,
    by_misfit,
    cancelled,
    corrected,
    totals,
)


@dataclass(frozen=True)
class Line:
    """One attempt that changes: its questions as they stand and as they will, by place."""

    attempt_id: int
    name: str
    quiz_title: str
    number: int
    submitted_at: datetime | None
    before: Mapping[int, Mapping[str, Any]]
    after: Mapping[int, Mapping[str, Any]]
    shift: Shift


@dataclass(frozen=True)
class Plan:
    """`kept` counts papers by the version they ask and why its key cannot be corrected."""

    way: Way
    version: int
    lines: tuple[Line, ...]
    kept: Mapping[tuple[int, Misfit], int]
    untouched: int  # papers that have this key already

    @property
    def totals(self) -> Totals:
        return totals(line.shift for line in self.lines)

    @property
    def running(self) -> int:
        return sum(line.submitted_at is None for line in self.lines)

    @property
    def waiting(self) -> int:
        """Ended, and without a score before a person marks something."""
        return sum(
            line.submitted_at is not None and not line.shift.is_scored for line in self.lines
        )

    @property
    def digest(self) -> str:
        """Of all that the page says: an equal plan, an equal digest."""
        said = [
            [each.attempt_id, dict(each.before), dict(each.after), _scores(each.shift)]
            for each in self.lines
        ]
        body = json.dumps([self.way, self.version, said], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()


def _scores(shift: Shift) -> list[int | None]:
    return [shift.before.score, shift.after.score, shift.pass_mark]


def plan(training: Training, question: Known, way: Way) -> Plan:
    """In four statements at any size."""
    rows = queries.papers_asking(training.id, question.id)
    ids = [row.id for row in rows]
    answers, marks = queries.answers_of(ids), queries.marks_of(ids)
    newest = questions_of(question.id, question.version, question.kind.value, question.content)
    lines, kept, untouched = [], [], 0
    for row in rows:
        paper = papers.thaw(row.paper)
        found = _changed(paper, question.id, way, newest)
        if isinstance(found, Misfit):
            kept.append((_version(paper, question.id), found))
        elif found:
            lines.append(_line(row, paper, found, answers[row.id], marks[row.id]))
        else:
            untouched += 1
    return Plan(way, question.version, tuple(lines), by_misfit(kept), untouched)


def _changed(
    paper: Paper, question_id: int, way: Way, newest: Sequence[PaperQuestion]
) -> dict[int, PaperQuestion] | Misfit:
    """The questions that change, by place; of a case all its parts or none."""
    changed = {}
    for place, asked in enumerate(paper.questions, start=1):
        if asked.question_id != question_id:
            continue
        found = cancelled(asked) if way is Way.VOID else corrected(asked, newest)
        if isinstance(found, Misfit):
            if found is Misfit.MARKED and asked.part:
                continue  # a part that a person marks; the others have a key
            return found
        if found != asked:
            changed[place] = found
    return changed


def _version(paper: Paper, question_id: int) -> int:
    return next(each.version for each in paper.questions if each.question_id == question_id)


def _line(
    row: Any,
    paper: Paper,
    changed: Mapping[int, PaperQuestion],
    answers: Mapping[int, list[str]],
    marks: Mapping[int, int],
) -> Line:
    after = Paper(
        tuple(changed.get(place, each) for place, each in enumerate(paper.questions, start=1))
    )
    frozen = papers.freeze(after)["questions"]
    return Line(
        attempt_id=row.id,
        name=row.name,
        quiz_title=row.title,
        number=row.number,
        submitted_at=row.submitted_at,
        before={place: row.paper["questions"][place - 1] for place in changed},
        after={place: frozen[place - 1] for place in changed},
        shift=Shift(
            Outcome(row.points, row.score),
            _outcome(after, answers, marks) if row.submitted_at else Outcome(None, None),
            row.pass_mark,
        ),
    )


def _outcome(paper: Paper, answers: Mapping[int, list[str]], marks: Mapping[int, int]) -> Outcome:
    if scoring.is_waiting(paper, answers, marks):
        return Outcome(None, None)
    found = scoring.score(paper, answers, marks)
    return Outcome(found.points, found.score)
