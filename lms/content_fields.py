"""Kinds of values that content files are made of, with their messages in Indonesian."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    StrictInt,
    StringConstraints,
)

from lms.clock import WITA


class ContentModel(BaseModel):
    """A piece of a content file: unknown keys are mistakes, and what was read never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def written_like(pattern: str, hint: str) -> Callable[[str], str]:
    """Accept only text that fits the whole pattern; the hint shows what is wanted."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(hint)
        return value

    return check


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("harus satu baris tanpa huruf kendali")
    return value


def _time(value: object) -> object:
    """Read "07.45"; without quotes YAML makes a number of it, and 7.30 would lose its zero."""
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]\d|2[0-3])\.([0-5]\d)", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('harus berupa jam dalam tanda kutip, misalnya "07.45"')
    return time(int(match[1]), int(match[2]))


def _moment(value: object) -> object:
    """Read "2024-02-15 16.00", in WITA."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(str(value), _MOMENT).replace(tzinfo=WITA).astimezone(UTC)
    except ValueError:
        raise ValueError('harus tanggal dan jam, misalnya "2024-02-15 16.00"') from None


def _written_moment(moment: datetime) -> str:
    return f"{moment.astimezone(WITA):{_MOMENT}}"


def _score(value: object) -> object:
    """Read 70 or "69,50" as hundredths: 7000, 6950. A binary fraction cannot hold 0.1."""
    written = str(value) if isinstance(value, str | int) else ""
    match = re.fullmatch(r"(\d{1,3})(?:,(\d{2}))?", written, re.ASCII)
    hundredths = int(match[1]) * 100 + int(match[2] or 0) if match else -1
    if isinstance(value, bool) or not 0 <= hundredths <= 10_000:
        raise ValueError('harus nilai 0 sampai 100, misalnya 70 atau "69,50"')
    return hundredths


_MOMENT = "%Y-%m-%d %H.%M"
Whole = Annotated[StrictInt, Field(ge=0, le=100_000)]
Positive = Annotated[StrictInt, Field(ge=1, le=100_000)]
Percent = Annotated[StrictInt, Field(ge=0, le=100)]
WRITTEN = {"written": True}  # the context in which a model is dumped as people write it


def _written_score(score: int, info: SerializationInfo) -> int | str:
    if info.context != WRITTEN:
        return score
    whole, hundredths = divmod(score, 100)
    return f"{whole},{hundredths:02d}" if hundredths else whole


Score = Annotated[
    int, BeforeValidator(_score), PlainSerializer(_written_score, return_type=int | str)
]
"""Written in whole points (70) or as text with a comma ("69,50"); held in hundredths."""
TimeOfDay = Annotated[
    time, BeforeValidator(_time), PlainSerializer(lambda at: f"{at:%H.%M}", return_type=str)
]
LocalMoment = Annotated[
    datetime, BeforeValidator(_moment), PlainSerializer(_written_moment, return_type=str)
]
"""Written as "2024-02-15 16.00", in WITA; held in UTC."""

OptionalLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_one_line)
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
]
Label = Annotated[Line, Field(max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Slug = Annotated[
    str,
    AfterValidator(
        written_like(
            r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*",
            "hanya huruf kecil, angka, dan tanda hubung, misalnya bimtek-ps-2024",
        )
    ),
]
MODULE_CODE = r"(?=.{1,20}$)[A-Z0-9]+(-[A-Z0-9]+)*"
ModuleCode = Annotated[
    str,
    AfterValidator(
        written_like(
            MODULE_CODE,
            "hanya huruf besar, angka, dan tanda hubung, misalnya PS-01",
        )
    ),
]
RegionCode = Annotated[
    str, AfterValidator(written_like(r"\d\d\.\d\d", 'harus kode wilayah, misalnya "63.01"'))
]
