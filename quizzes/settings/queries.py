"""A quiz with what bounds its settings."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from courses.trainings.models import Training
from lms.content import hash_of
from lms.db import db
from quizzes.attempts.services import bank_of
from quizzes.bank import settings
from quizzes.bank.models import Quiz

_QUIZ = sa.select(Quiz).where(
    Quiz.training_id == sa.bindparam("training_id"), Quiz.key == sa.bindparam("key")
)


@dataclass(frozen=True)
class Setup:
    """`questions` is how many a paper can ask, a case being one; of parallel quizzes the fewer."""

    quiz: Quiz
    parallel: Quiz | None
    questions: int
    fixed_pass_mark: int | None  # hundredths, where the training's rules say it

    @property
    def revision(self) -> str:
        return revision_of(self.quiz)


def revision_of(quiz: Quiz) -> str:
    return hash_of(settings.facts(quiz))


def setup_of(training: Training, key: str) -> Setup | None:
    quiz = db.session.scalar(_QUIZ, {"training_id": training.id, "key": key})
    if quiz is None:
        return None
    parallel = db.session.get(Quiz, quiz.parallel_id) if quiz.parallel_id else None
    both = [quiz, parallel] if parallel else [quiz]
    is_fixed = training.rules.get("post_test") == key
    return Setup(
        quiz=quiz,
        parallel=parallel,
        questions=min(len({each.question_id for each in bank_of(one.id)}) for one in both),
        fixed_pass_mark=training.rules["post_test_pass"] if is_fixed else None,
    )
