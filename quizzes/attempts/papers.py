"""Papers: which questions stand where, drawn and mixed by a seed, frozen as they were shown.

Nothing here knows a browser, a database or the present time. Keys of what is mixed are given in
the order shown, so that no key tells the answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random
from string import ascii_lowercase
from typing import Any

POINTS_EACH = 100  # hundredths
WHOLE_COST = 100  # percent: a wrong choice takes as much as a right one gives
TRUE_FALSE = "true_false"
MULTIPLE = "multiple"
PAIRING = frozenset({"matching", "ordering"})


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
class Accepted:
    """A typed answer that earns a share: a wording, or a number give or take the tolerance."""

    text: str
    fraction: int
    tolerance: str = "0"


@dataclass(frozen=True)
class PaperQuestion:
    """A question of the bank, and later the same question as one paper shows it.

    `part` is the 1-based place in a case, 0 for a question that stands alone; `case` is what is
    told above it. To pair are `options` with `targets`: the right answers are "a=2". A wrong choice
    takes `wrong_cost` percent of a right one. A void question was cancelled: everybody has its
    points. The level only guides the drawing; a frozen paper does not keep it.
    """

    question_id: int
    version: int
    kind: str
    stem: str
    options: tuple[Option, ...] = ()
    correct: frozenset[str] = frozenset()
    points: int = POINTS_EACH
    level: str = ""
    part: int = 0
    case: str = ""
    targets: tuple[Option, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    is_case_sensitive: bool = False
    unit: str = ""
    words: tuple[int, int] | None = None
    wrong_cost: int = WHOLE_COST
    is_void: bool = False

    @property
    def has_weights(self) -> bool:
        return any(option.fraction is not None for option in self.options)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)


@dataclass(frozen=True)
class Paper:
    questions: tuple[PaperQuestion, ...]

    def question(self, number: int) -> PaperQuestion | None:
        """The question at a 1-based place, or None where the paper has none."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None


Unit = tuple[PaperQuestion, ...]
"""What is drawn as one and stays together: a question, or all parts of a case."""


def build_paper(
    bank: Sequence[PaperQuestion],
    seed: int,
    *,
    count: int | None = None,
    seen: Iterable[int] = (),
    wrong_cost: int = WHOLE_COST,
) -> Paper:
    """Draw questions, shuffle them and their options; the same seed gives the same paper.

    The parts of a case follow each other in the bank, and count as one. What a wrong choice costs
    is said only where it is asked: among several choices without weights of their own.
    """
    random = Random(seed)
    units = [tuple(parts) for _id, parts in groupby(bank, lambda each: each.question_id)]
    drawn = units if count is None else draw(units, count, random, seen)
    random.shuffle(drawn)
    shown = (_shuffled(each, random) for unit in drawn for each in unit)
    return Paper(
        tuple(replace(each, wrong_cost=wrong_cost) if is_priced(each) else each for each in shown)
    )


def is_priced(question: PaperQuestion) -> bool:
    """Whether its quiz says what a wrong choice costs: its own weights would say so themselves."""
    return question.kind == MULTIPLE and not question.has_weights


def draw(units: Sequence[Unit], count: int, random: Random, seen: Iterable[int] = ()) -> list[Unit]:
    """Choose questions at random, each level in its proportion of the bank.

    Within a level those come first that earlier papers (`seen`: their question ids) asked least.
    """
    times_seen = Counter(seen)
    levels: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        levels[unit[0].level].append(unit)
    chosen: list[Unit] = []
    shares = apportion(count, [len(levels[level]) for level in sorted(levels)])
    for level, share in zip(sorted(levels), shares, strict=True):
        mixed = random.sample(levels[level], len(levels[level]))
        chosen += sorted(mixed, key=lambda each: times_seen[each[0].question_id])[:share]
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


def _shuffled(question: PaperQuestion, random: Random) -> PaperQuestion:
    if question.kind == TRUE_FALSE:
        return question
    movable = [option for option in question.options if not option.is_fixed]
    random.shuffle(movable)
    rest = iter(movable)
    options = tuple(option if option.is_fixed else next(rest) for option in question.options)
    if question.kind not in PAIRING:
        return replace(question, options=options)
    targets = list(question.targets)
    if question.kind == "matching":
        random.shuffle(targets)
    return _renamed(replace(question, options=options, targets=tuple(targets)))


def _renamed(question: PaperQuestion) -> PaperQuestion:
    """Name both sides by the order in which they are shown."""
    lefts = {each.key: new for each, new in zip(question.options, ascii_lowercase, strict=False)}
    rights = {each.key: str(place) for place, each in enumerate(question.targets, start=1)}
    pairs = (pair.split("=") for pair in question.correct)
    return replace(
        question,
        options=tuple(replace(each, key=lefts[each.key]) for each in question.options),
        targets=tuple(replace(each, key=rights[each.key]) for each in question.targets),
        correct=frozenset(f"{lefts[left]}={rights[right]}" for left, right in pairs),
    )


def freeze(paper: Paper) -> dict[str, Any]:
    """The paper as plain values, to be stored with the attempt."""
    return {"questions": [_frozen(question) for question in paper.questions]}


def _frozen(question: PaperQuestion) -> dict[str, Any]:
    frozen: dict[str, Any] = {
        "question_id": question.question_id,
        "version": question.version,
        "kind": question.kind,
        "stem": question.stem,
        "points": question.points,
        "options": [_frozen_option(option) for option in question.options],
        "correct": sorted(question.correct),
    }
    rest = {
        "part": question.part,
        "case": question.case,
        "targets": [_frozen_option(target) for target in question.targets],
        "accepted": [[each.text, each.fraction, each.tolerance] for each in question.accepted],
        "is_case_sensitive": question.is_case_sensitive,
        "unit": question.unit,
        "words": question.words,
        "is_void": question.is_void,
    }
    if question.wrong_cost != WHOLE_COST:
        frozen["wrong_cost"] = question.wrong_cost
    return frozen | {name: value for name, value in rest.items() if value}


def _frozen_option(option: Option) -> dict[str, Any]:
    weight = {} if option.fraction is None else {"fraction": option.fraction}
    return {"key": option.key, "text": option.text} | weight


def thaw(stored: Mapping[str, Any]) -> Paper:
    return Paper(tuple(_thawed(each) for each in stored["questions"]))


def _thawed(each: Mapping[str, Any]) -> PaperQuestion:
    words = each.get("words")
    return PaperQuestion(
        question_id=each["question_id"],
        version=each["version"],
        kind=each["kind"],
        stem=each["stem"],
        options=_options(each["options"]),
        correct=frozenset(each["correct"]),
        points=each["points"],
        part=each.get("part", 0),
        case=each.get("case", ""),
        targets=_options(each.get("targets", ())),
        accepted=tuple(Accepted(*accepted) for accepted in each.get("accepted", ())),
        is_case_sensitive=each.get("is_case_sensitive", False),
        unit=each.get("unit", ""),
        words=(words[0], words[1]) if words else None,
        wrong_cost=each.get("wrong_cost", WHOLE_COST),
        is_void=each.get("is_void", False),
    )


def _options(stored: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(
        Option(each["key"], each["text"], fraction=each.get("fraction")) for each in stored
    )
