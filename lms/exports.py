"""Rows written as XLSX (the usual download) or as CSV for other programs.

A spreadsheet must show every value as it was stored: a NIK keeps its 16 digits, a phone its zero,
a name that looks like a formula stays a name, and a number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from lms.tables import FORMULA_MARK

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value: TypeAlias = str | int | float | Decimal | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*|-+")
WIDEST = 50


@dataclass(frozen=True)
class Sheet:
    """One sheet: `title` lines above, the header, then the rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    title: Sequence[str] = ()
    has_filter: bool = False  # lets the reader choose rows by what stands in a column


def xlsx_bytes(*sheets: Sheet) -> bytes:
    # A seventh of a second to import: only a download should pay for it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    output = io.BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        pen = _Pen(book)
        for sheet in sheets:
            pen.write(sheet)
    return output.getvalue()


class _Pen:
    """The cell formats of one workbook, and how each kind of value is written."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.bold: Format = book.add_format({"bold": True})
        self.head: Format = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.text: Format = book.add_format({"num_format": "@"})
        self.number: Format = book.add_format({"num_format": "#,##0.00"})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.minute: Format = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})

    def write(self, sheet: Sheet) -> None:
        page: Worksheet = self.book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:31])
        for line, text in enumerate(sheet.title):
            page.write_string(line, 0, text, self.bold)
        top = len(sheet.title) + bool(sheet.title)
        widths = [len(name) for name in sheet.header]
        for column, name in enumerate(sheet.header):
            page.write_string(top, column, name, self.head)
        line = top
        for line, row in enumerate(sheet.rows, start=top + 1):
            for column, value in enumerate(row):
                self.write_cell(page, line, column, value)
            widths = [max(width, len(str(value))) for width, value in zip(widths, row, strict=True)]
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width, WIDEST) + 2)
        if sheet.has_filter:
            page.autofilter(top, 0, line, len(sheet.header) - 1)
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)

    def write_cell(self, page: Worksheet, line: int, column: int, value: Value) -> None:
        match value:
            case None | "":
                return
            case str():
                page.write_string(line, column, value, self.text)
            case datetime():
                page.write_datetime(line, column, value, self.minute)
            case date():
                page.write_datetime(line, column, value, self.day)
            case Decimal():
                page.write_number(line, column, float(value), self.number)
            case _:
                page.write_number(line, column, value)


def sheet_as_csv(sheet: Sheet) -> bytes:
    """The table alone: the lines above it would not be columns of anything."""
    return csv_bytes(sheet.header, sheet.rows)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Semicolons, decimal commas and a BOM: what Excel with Indonesian settings opens rightly."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerow([_csv_text(name) for name in header])
    writer.writerows([_csv_text(value) for value in row] for row in rows)
    return output.getvalue().encode("utf-8-sig")


def _csv_text(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            is_formula = FORMULA_MARK.match(value) and not PLAIN_NUMBER.fullmatch(value)
            return f"'{value}" if is_formula else value
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case float() | Decimal():
            return str(value).replace(".", ",")
        case _:
            return str(value)
