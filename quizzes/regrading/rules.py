"""A question on a paper with its key corrected, or cancelled; nothing else of it changes.

Who answered saw options in an order and a wording of their own. The new key is carried over by
the texts themselves, and where a text is no longer the same it is not carried over at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quizzes.attempts.papers import PAIRING, Option, PaperQuestion
from quizzes.attempts.scoring import CHOOSING, MARKED, has_passed


class Way(StrEnum):
    """What is done with the question; also the end of the page's address."""

    KEY = "kunci"  # the key of its newest version counts
    VOID = "batal"  # it is cancelled: everybody has its points


class Misfit(StrEnum):
    """Why the newest version's key cannot be that of the question as it was asked."""

    KIND = "kind"
    STEM = "stem"
    OPTIONS = "options"
    UNIT = "unit"
    MARKED = "marked"  # a person marks it: there is no key
    PARTS = "parts"


def cancelled(asked: PaperQuestion) -> PaperQuestion:
    return replace(asked, is_void=True)


def corrected(asked: PaperQuestion, newest: Sequence[PaperQuestion]) -> PaperQuestion | Misfit:
    """The question as it was asked with the newest key; `newest` are its parts, mostly one."""
    now = next((each for each in newest if each.part == asked.part), None)
    if now is None:
        return Misfit.PARTS
    if now.kind != asked.kind:
        return Misfit.KIND
    if asked.kind in MARKED:
        return replace(asked, is_void=False) if asked.is_void else Misfit.MARKED
    if _said(now.stem) != _said(asked.stem) or _said(now.case) != _said(asked.case):
        return Misfit.STEM
    found = _with_key(asked, now)
    if isinstance(found, Misfit):
        return found
    same = replace(found, version=asked.version)
    return asked if same == asked else replace(found, version=now.version)


def _with_key(asked: PaperQuestion, now: PaperQuestion) -> PaperQuestion | Misfit:
    if asked.kind in CHOOSING:
        return _chosen(asked, now)
    if asked.kind in PAIRING:
        return _paired(asked, now)
    if asked.unit != now.unit:
        return Misfit.UNIT
    return replace(
        asked, accepted=now.accepted, is_case_sensitive=now.is_case_sensitive, is_void=False
    )


def _said(html: str) -> str:
    return " ".join(html.split())


def _by_text(options: Iterable[Option]) -> dict[str, Option] | None:
    """None where two say the same: then no text tells which one is meant."""
    listed = [(_said(option.text), option) for option in options]
    found = dict(listed)
    return found if len(found) == len(listed) else None


def _chosen(asked: PaperQuestion, now: PaperQuestion) -> PaperQuestion | Misfit:
    before, after = _by_text(asked.options), _by_text(now.options)
    if before is None or after is None or before.keys() != after.keys():
        return Misfit.OPTIONS
    twins = {option.key: after[text] for text, option in before.items()}
    return replace(
        asked,
        options=tuple(replace(o, fraction=twins[o.key].fraction) for o in asked.options),
        correct=frozenset(key for key, twin in twins.items() if twin.key in now.correct),
        is_void=False,
    )


def _paired(asked: PaperQuestion, now: PaperQuestion) -> PaperQuestion | Misfit:
    lefts, rights = _by_text(asked.options), _by_text(asked.targets)
    now_lefts, now_rights = _by_text(now.options), {each.key: each for each in now.targets}
    if lefts is None or rights is None or now_lefts is None or lefts.keys() != now_lefts.keys():
        return Misfit.OPTIONS
    right_of = dict(pair.split("=") for pair in now.correct)
    meant = {text: _said(now_rights[right_of[each.key]].text) for text, each in now_lefts.items()}
    if not set(meant.values()) <= rights.keys():
        return Misfit.OPTIONS
    correct = (f"{lefts[text].key}={rights[right].key}" for text, right in meant.items())
    return replace(asked, correct=frozenset(correct), is_void=False)


@dataclass(frozen=True)
class Outcome:
    """What an attempt came to; None where it goes on, or waits for a person's mark."""

    points: int | None
    score: int | None


@dataclass(frozen=True)
class Shift:
    """One attempt before and after."""

    before: Outcome
    after: Outcome
    pass_mark: int | None

    @property
    def gain(self) -> int:
        return (self.after.score or 0) - (self.before.score or 0)

    @property
    def is_scored(self) -> bool:
        return self.before.score is not None and self.after.score is not None

    @property
    def has_passed_before(self) -> bool:
        return has_passed(self.before.score, self.pass_mark)

    @property
    def has_passed_after(self) -> bool:
        return has_passed(self.after.score, self.pass_mark)


@dataclass(frozen=True)
class Totals:
    """What a correction comes to; `points` and `scores` are sums before and after."""

    risen: int
    fallen: int
    same: int
    now_pass: int
    no_longer_pass: int
    points: tuple[int, int]
    scores: tuple[int, int]

    @property
    def count(self) -> int:
        return self.risen + self.fallen + self.same


def totals(shifts: Iterable[Shift]) -> Totals:
    """Of those who have a score before and after."""
    scored = [each for each in shifts if each.is_scored]
    before, after = [each.before for each in scored], [each.after for each in scored]
    passes = [(each.has_passed_before, each.has_passed_after) for each in scored]
    return Totals(
        risen=sum(each.gain > 0 for each in scored),
        fallen=sum(each.gain < 0 for each in scored),
        same=sum(each.gain == 0 for each in scored),
        now_pass=passes.count((False, True)),
        no_longer_pass=passes.count((True, False)),
        points=(_sum(each.points for each in before), _sum(each.points for each in after)),
        scores=(_sum(each.score for each in before), _sum(each.score for each in after)),
    )


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)


def by_misfit(found: Iterable[tuple[int, Misfit]]) -> Mapping[tuple[int, Misfit], int]:
    """How many papers keep their key, by the version they ask and why."""
    counted: dict[tuple[int, Misfit], int] = {}
    for each in found:
        counted[each] = counted.get(each, 0) + 1
    return dict(sorted(counted.items()))
