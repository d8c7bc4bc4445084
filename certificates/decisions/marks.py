"""The final mark and its predicate. They describe a result and decide nothing: the requirements
alone do that.

Weights and bands are a proposal to the Dinas Sosial and stand in training.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from certificates.decisions.eligibility import Evidence
from quizzes.attempts.scoring import FULL_SCORE, rounded


@dataclass(frozen=True)
class Component:
    """A part of the final mark: hundredths, exact; None while there is no result."""

    name: str  # as training.yaml names it
    weight: int  # of 100
    score: Fraction | None


@dataclass(frozen=True)
class FinalMark:
    hundredths: int
    predicate: str


def components(evidence: Evidence, weights: Mapping[str, int]) -> tuple[Component, ...]:
    """The parts that count, in the order of the training."""
    scores = {
        "post_test": evidence.post_test,
        "module_quizzes": _mean_of_quizzes(evidence),
        "work_plan": evidence.work_plan,
        "practice": evidence.practice,
        "pre_test": evidence.pre_test,
    }
    return tuple(
        Component(name, weights[name], None if score is None else Fraction(score))
        for name, score in scores.items()
        if weights[name]
    )


def _mean_of_quizzes(evidence: Evidence) -> Fraction | None:
    """The best of each module; a quiz that was never taken counts nothing."""
    if not evidence.module_quizzes:
        return None
    return Fraction(sum(evidence.module_scores.values()), evidence.module_quizzes)


def final_mark(evidence: Evidence, rules: Mapping[str, Any]) -> FinalMark | None:
    """Rounded half up once, and then compared with the bands; None while a part is open. A hundred
    only where every part has it.

    `rules` are those of training.yaml, as each decision keeps them.
    """
    parts = components(evidence, rules["weights"])
    weighted = [part.weight * part.score for part in parts if part.score is not None]
    if len(weighted) < len(parts):
        return None
    hundredths = rounded(Fraction(sum(weighted), 100), FULL_SCORE)
    return FinalMark(hundredths, predicate_of(hundredths, rules["predicates"]))


def predicate_of(hundredths: int, bands: Sequence[Mapping[str, Any]]) -> str:
    """The first band that is reached; the last one begins at zero."""
    return next(str(band["title"]) for band in bands if hundredths >= band["at_least"])
