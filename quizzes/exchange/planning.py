"""What an import would do: which questions are new to the bank, changed, or in it already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.markdown import slug
from lms.words import N_, InputError
from quizzes.exchange.candidates import Candidate, Candidates
from quizzes.exchange.comparing import fingerprint
from quizzes.exchange.items import Reading, Remark
from quizzes.exchange.queries import BankQuestion
from quizzes.exchange.texts import as_text

PREFIX = "impor-"  # so that a file never changes a question of the training's own folder
_LONGEST_KEY = 56


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Match:
    """A question to import; `before` is how the bank has it now, `module` its code or ""."""

    candidate: Candidate
    outcome: Outcome
    key: str
    module: str
    before: BankQuestion | None = None


@dataclass(frozen=True)
class Plan:
    """Taken and refused together are what the file holds."""

    reading: Reading
    matches: tuple[Match, ...]
    refusals: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    def of(self, *outcomes: Outcome) -> list[Match]:
        return [match for match in self.matches if match.outcome in outcomes]

    def counts(self) -> dict[str, int]:
        return {outcome.value: len(self.of(outcome)) for outcome in Outcome}


def plan_import(
    candidates: Candidates, bank: Sequence[BankQuestion], modules: Sequence[str], module: str = ""
) -> Plan:
    """Compare a file with the bank. All go to `module`, or each to the one its category names.

    Raises InputError if there is no such module.
    """
    if module and module not in modules:
        raise InputError(N_("Modul %(code)s tidak ada dalam pelatihan ini", code=module))
    return Plan(
        candidates.reading,
        tuple(_matches(candidates.found, bank, modules, module)),
        candidates.refusals,
        candidates.warnings,
    )


def _matches(
    candidates: Sequence[Candidate], bank: Sequence[BankQuestion], modules: Sequence[str], own: str
) -> list[Match]:
    by_key = {question.key: question for question in bank}
    known = {fingerprint(question.kind, question.content): question for question in bank}
    seen: set[str] = set()
    keys: set[str] = set()
    matches = []
    for candidate in candidates:
        code = own or _module_of(candidate.item.category, modules)
        mark = candidate.fingerprint
        if (same := known.get(mark)) or mark in seen:
            key = same.key if same else ""
            matches.append(Match(candidate, Outcome.SAME, key, code, same))
            continue
        seen.add(mark)
        key = _free_key(_key_of(candidate), keys)
        keys.add(key)
        before = by_key.get(key)
        outcome = Outcome.CHANGED if before else Outcome.NEW
        matches.append(Match(candidate, outcome, key, code, before))
    return matches


def _key_of(candidate: Candidate) -> str:
    """The name, or for a question without one what it asks: its answers may change."""
    name = slug(candidate.item.name).removeprefix(PREFIX)[: _LONGEST_KEY - len(PREFIX)].strip("-")
    if not name:
        asked = as_text(candidate.content["stem"]).casefold()
        name = hashlib.sha256(asked.encode()).hexdigest()[:16]
    return PREFIX + name


def _free_key(key: str, taken: set[str]) -> str:
    """A second question of the same name in one file is -2."""
    if key not in taken:
        return key
    return next(
        each for number in range(2, len(taken) + 3) if (each := f"{key}-{number}") not in taken
    )


def _module_of(category: str, modules: Sequence[str]) -> str:
    """The last step of the category that is the code of a module."""
    codes: Mapping[str, str] = {code.casefold(): code for code in modules}
    steps = [step.strip().casefold() for step in category.split("/")]
    return next((codes[step] for step in reversed(steps) if step in codes), "")
