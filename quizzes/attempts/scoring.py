"""Scores: what an answer can be, and what it is worth.

An answer is a list of texts: keys of options, pairs "a=2", one typed text, or one file's key.
Points are hundredths of a point; a score is hundredths of 100 and is rounded half up once, when
the attempt ends or its last answer is marked. Only who has everything gets everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from quizzes.attempts import typed
from quizzes.attempts.papers import MULTIPLE, PAIRING, WHOLE_COST, Accepted, Paper, PaperQuestion

FULL_SCORE = 10_000
WHOLE_FRACTION = 10_000_000  # 100 %; a weight has five decimals of a percent, as Moodle writes it
CHOOSING = frozenset({"single", MULTIPLE, "true_false"})
FILE = "file"
MARKED = frozenset({"essay", FILE})  # by a person
LONGEST = {"short_answer": 200, "numeric": 60, "essay": 20_000}  # letters that are taken


@dataclass(frozen=True)
class Score:
    points: int
    out_of: int
    score: int


def cleaned(question: PaperQuestion, choices: Collection[str]) -> list[str]:
    """An answer without what says nothing: places not chosen yet, and empty texts."""
    if question.kind in PAIRING:
        return sorted(pair for pair in choices if not pair.endswith("="))
    if question.kind in LONGEST:
        texts = (typed.writable(text.replace("\r\n", "\n")).strip() for text in choices)
        return [text for text in texts if text]
    return sorted(choices)


def fits(question: PaperQuestion, choices: Collection[str]) -> bool:
    """Say whether these choices can be an answer: what this paper shows, as often as it may be."""
    if question.kind in LONGEST:
        longest = LONGEST[question.kind]
        return len(choices) <= 1 and all(0 < len(text) <= longest for text in choices)
    if question.kind == FILE:
        return not choices  # a file comes by its own way
    if question.kind in PAIRING:
        return _are_pairs(question, choices)
    is_set = len(set(choices)) == len(choices)
    few_enough = question.kind == MULTIPLE or len(choices) <= 1
    return is_set and few_enough and set(choices) <= question.keys


def _are_pairs(question: PaperQuestion, choices: Collection[str]) -> bool:
    """Each left side at most once; the same right side may be named twice."""
    pairs = [pair.partition("=") for pair in choices]
    lefts = [left for left, _mark, _right in pairs]
    rights = {right for _left, _mark, right in pairs}
    targets = {target.key for target in question.targets}
    return len(set(lefts)) == len(lefts) and set(lefts) <= question.keys and rights <= targets


def credit(question: PaperQuestion, choices: Collection[str]) -> Fraction:
    """The share of a question's points that an answer earns by itself, never below nothing."""
    if question.kind in PAIRING:
        right = len(set(choices) & question.correct)
        return Fraction(right, len(question.correct))
    if question.kind in CHOOSING:
        return _chosen_credit(question, choices)
    return max((_typed_credit(question, text) for text in choices), default=Fraction(0))


def _chosen_credit(question: PaperQuestion, choices: Collection[str]) -> Fraction:
    """Weights of the question's own go before what a wrong choice costs in this quiz."""
    chosen = frozenset(choices)
    if question.has_weights and chosen != question.correct:
        net = sum(option.fraction or 0 for option in question.options if option.key in chosen)
        return Fraction(min(max(net, 0), WHOLE_FRACTION), WHOLE_FRACTION)
    if question.kind != MULTIPLE:
        return Fraction(chosen == question.correct)
    cost = Fraction(question.wrong_cost, WHOLE_COST) * len(chosen - question.correct)
    return max(len(chosen & question.correct) - cost, Fraction(0)) / len(question.correct)


def _typed_credit(question: PaperQuestion, text: str) -> Fraction:
    """The best of what is accepted; an essay is for a person to judge."""
    best = max((each.fraction for each in fitting(question, text)), default=0)
    return Fraction(max(best, 0), WHOLE_FRACTION)


def fitting(question: PaperQuestion, text: str) -> list[Accepted]:
    """The accepted answers that a typed one is, in their order."""
    if question.kind != "numeric":
        exact = question.is_case_sensitive
        return [
            each
            for each in question.accepted
            if typed.fits_wording(text, each.text, is_case_sensitive=exact)
        ]
    number = typed.read_number(text, question.unit)
    if number is None:
        return []
    return [each for each in question.accepted if typed.is_near(number, each.text, each.tolerance)]


def to_mark(paper: Paper, answers: Mapping[int, Collection[str]]) -> list[int]:
    """The places of the answers a person has to judge. What was not answered needs nobody."""
    return [
        number
        for number, question in enumerate(paper.questions, start=1)
        if question.kind in MARKED and not question.is_void and answers.get(number)
    ]


def is_waiting(
    paper: Paper, answers: Mapping[int, Collection[str]], marks: Collection[int]
) -> bool:
    """Whether an answer still needs a person's mark, so that there is no score yet."""
    return any(number not in marks for number in to_mark(paper, answers))


def score(
    paper: Paper, answers: Mapping[int, Collection[str]], marks: Mapping[int, int] | None = None
) -> Score:
    """Score the answers by place; `marks` are points a person gave. No answer earns nothing, but
    where the question is void."""
    given = marks or {}
    earned = sum(
        (
            _earned(question, answers.get(number, ()), given.get(number))
            for number, question in enumerate(paper.questions, start=1)
        ),
        Fraction(0),
    )
    out_of = sum(question.points for question in paper.questions)
    share = earned * FULL_SCORE / out_of if out_of else Fraction(0)
    return Score(rounded(earned, out_of), out_of, rounded(share, FULL_SCORE))


def rounded(value: Fraction, whole: int) -> int:
    """Half up, but a share of 99,995 is not a hundred: something is still missing there."""
    return half_up(value) if value >= whole else min(half_up(value), whole - 1)


def _earned(question: PaperQuestion, choices: Collection[str], mark: int | None) -> Fraction:
    if question.is_void:
        return Fraction(question.points)
    return Fraction(mark) if mark is not None else credit(question, choices) * question.points


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def has_passed(score: int | None, pass_mark: int | None) -> bool:
    return score is not None and score >= (pass_mark or 0)
