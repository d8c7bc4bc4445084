"""The bank as a file to download, and what of it the format could not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import Format, Item, Remark, Written
from quizzes.exchange.moodle_writer import write_moodle

_WRITERS: dict[Format, tuple[Callable[[Sequence[Item]], Written], str, str]] = {
    Format.GIFT: (write_gift, "text/plain", "gift"),
    Format.MOODLE: (write_moodle, "application/xml", "xml"),
}
FORMATS = tuple(_WRITERS)


@dataclass(frozen=True)
class File:
    content: bytes
    media_type: str
    suffix: str
    left_out: tuple[Remark, ...]


def write_questions(items: Sequence[Item], form: Format) -> File:
    write, media_type, suffix = _WRITERS[form]
    written = write(items)
    return File(written.text.encode(), media_type, suffix, written.left_out)
