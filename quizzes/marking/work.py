"""One answer with everything that judging it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Row

from courses.trainings.models import Enrolment
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import answer_files, papers, scoring
from quizzes.attempts import queries as attempts
from quizzes.attempts.asking import part_of
from quizzes.attempts.models import AnswerFile, AnswerMark, Attempt
from quizzes.attempts.papers import PaperQuestion
from quizzes.bank.models import QuestionVersion, Quiz

_ATTEMPT = (
    sa.select(Attempt, Quiz, Enrolment, Person.name)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Attempt.id == sa.bindparam("attempt_id"),
        Quiz.training_id == sa.bindparam("training_id"),
        Attempt.submitted_at.is_not(None),
        Enrolment.withdrawn_at.is_(None),
    )
)
_CONTENT = sa.select(QuestionVersion.content).where(
    QuestionVersion.question_id == sa.bindparam("question_id"),
    QuestionVersion.number == sa.bindparam("version"),
)
_MARKS = (
    sa.select(AnswerMark, Person.name)
    .join(Person, Person.id == AnswerMark.marker_id)
    .where(
        AnswerMark.attempt_id == sa.bindparam("attempt_id"),
        AnswerMark.question_number == sa.bindparam("number"),
    )
    .order_by(AnswerMark.revision.desc())
)


@dataclass(frozen=True)
class Work:
    """`marks` are those ever given with their markers' names, the one in force first."""

    attempt: Attempt
    quiz: Quiz
    enrolment: Enrolment
    name: str
    number: int
    question: PaperQuestion
    text: str  # of an essay
    file: AnswerFile | None
    model: str  # what a good answer says, HTML
    marks: Sequence[Row[AnswerMark, str]]
    saved_at: datetime

    @property
    def mark(self) -> AnswerMark | None:
        return self.marks[0][0] if self.marks else None

    @property
    def is_outdated(self) -> bool:
        """Whether another answer took the place of the one that was marked."""
        return self.mark is not None and self.mark.created_at < self.saved_at

    @property
    def revision(self) -> int:
        return self.mark.revision if self.mark else 0


def work_of(training_id: int, attempt_id: int, number: int) -> Work | None:
    """An answer of this training that was handed in for a person to judge."""
    values = {"training_id": training_id, "attempt_id": attempt_id}
    row = db.session.execute(_ATTEMPT, values).first()
    if row is None:
        return None
    attempt, quiz, enrolment, name = row
    question = papers.thaw(attempt.paper).question(number)
    given = attempts.answers(attempt_id).get(number)
    if question is None or question.kind not in scoring.MARKED or not (given and given.choices):
        return None
    is_file = question.kind == scoring.FILE
    return Work(
        attempt=attempt,
        quiz=quiz,
        enrolment=enrolment,
        name=name,
        number=number,
        question=question,
        text="" if is_file else given.choices[0],
        file=answer_files.files_of(attempt_id).get(number) if is_file else None,
        model=_model(question),
        marks=db.session.execute(_MARKS, {"attempt_id": attempt_id, "number": number}).all(),
        saved_at=given.saved_at,
    )


def _model(question: PaperQuestion) -> str:
    values = {"question_id": question.question_id, "version": question.version}
    content = db.session.scalars(_CONTENT, values).one()
    model: str = part_of(content, question.part).get("model", "")
    return model
