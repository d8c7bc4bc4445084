"""Numbers that questions are written with: points, shares of them, and exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

WHOLE = 10_000_000  # 100 %: shares are whole hundred-thousandths of a percent, as Moodle writes
_PERCENT = WHOLE // 100
_POINT = 100
_DECIMAL = re.compile(r"-?\d{1,15}(?:,\d{1,9})?", re.ASCII)


def _decimal(value: object, hint: str) -> Decimal:
    """Read 12 or "12,5"; a binary fraction cannot hold 0.1."""
    written = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not _DECIMAL.fullmatch(written):
        raise ValueError(hint)
    return Decimal(written.replace(",", "."))


def _share(value: object) -> int:
    hint = 'harus persentase -100 sampai 100, misalnya 50 atau "33,33333"'
    share = _decimal(value, hint) * _PERCENT
    if share != share.to_integral_value() or abs(share) > WHOLE:
        raise ValueError(hint)
    return int(share)


def _points(value: object) -> int:
    hint = 'harus bobot 0,01 sampai 100, misalnya 2 atau "1,50"'
    points = _decimal(value, hint) * _POINT
    if points != points.to_integral_value() or not 1 <= points <= 100 * _POINT:
        raise ValueError(hint)
    return int(points)


def _plain(value: object) -> str:
    number = _decimal(value, 'harus bilangan, misalnya 12 atau "12,5"').normalize()
    return f"{number + 0:f}"


def _written(number: Decimal) -> int | str:
    text = f"{number.normalize():f}"
    return text.replace(".", ",") if "." in text else int(text)


Share = Annotated[
    int,
    BeforeValidator(_share),
    PlainSerializer(lambda share: _written(Decimal(share) / _PERCENT), return_type=int | str),
]
"""Written as a percentage (100, "33,33333"); held in parts of WHOLE."""
Points = Annotated[
    int,
    BeforeValidator(_points),
    PlainSerializer(lambda points: _written(Decimal(points) / _POINT), return_type=int | str),
]
"""Written in points (1, "1,50"); held in hundredths."""
DecimalText = Annotated[
    str,
    BeforeValidator(_plain),
    PlainSerializer(lambda text: _written(Decimal(text)), return_type=int | str),
]
"""Written as 12 or "12,5"; held as "12.5", exact."""
