"""Points as a marker gives them: typed, or by a button for none, half or all."""

from __future__ import annotations

import re

NONE, HALF, FULL = "none", "half", "full"
_TYPED = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?", re.ASCII)


def typed_points(text: str, most: int) -> int | None:
    """ "0,75" or "0.75" in hundredths; None where it is no number from 0 to `most`."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return points if points <= most else None


def button_points(button: str, most: int) -> int | None:
    """What a button gives, half up; None for a button that gives nothing by itself."""
    return {NONE: 0, HALF: (most + 1) // 2, FULL: most}.get(button)
