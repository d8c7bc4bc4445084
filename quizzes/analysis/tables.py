"""The analysis of one training's tests, put together for pages and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.trainings.models import Training
from lms.people.regions import find_region
from quizzes.analysis import queries
from quizzes.analysis.comparison import Comparison, Seat, by_module, compare
from quizzes.analysis.items import (
    ItemFigures,
    ItemKey,
    OptionFigures,
    Reliability,
    Sitting,
    analyse,
    reliability,
)
from quizzes.analysis.queries import Asked, First
from quizzes.analysis.words import in_one_line
from quizzes.attempts.forms_crossing import letter_of
from quizzes.attempts.papers import PaperQuestion
from quizzes.attempts.scoring import CHOOSING
from quizzes.bank.models import Quiz
from quizzes.regrading.queries import corrected_questions
from quizzes.supervision.queries import seats


@dataclass(frozen=True)
class Item:
    """One question in the table: `number` is its place in it, from 1."""

    number: int
    asked: Asked
    stem: str
    figures: ItemFigures
    options: tuple[tuple[str, OptionFigures], ...]  # text and figures


@dataclass(frozen=True)
class FormItems:
    """The questions of one form; `letter` is "" where the quiz has no parallel one."""

    letter: str
    lines: tuple[Item, ...]
    reliability: Reliability
    count: int
    cancelled: tuple[tuple[Asked, str], ...]  # and what it asks

    @property
    def flagged(self) -> list[Item]:
        return [item for item in self.lines if item.figures.flags]


@dataclass(frozen=True)
class Items:
    forms: tuple[FormItems, ...]
    scores: tuple[int, ...]
    corrected: frozenset[int]  # ids of the questions whose key was corrected

    @property
    def lines(self) -> list[Item]:
        return [item for form in self.forms for item in form.lines]

    @property
    def flagged(self) -> list[Item]:
        return [item for item in self.lines if item.figures.flags]


@dataclass(frozen=True)
class Tests:
    """The two tests that are compared; None where the training has no such test."""

    before: Quiz | None
    after: Quiz | None


def items_of(quiz: Quiz) -> Items:
    firsts = queries.first_attempts(quiz.id)
    letters = letters_of(quiz, [first.form_id for first in firsts])
    forms: list[FormItems] = []
    for form_id, letter in letters.items():
        asked_it = [first for first in firsts if first.form_id == form_id]
        if asked_it:
            begun = sum(len(form.lines) for form in forms)
            forms.append(_form(form_id, letter, asked_it, first_number=begun + 1))
    return Items(
        tuple(forms),
        tuple(first.score for first in firsts),
        frozenset(corrected_questions(quiz.training_id)),
    )


def letters_of(quiz: Quiz, sat: Iterable[int] = ()) -> dict[int, str]:
    """The letter of each form, by the quiz whose questions it asks, A first."""
    own, parallel = quiz.id, quiz.parallel_id
    forms = {own, *sat, *([parallel] if parallel else [])}
    return {form: letter_of(form, own, parallel) for form in sorted(forms)}


def _form(form_id: int, letter: str, firsts: Sequence[First], *, first_number: int) -> FormItems:
    asked: dict[ItemKey, PaperQuestion] = {}
    void: dict[ItemKey, PaperQuestion] = {}
    for first in firsts:
        asked |= first.asked
        void |= first.void
    sittings = [first.sitting for first in firsts]
    found = analyse(sittings, {key: _rightness(each) for key, each in asked.items()})
    ids = {key.question_id for key in [*asked, *void]}
    known = {each.question_id: each for each in queries.questions_of(form_id, ids)}
    order = {question_id: place for place, question_id in enumerate(known)}
    ordered = sorted(found, key=lambda each: (order[each.key.question_id], each.key))
    return FormItems(
        letter=letter,
        lines=tuple(
            _item(number, figures, asked[figures.key], known[figures.key.question_id])
            for number, figures in enumerate(ordered, start=first_number)
        ),
        reliability=reliability(sittings),
        count=len(firsts),
        cancelled=tuple(
            (known[key.question_id], in_one_line(void[key].stem)) for key in sorted(void)
        ),
    )


def _rightness(question: PaperQuestion) -> dict[str, bool]:
    if question.kind not in CHOOSING:
        return {}
    return {key: key in question.correct for key in sorted(question.keys)}


def _item(number: int, figures: ItemFigures, question: PaperQuestion, asked: Asked) -> Item:
    texts = {option.key: in_one_line(option.text) for option in question.options}
    return Item(
        number=number,
        asked=asked,
        stem=in_one_line(question.stem),
        figures=figures,
        options=tuple((texts[option.key], option) for option in figures.options),
    )


def tests_of(training: Training) -> Tests:
    """As the training's rules name them."""
    rules = training.rules
    return Tests(
        queries.quiz_of(training.id, rules.get("pre_test")),
        queries.quiz_of(training.id, rules.get("post_test")),
    )


def comparison_of(training: Training, tests: Tests) -> Comparison:
    before, after = _firsts(tests.before), _firsts(tests.after)
    letters = _letters(tests)
    people = [_seat(row) for row in seats(training.id)]
    return compare(
        people,
        {first.enrolment_id: first.score for first in before},
        {first.enrolment_id: first.score for first in after},
        by_module(_sittings(before), _sittings(after), _modules([*before, *after])),
        (_sat(before, letters), _sat(after, letters)),
    )


def _letters(tests: Tests) -> dict[int, str]:
    """Only where the two tests are each other's parallel."""
    before, after = tests.before, tests.after
    if before is None or after is None or before.parallel_id != after.id:
        return {}
    return letters_of(before)


def _sat(firsts: Sequence[First], letters: Mapping[int, str]) -> dict[int, str]:
    return {first.enrolment_id: letters.get(first.form_id, "") for first in firsts}


def _seat(row: Any) -> Seat:
    region = find_region(row.region_code) if row.region_code else None
    return Seat(row.id, row.name, region.name if region else "")


def _firsts(quiz: Quiz | None) -> list[First]:
    return queries.first_attempts(quiz.id) if quiz else []


def _sittings(firsts: Sequence[First]) -> dict[int, Sitting]:
    return {first.enrolment_id: first.sitting for first in firsts}


def _modules(firsts: Sequence[First]) -> dict[int, str]:
    """The module of each question that was asked, by its id."""
    ids = {key.question_id for first in firsts for key in first.asked}
    return {
        each.question_id: f"{each.module_code} {each.module_title}"
        for each in queries.questions_of(0, ids)
        if each.module_code
    }
