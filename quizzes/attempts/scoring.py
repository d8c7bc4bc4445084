"""Papers and scores: which question stands where, what an answer is worth, when time is up.

Nothing here knows a browser, a database or the present time. Points are hundredths of a point;
a score is hundredths of 100 and is rounded half up once, when the attempt ends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Any

POINTS_EACH = 100
FULL_SCORE = 10_000
WHOLE_FRACTION = 10_000_000  # 100 %; a weight has five decimals of a percent, as Moodle writes it
GRACE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
MULTIPLE = "multiple"
TRUE_FALSE = "true_false"


@dataclass(frozen=True)
class Option:
    """One choice. A fixed one ("Semua di atas benar") keeps its place when others are shuffled.

    A question that brings weights of its own has them on every option, as `fraction`.
    """

    key: str
    text: str
    is_fixed: bool = False
    fraction: int | None = None


@dataclass(frozen=True)
class PaperQuestion:
    """A question of the bank, and later the same question as one paper shows it.

    The level only guides the drawing; a frozen paper does not keep it.
    """

    question_id: int
    version: int
    kind: str
    stem: str
    options: tuple[Option, ...]
    correct: frozenset[str]
    points: int = POINTS_EACH
    level: str = ""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)


@dataclass(frozen=True)
class Paper:
    questions: tuple[PaperQuestion, ...]

    def question(self, number: int) -> PaperQuestion | None:
        """The question at a 1-based place, or None where the paper has none."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None


@dataclass(frozen=True)
class Score:
    points: int
    out_of: int
    score: int


class QuizState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


def build_paper(
    bank: Sequence[PaperQuestion],
    seed: int,
    *,
    count: int | None = None,
    seen: Iterable[int] = (),
) -> Paper:
    """Draw questions, shuffle them and their options; the same seed gives the same paper."""
    random = Random(seed)
    drawn = list(bank) if count is None else draw(bank, count, random, seen)
    random.shuffle(drawn)
    return Paper(tuple(replace(each, options=_shuffled(each, random)) for each in drawn))


def draw(
    bank: Sequence[PaperQuestion], count: int, random: Random, seen: Iterable[int] = ()
) -> list[PaperQuestion]:
    """Choose questions at random, each level in its proportion of the bank.

    Within a level those come first that earlier papers (`seen`: their question ids) asked least.
    """
    times_seen = Counter(seen)
    levels: defaultdict[str, list[PaperQuestion]] = defaultdict(list)
    for question in bank:
        levels[question.level].append(question)
    chosen: list[PaperQuestion] = []
    shares = apportion(count, [len(levels[level]) for level in sorted(levels)])
    for level, share in zip(sorted(levels), shares, strict=True):
        mixed = random.sample(levels[level], len(levels[level]))
        chosen += sorted(mixed, key=lambda each: times_seen[each.question_id])[:share]
    return chosen


def apportion(count: int, sizes: Sequence[int]) -> list[int]:
    """Divide a count in the proportions of the sizes, never more than a size holds.

    What whole shares leave over goes to the largest remainders, first come first.
    """
    whole = sum(sizes)
    if count >= whole:
        return list(sizes)
    shares = [count * size // whole for size in sizes]
    remainders = [count * size % whole for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda place: -remainders[place])
    for place in by_remainder[: count - sum(shares)]:
        shares[place] += 1
    return shares


def _shuffled(question: PaperQuestion, random: Random) -> tuple[Option, ...]:
    if question.kind == TRUE_FALSE:
        return question.options
    movable = [option for option in question.options if not option.is_fixed]
    random.shuffle(movable)
    rest = iter(movable)
    return tuple(option if option.is_fixed else next(rest) for option in question.options)


def freeze(paper: Paper) -> dict[str, Any]:
    """The paper as plain values, to be stored with the attempt."""
    return {
        "questions": [
            {
                "question_id": question.question_id,
                "version": question.version,
                "kind": question.kind,
                "stem": question.stem,
                "points": question.points,
                "options": [
                    {"key": option.key, "text": option.text}
                    | ({} if option.fraction is None else {"fraction": option.fraction})
                    for option in question.options
                ],
                "correct": sorted(question.correct),
            }
            for question in paper.questions
        ]
    }


def thaw(stored: Mapping[str, Any]) -> Paper:
    return Paper(
        tuple(
            PaperQuestion(
                question_id=each["question_id"],
                version=each["version"],
                kind=each["kind"],
                stem=each["stem"],
                options=tuple(
                    Option(option["key"], option["text"], fraction=option.get("fraction"))
                    for option in each["options"]
                ),
                correct=frozenset(each["correct"]),
                points=each["points"],
            )
            for each in stored["questions"]
        )
    )


def fits(question: PaperQuestion, choices: Collection[str]) -> bool:
    """Say whether these choices can be an answer: keys of this paper, one only where one counts."""
    is_set = len(set(choices)) == len(choices)
    few_enough = question.kind == MULTIPLE or len(choices) <= 1
    return is_set and few_enough and set(choices) <= question.keys


def credit(question: PaperQuestion, choices: Collection[str]) -> Fraction:
    """The share of a question's points that an answer earns, never below nothing."""
    chosen = frozenset(choices)
    weights = {each.key: each.fraction for each in question.options if each.fraction is not None}
    if weights and chosen != question.correct:
        net = sum(weights[key] for key in chosen)
        return Fraction(min(max(net, 0), WHOLE_FRACTION), WHOLE_FRACTION)
    if question.kind != MULTIPLE:
        return Fraction(chosen == question.correct)
    net = len(chosen & question.correct) - len(chosen - question.correct)
    return Fraction(max(net, 0), len(question.correct))


def score(paper: Paper, answers: Mapping[int, Collection[str]]) -> Score:
    """Score the answers by place. What was not answered earns nothing."""
    earned = sum(
        (
            credit(question, answers.get(number, ())) * question.points
            for number, question in enumerate(paper.questions, start=1)
        ),
        Fraction(0),
    )
    out_of = sum(question.points for question in paper.questions)
    share = earned * FULL_SCORE / out_of if out_of else Fraction(0)
    return Score(points=half_up(earned), out_of=out_of, score=half_up(share))


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def has_passed(score: int | None, pass_mark: int | None) -> bool:
    return score is not None and score >= (pass_mark or 0)


def quiz_state(opened_at: datetime | None, closed_at: datetime | None, at: datetime) -> QuizState:
    if closed_at is not None and at >= closed_at:
        return QuizState.CLOSED
    if opened_at is None or at < opened_at:
        return QuizState.WAITING
    return QuizState.OPEN


def deadline(at: datetime, minutes: int, closed_at: datetime | None) -> datetime:
    """The end of an attempt begun now: its own minutes, or the planned closing if that is first."""
    own = at + timedelta(minutes=minutes)
    return own if closed_at is None else min(own, closed_at)


def accepts_until(deadline_at: datetime, closed_at: datetime | None) -> datetime:
    """The moment before which a late answer is still taken.

    Answers on their way get 30 seconds. A planned closing shown as 16.00 includes 16:00:59.
    """
    return deadline_at + (MINUTE if deadline_at == closed_at else GRACE)
