"""Who was asked a question, and in which of its versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.trainings.models import Training
from lms.db import db
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Question, Quiz

_PAPERS = (
    sa.select(Attempt.paper, Attempt.submitted_at)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Training, Training.id == Quiz.training_id)
    .join(Question, Question.curriculum_id == Training.curriculum_id)
    .where(Question.id == sa.bindparam("question_id"))
)
_OPEN_PAPERS = _PAPERS.where(Attempt.submitted_at.is_(None))


@dataclass(frozen=True)
class Asked:
    """How many papers asked one version of a question."""

    version: int
    done: int
    running: int


def asked_of(question_id: int) -> dict[int, Asked]:
    """By version; papers keep the version they were made with."""
    done: defaultdict[int, int] = defaultdict(int)
    running: defaultdict[int, int] = defaultdict(int)
    for paper, submitted_at in db.session.execute(_PAPERS, {"question_id": question_id}):
        for version in _versions(paper, question_id):
            (running if submitted_at is None else done)[version] += 1
    return {
        version: Asked(version, done[version], running[version]) for version in {*done, *running}
    }


def sitters_of(question_id: int) -> int:
    """How many are being asked it right now."""
    papers = db.session.execute(_OPEN_PAPERS, {"question_id": question_id})
    return sum(bool(_versions(paper, question_id)) for paper, _submitted_at in papers)


def _versions(paper: Mapping[str, Any], question_id: int) -> set[int]:
    return {each["version"] for each in paper["questions"] if each["question_id"] == question_id}
