"""How long a certificate is valid, and what differs between two versions of a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates.register.schema import Printing
from certificates.signing.kinds import SignerKind


def last_day(issued: date, years: int | None) -> date | None:
    """The last day on which it is valid: the same day of the month, so many years later.

    29 February ends on the 28th where that year has none. None: it does not run out.
    """
    if years is None:
        return None
    try:
        return issued.replace(year=issued.year + years)
    except ValueError:
        return issued.replace(year=issued.year + years, day=28)


@dataclass(frozen=True)
class Change:
    """A field that says something else; None where the other version has nothing of the kind."""

    name: str
    before: Any
    now: Any


def said(settings: Mapping[str, Any], logo: str | None) -> dict[str, Any]:
    """A stored version under one name for each field, as the form calls them."""
    full = {
        "signer": SignerKind.OFFICE.value,
        **settings,
        "printing": {**Printing().model_dump(), **settings.get("printing", {})},
    }
    found: dict[str, Any] = {}
    for name, value in full.items():
        if isinstance(value, Mapping):
            found |= {f"{name}_{inner}": each for inner, each in value.items()}
        else:
            found[name] = "\n".join(value) if isinstance(value, list | tuple) else value
    return found | {"logo": logo}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Between two versions as `said`; what is left out and what says nothing are the same."""
    return [
        Change(name, before.get(name), now.get(name))
        for name in dict.fromkeys((*now, *before))
        if (before.get(name) or None) != (now.get(name) or None)
    ]


_NESTED = ("signatory", "printing", "attendance")


def written_as(typed: Mapping[str, Any], *, gives_attendance: bool) -> dict[str, Any]:
    """The fields of the form as a content folder has them; the schema judges them afterwards."""
    found: dict[str, Any] = {name: {} for name in _NESTED}
    for name, value in typed.items():
        group, _, inner = name.partition("_")
        if group in _NESTED:
            found[group][inner] = value
        else:
            found[name] = value
    lines = (line.strip() for line in typed["heading"].splitlines())
    found["heading"] = [line for line in lines if line]
    years = typed["valid_years"]
    is_whole = years.isascii() and years.isdecimal() and len(years) < 5
    found["valid_years"] = int(years) if is_whole else years or None
    if not gives_attendance:
        found["attendance"] = None
    return found


_NUMBERING = ("number_pattern", "classification", "institution", "event_code", "series")


def renumbered(
    stored: Mapping[str, Any], typed: Mapping[str, Any], *, gives_attendance: bool
) -> dict[str, Any]:
    """Settings that are right otherwise, with what of the form makes a number."""
    paper = {name: typed[f"attendance_{name}"] for name in ("event_code", "series")}
    return {
        **stored,
        **{name: typed[name] for name in _NUMBERING},
        "attendance": {"title": "–", "statement": "–", **paper} if gives_attendance else None,
    }
