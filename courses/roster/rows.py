"""From the rows of a table to records of people, each cell in stored form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.roster.columns import Column, Header, column_of
from courses.roster.values import READERS, Days, text_of
from lms.tables import Row, Table
from lms.words import InputError, Words

SHOWN_LENGTH = 60
SMALL_TABLE = 2  # known columns; in a wider one a lone name is a heading or a signature
SEAT = {Column.ELEMENT, Column.REGION, Column.REGION_CODE}
FOOTER = re.compile(
    r"(?:jumlah|total|sub\s?total|mengetahui|menyetujui|mengesahkan|catatan|keterangan)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong (or, as a warning, doubtful) in one cell."""

    line: int
    number: str
    column: Column
    value: str
    reason: Words


@dataclass(frozen=True)
class Ignored:
    """A row that speaks of no participant: a total, a signature, a heading."""

    line: int
    text: str


@dataclass
class Record:
    """One row, before it is known whether it makes a participant."""

    line: int
    number: str
    values: dict[Column, Any] = field(default_factory=dict)
    texts: dict[Column, str] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)

    def fault(self, column: Column, reason: Words) -> Fault:
        return Fault(self.line, self.number, column, shortened(self.texts.get(column, "")), reason)

    def refuse(self, column: Column, reason: Words) -> None:
        self.errors.append(self.fault(column, reason))


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"


def read_rows(table: Table, header: Header, *, today: date) -> Iterator[Record | Ignored]:
    """Every row below the header, as a record of a person or as ignored."""
    days = Days(table.epoch, today)
    is_below_footer = False
    for row in table.rows:
        if row.line <= header.line:
            continue
        texts = [text for cell in row.cells if (text := text_of(cell))]
        is_below_footer = is_below_footer or bool(texts and FOOTER.match(texts[0]))
        record = _record(row, header, days)
        if _is_person(record, header, is_below_footer=is_below_footer):
            yield record
        else:
            yield Ignored(row.line, shortened(" ".join(texts)))


def _record(row: Row, header: Header, days: Days) -> Record:
    cells = {
        column: row.cells[place]
        for column, place in header.places.items()
        if place < len(row.cells)
    }
    record = Record(row.line, text_of(cells.pop(Column.NUMBER, "")))
    for column, cell in cells.items():
        text = text_of(cell)
        if not text:
            continue
        record.texts[column] = text
        try:
            record.values[column] = READERS[column](cell, days)
        except InputError as error:
            record.refuse(column, error.words)
    return record


def _is_person(record: Record, header: Header, *, is_below_footer: bool) -> bool:
    """Tell a participant from a total, a signature, a heading or the numbers of the columns.

    A row that lost its name but still has a seat or a number is a person with a fault. Below
    the total only a row with a name and a seat is one.
    """
    name = record.texts.get(Column.NAME, "")
    has_name = any(char.isalpha() for char in name) and column_of(name) is not Column.NAME
    has_seat = not SEAT.isdisjoint(record.values)
    if is_below_footer:
        return has_name and has_seat
    if has_name:
        is_alone = not record.number and record.texts.keys() == {Column.NAME}
        return not is_alone or len(header.places) <= SMALL_TABLE
    return has_seat or not {Column.NIK, Column.NIP}.isdisjoint(record.values)
