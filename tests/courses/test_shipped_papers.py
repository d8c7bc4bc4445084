"""Papers drawn from the shipped questions, in each edition: what is right earns everything."""

from __future__ import annotations

import pytest

from courses.trainings.reading import read_training
from lms.content import Fault
from quizzes.attempts import papers, scoring
from quizzes.attempts.asking import questions_of
from quizzes.attempts.papers import Paper, PaperQuestion
from quizzes.bank.reading import read_quizzes
from quizzes.bank.rendering import content_of
from quizzes.bank.schema import QuizFile
from tests.courses.shipped import FOLDER, MODULE_QUIZZES, TESTS, in_each_edition

SEEDS = range(12)


@pytest.fixture(scope="module")
def quizzes() -> dict[str, QuizFile]:
    faults: list[Fault] = []
    read = read_quizzes(FOLDER, read_training(FOLDER, faults), faults)
    assert read is not None, faults
    return {document.content.key: document.content for document in read.files}


def bank_of(quiz: QuizFile, edition: str) -> list[PaperQuestion]:
    may_be_asked = [
        entry
        for entry in quiz.questions
        if entry.status == "approved" and entry.edition in ("", edition)
    ]
    return [
        question
        for number, entry in enumerate(may_be_asked, start=1)
        for question in questions_of(
            number, 1, entry.kind, content_of(entry.body, {}), level=entry.level
        )
    ]


def right_answer(question: PaperQuestion) -> list[str]:
    if not question.accepted:
        return sorted(question.correct)
    written = question.accepted[0].text.replace("*", "")
    return [written.replace(".", ",") if question.kind == "numeric" else written]


def answers_of(paper: Paper) -> dict[int, list[str]]:
    return {
        number: right_answer(question) for number, question in enumerate(paper.questions, start=1)
    }


@in_each_edition
@pytest.mark.parametrize("name", [*TESTS, *MODULE_QUIZZES])
def test_every_paper_can_be_answered_in_full(
    quizzes: dict[str, QuizFile], name: str, edition: str
) -> None:
    quiz = quizzes[name]
    bank = bank_of(quiz, edition)
    for seed in SEEDS:
        paper = papers.build_paper(bank, seed, count=quiz.draw)
        answers = answers_of(paper)
        assert len({each.question_id for each in paper.questions}) == (quiz.draw or 30)
        assert all(scoring.fits(paper.questions[at - 1], given) for at, given in answers.items())
        assert scoring.score(paper, answers).score == scoring.FULL_SCORE
        assert not scoring.to_mark(paper, answers)  # none waits for a person


@in_each_edition
@pytest.mark.parametrize("name", MODULE_QUIZZES)
def test_what_was_thought_of_as_wrong_earns_no_full_points(
    quizzes: dict[str, QuizFile], name: str, edition: str
) -> None:
    for question in bank_of(quizzes[name], edition):
        for each in question.accepted:
            written = each.text.replace("*", "")
            given = written.replace(".", ",") if question.kind == "numeric" else written
            assert scoring.credit(question, [given]) * scoring.WHOLE_FRACTION == each.fraction
