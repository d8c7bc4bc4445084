"""The bank as a file to download, and what of it the format could not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lms.words import N_
from quizzes.exchange.embedding import Load, embedded, shows_pictures
from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import Format, Item, RefusedError, Remark, Written
from quizzes.exchange.moodle_writer import write_moodle
from quizzes.exchange.queries import BankQuestion

_WRITERS: dict[Format, tuple[Callable[[Sequence[Item]], Written], str, str]] = {
    Format.GIFT: (write_gift, "text/plain", "gift"),
    Format.MOODLE: (write_moodle, "application/xml", "xml"),
}
NO_PICTURES = N_("GIFT tidak dapat memuat gambar")
FORMATS = tuple(_WRITERS)


@dataclass(frozen=True)
class File:
    """`count` questions are in it; those that are not are told, by their place in the bank."""

    content: bytes
    media_type: str
    suffix: str
    count: int
    left_out: tuple[Remark, ...]


def write_bank(bank: Sequence[BankQuestion], curriculum: str, form: Format, load: Load) -> File:
    """Write what the format can say, under a category for each module.

    `load` gives the pictures that questions show, by name and version.
    """
    items: list[Item] = []
    left_out: list[Remark] = []
    for line, question in enumerate(bank, start=1):
        try:
            items.append(_with_pictures(question.as_item(curriculum, line), form, load))
        except RefusedError as error:
            left_out.append(Remark(line, question.key, error.reason))
    write, media_type, suffix = _WRITERS[form]
    written = write(items)
    left_out = sorted([*left_out, *written.left_out], key=lambda remark: remark.line)
    count = len(bank) - len(left_out)
    return File(written.text.encode(), media_type, suffix, count, tuple(left_out))


def _with_pictures(item: Item, form: Format, load: Load) -> Item:
    if form is Format.MOODLE:
        return embedded(item, load)
    if shows_pictures(item):
        raise RefusedError(NO_PICTURES)
    return item
