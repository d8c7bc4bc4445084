"""One line for each benchmark: what was found, what is wanted, and of how many samples."""

from __future__ import annotations

from collections.abc import Sequence


def tell(name: str, found: str, samples: str, *, target: str = "", holds: bool = True) -> None:
    mark = ("ok  " if holds else "MISS") if target else "    "
    wanted = f"target {target}" if target else ""
    print(f"{mark} {name:<46} {found:<34} {wanted:<20} {samples}", flush=True)


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
