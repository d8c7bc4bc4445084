"""What somebody wrote of a question, to be compared with what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.bank.bodies import AnyBody, body_of, source_of


@dataclass(frozen=True)
class Draft:
    """What somebody wrote, and what they saw when they began."""

    header: Mapping[str, str]
    body: AnyBody
    version: int = 0
    opened: Mapping[str, Any] | None = None
    note: str = ""
    keeps_approval: bool = False


def tidy(source: Mapping[str, Any]) -> dict[str, Any]:
    """A stored question as its form would send it: compared with what was written here."""
    stripped = {name: _stripped(value) for name, value in source.items()}
    return source_of(body_of(stripped))


def _stripped(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    if isinstance(value, dict):
        return {name: _stripped(each) for name, each in value.items()}
    return value
