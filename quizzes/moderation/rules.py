"""Which work needs a second, blind marker, and what becomes of two assessments of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from quizzes.rubrics.scoring import has_passed

PARTS = 10_000


@dataclass(frozen=True)
class SecondMarker:
    """The setting of a training: a share of all work, and all work near the pass mark."""

    percent: int
    margin: int  # hundredths


def setting_of(rules: Mapping[str, Any]) -> SecondMarker | None:
    written = rules.get("second_marker")
    return SecondMarker(written["percent"], written["margin"]) if written else None


def is_sampled(setting: SecondMarker, training: str, submission_id: int) -> bool:
    """By chance, but the same for everybody who asks and whatever anybody marks."""
    digest = hashlib.sha256(f"second marker {training} {submission_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % PARTS < setting.percent * (PARTS // 100)


def is_near(setting: SecondMarker, score: int, pass_mark: int) -> bool:
    return abs(score - pass_mark) <= setting.margin


def needs_second(
    setting: SecondMarker | None,
    score: int | None,
    *,
    training: str,
    submission_id: int,
    pass_mark: int,
) -> bool:
    """Only finished work is asked about: without a score nothing is known yet."""
    if setting is None or score is None:
        return False
    return is_near(setting, score, pass_mark) or is_sampled(setting, training, submission_id)


def is_disputed(setting: SecondMarker, first: int, second: int, pass_mark: int) -> bool:
    """Further apart than the margin, or one of them passes and the other does not."""
    differs = has_passed(first, pass_mark) != has_passed(second, pass_mark)
    return differs or abs(first - second) > setting.margin


def may_mark_second(person_id: int, *, first_id: int, authors: Set[int]) -> bool:
    return person_id not in {first_id, *authors}


def may_decide(person_id: int, *, first_id: int, second_id: int, authors: Set[int]) -> bool:
    """Who decides alone has marked neither and wrote nothing of it."""
    return person_id not in {first_id, second_id, *authors}
