"""Everything a certificate prints, frozen once and never looked up again.

The facts are the document: the same facts give the same bytes, and the SHA-256 of their
canonical JSON is what the register keeps. The language is Indonesian throughout, because
the certificate is an official paper and does not follow the reader's screen language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

SCHEMA = 1


class CertificateKind(StrEnum):
    COMPETENCE = "competence"
    ATTENDANCE = "attendance"  # took part and was not, or not yet, found competent


class FactsError(ValueError):
    """The stored JSON is not a set of facts this version can read."""


@dataclass(frozen=True, kw_only=True)
class ModuleLine:
    """One row of the table on the back; what was attended of it in hundredths of a lesson hour."""

    code: str
    title: str
    lesson_hours: int
    score_hundredths: int | None = None
    attended_hundredths: int | None = None


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Results printed under the table, in hundredths; what is None is not printed."""

    post_test: int | None = None
    work_plan: int | None = None
    final: int | None = None


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs. An office that prints plain names leaves titles, NIP and rank empty."""

    name: str
    post: str
    acting: bool = False
    front_title: str | None = None
    back_title: str | None = None
    nip: str | None = None
    rank: str | None = None


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """The facts of one certificate.

    ``issued_on`` is the calendar day in WITA. ``statement`` is what follows the name, such as
    "telah mengikuti pelatihan dan dinyatakan kompeten sebagai Pendamping Sosial". ``signer`` is
    how it is signed (a ``SignerKind``); a specimen is signed by nobody. ``edition`` is 0 on the
    first print and n on "cetak ulang n", which carries the same number and the same day of issue,
    and says when it was made in ``reissued_on``. ``valid_until`` is the last day, None where it
    does not run out. ``logo`` is the key of a kept PNG. Only a certificate of attendance says how
    much was attended.
    """

    specimen: bool
    heading_lines: tuple[str, ...]
    title: str
    number: str
    recipient_name: str
    institution: str
    region_name: str
    statement: str
    event_kind: str
    event_title: str
    venue: str
    city: str
    day_first: date
    day_last: date
    lesson_hours: int
    place: str
    issued_on: date
    signatory: Signatory
    verification_url: str
    verification_code: str
    modules: tuple[ModuleLine, ...]
    signer: str = ""
    recipient_nip: str | None = None
    position: str | None = None
    predicate: str | None = None
    marks: Marks = Marks()
    kind: CertificateKind = CertificateKind.COMPETENCE
    edition: int = 0
    reissued_on: date | None = None
    valid_until: date | None = None
    template_version: int = 1
    logo: str | None = None
    attended_hundredths: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, for a JSON column."""
        plain: dict[str, Any] = json.loads(self.to_json())
        return plain

    def to_json(self) -> str:
        """Return canonical JSON: sorted keys, no spaces, UTF-8 letters kept as they are."""
        return json.dumps(
            {"schema": SCHEMA, **asdict(self)},
            default=date.isoformat,
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> CertificateFacts:
        """Read what ``to_dict`` gave, in whatever order the database returns the keys."""
        try:
            stored = dict(plain)
            if stored.pop("schema") != SCHEMA:
                raise FactsError("unknown schema version")
            return cls(**_typed(stored))
        except (KeyError, TypeError, ValueError) as error:
            raise FactsError(str(error)) from error

    @classmethod
    def from_json(cls, text: str) -> CertificateFacts:
        """Read what ``to_json`` wrote, refusing anything else."""
        try:
            return cls.from_dict(json.loads(text))
        except (TypeError, ValueError) as error:
            raise FactsError(str(error)) from error


def _typed(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Turn JSON values back into dates, tuples and nested facts."""
    until, reissued = stored["valid_until"], stored["reissued_on"]
    return {
        **stored,
        "heading_lines": tuple(stored["heading_lines"]),
        "day_first": date.fromisoformat(stored["day_first"]),
        "day_last": date.fromisoformat(stored["day_last"]),
        "issued_on": date.fromisoformat(stored["issued_on"]),
        "reissued_on": reissued and date.fromisoformat(reissued),
        "valid_until": until and date.fromisoformat(until),
        "kind": CertificateKind(stored["kind"]),
        "signatory": Signatory(**stored["signatory"]),
        "marks": Marks(**stored["marks"]),
        "modules": tuple(ModuleLine(**line) for line in stored["modules"]),
    }
