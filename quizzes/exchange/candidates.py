"""Questions of a file as the bank would hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from lms.content_faults import message_of
from lms.words import N_, Words
from quizzes.bank.bodies import AnyBody, body_of
from quizzes.bank.rendering import Pictures, content_of
from quizzes.exchange.bodies import written_body
from quizzes.exchange.comparing import fingerprint
from quizzes.exchange.editable import editable
from quizzes.exchange.items import WHOLE, Item, Kind, Reading, RefusedError, Remark
from quizzes.exchange.texts import as_text

MOST_TRIED = 300_000  # letters of a file that are tried in Markdown; the rest stays HTML
LEVELS = ("C1", "C2", "C3")
ALL_IS_FULL = N_("memilih semua pilihan memberi nilai penuh")
OTHERS_LOST = N_("umpan balik untuk angka lain (*) tidak ikut diambil")


@dataclass(frozen=True)
class Candidate:
    """An item, the body that says the same, and what is made of it for papers."""

    item: Item
    body: AnyBody
    content: Mapping[str, Any]

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.item.kind, self.content)

    @property
    def level(self) -> str:
        return next((tag for tag in self.item.tags if tag in LEVELS), "")

    @property
    def warnings(self) -> list[Words]:
        """What a person should look at before the question is used."""
        found = list(self.item.notes)
        fractions = [choice.fraction for choice in self.item.choices]
        if (
            self.item.kind is Kind.MULTIPLE
            and sum(fractions) >= WHOLE
            and any(fraction <= 0 for fraction in fractions)
        ):
            found.append(ALL_IS_FULL)
        if any(number.value is None and number.feedback for number in self.item.numbers):
            found.append(OTHERS_LOST)
        return found


@dataclass(frozen=True)
class Candidates:
    """What of a file the bank can hold. Making them takes a while: not inside a transaction."""

    reading: Reading
    found: tuple[Candidate, ...]
    refusals: tuple[Remark, ...]
    warnings: tuple[Remark, ...]


def candidates_of(reading: Reading) -> Candidates:
    pictures = {path: figure.picture for path, figure in reading.figures.items()}
    found: list[Candidate] = []
    refusals, warnings = list(reading.refusals), list(reading.warnings)
    letters = 0
    for item in reading.items:
        letters += sum(len(rich.text) for rich in item.texts())
        try:
            candidate = candidate_of(item, pictures, in_markdown=letters <= MOST_TRIED)
        except RefusedError as error:
            refusals.append(Remark(error.line or item.line, item.name, error.reason))
            continue
        found.append(candidate)
        name = item.name or as_text(candidate.content["stem"])[:60]
        warnings += [Remark(item.line, name, reason) for reason in candidate.warnings]
    return Candidates(
        reading,
        tuple(found),
        tuple(sorted(refusals, key=lambda remark: remark.line)),
        tuple(sorted(warnings, key=lambda remark: remark.line)),
    )


def candidate_of(
    item: Item, pictures: Pictures | None = None, *, in_markdown: bool = True
) -> Candidate:
    """Raises RefusedError if the bank cannot hold the item as it is."""
    known = pictures or {}
    try:
        written = written_body(item, known)
        body = body_of(editable(written, known) if in_markdown else written)
    except ValidationError as error:
        reason = message_of(error.errors(include_url=False, include_input=False)[0])
        raise RefusedError(N_("isinya tidak dapat dipakai: %(reason)s", reason=reason)) from None
    return Candidate(item, body, content_of(body, known))
