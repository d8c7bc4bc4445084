"""Weights of answers: read exactly, written exactly, and whether they make a fair question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from lms.words import N_
from quizzes.exchange.items import POINT, WHOLE, Choice, RefusedError

_PERCENT = WHOLE // 100
_WRITTEN = re.compile(r"-?\d{1,9}(?:[.,]\d{0,12})?", re.ASCII)
_POINTS = re.compile(r"\d{1,9}(?:[.,]\d{0,12})?", re.ASCII)
MOST_POINTS = 100 * POINT
_SLACK = WHOLE // 100  # three times 33 % still means everything
_LAST_DECIMALS = 50  # 33.333 is a third; 33.3 is what it says

NO_RIGHT_ANSWER = N_("tidak ada jawaban benar")


def read_weight(written: str, line: int) -> int:
    """Read a percentage, -100 to 100. A sixth decimal is beyond what a score can show."""
    text = written.strip()
    if not _WRITTEN.fullmatch(text):
        raise RefusedError(N_('bobot "%(weight)s" bukan angka', weight=text[:20]), line)
    fraction = int((Decimal(text.replace(",", ".")) * _PERCENT).to_integral_value())
    if abs(fraction) > WHOLE:
        raise RefusedError(
            N_("bobot %(weight)s persen di luar -100 sampai 100 persen", weight=text), line
        )
    return fraction


def read_points(written: str) -> int | None:
    """Read 1, 2.5 or 2,5 as hundredths; None if no question may be worth that."""
    if not _POINTS.fullmatch(written):
        return None
    points = int((Decimal(written.replace(",", ".")) * POINT).to_integral_value())
    return points if 0 < points <= MOST_POINTS else None


def write_points(points: int, mark: str = ".") -> str:
    """2.00, 0.75"""
    return f"{points // POINT}{mark}{points % POINT:02d}"


def write_weight(fraction: int, mark: str = ".") -> str:
    """-15, 33.33333: no more decimals than needed."""
    whole, rest = divmod(abs(fraction), _PERCENT)
    decimals = f"{rest:05d}".rstrip("0")
    sign = "-" if fraction < 0 else ""
    return f"{sign}{whole}{mark if decimals else ''}{decimals}"


def check_single(choices: Sequence[Choice]) -> None:
    """Exactly one answer is wholly right, so that the best answer is worth the question."""
    whole = sum(choice.fraction == WHOLE for choice in choices)
    if not any(choice.fraction > 0 for choice in choices):
        raise RefusedError(NO_RIGHT_ANSWER)
    if whole == 0:
        raise RefusedError(N_("tidak ada jawaban yang bernilai 100 persen"))
    if whole > 1:
        raise RefusedError(
            N_("%(count)s jawaban bernilai 100 persen, padahal hanya satu dipilih", count=whole)
        )


def check_multiple(choices: Sequence[Choice]) -> None:
    """The right answers together are worth the question."""
    total = sum(choice.fraction for choice in choices if choice.fraction > 0)
    if total == 0:
        raise RefusedError(NO_RIGHT_ANSWER)
    if abs(total - WHOLE) > _SLACK:
        weight = write_weight(total, ",")
        raise RefusedError(
            N_("bobot jawaban benar berjumlah %(weight)s persen, seharusnya 100", weight=weight)
        )


def shares_are_usual(weights: Sequence[int]) -> bool:
    """Whether the weights say what a question of several answers means without any.

    Each right answer is an equal share, and a wrong one takes as much away.
    """
    right = [weight for weight in weights if weight > 0]
    wrong = [weight for weight in weights if weight <= 0]
    share = equal_share(len(right))
    shares = [each - share for each in right] + [each + share for each in wrong]
    return all(abs(each) <= _LAST_DECIMALS for each in shares)


def equal_share(count: int) -> int:
    return (2 * WHOLE + count) // (2 * count) if count else 0
