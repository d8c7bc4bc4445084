"""Workbooks of the pack on paper, printed from the workbook itself: both say the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import render_template

from lms import pdf
from lms.i18n import format_date, format_score


@dataclass(frozen=True)
class Table:
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int]  # the columns of numbers


@dataclass(frozen=True)
class Paper:
    title: str
    about: tuple[str, ...]  # what stands above the tables: the training, as of when
    tables: tuple[Table, ...]


def paper_of(title: str, workbook: bytes, only: Sequence[str] = ()) -> Paper:
    """All sheets of a workbook of `lms.exports`, or those named."""
    from openpyxl import load_workbook  # noqa: PLC0415 - a fifth of a second

    book = load_workbook(io.BytesIO(workbook), read_only=True)
    about: dict[str, None] = {}
    tables = []
    for name in only or book.sheetnames:
        lines = [tuple(line) for line in book[name].iter_rows(values_only=True)]
        top = _header_line(lines)
        about |= dict.fromkeys(str(line[0]) for line in lines[:top] if line[0] not in {None, title})
        tables.append(_table(name, lines[top], lines[top + 1 :]))
    return Paper(title, tuple(about), tuple(tables))


def _header_line(lines: Sequence[tuple[Any, ...]]) -> int:
    """After the lines of the title comes an empty one; without a title the header is the first."""
    top = next((place for place, line in enumerate(lines) if not any(line)), -1)
    is_title = top >= 0 and not any(any(line[1:]) for line in lines[:top])
    return top + 1 if is_title and top + 1 < len(lines) else 0


def _table(name: str, header: tuple[Any, ...], lines: Sequence[tuple[Any, ...]]) -> Table:
    width = len(header)
    figures = frozenset(
        column
        for column in range(width)
        if any(isinstance(line[column], int | float) for line in lines if column < len(line))
    )
    rows = tuple(tuple(map(_text, line[:width])) for line in lines)
    return Table(name, tuple(map(_text, header)), rows, figures)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() != time.min:  # a workbook's day has midnight
        return f"{format_date(value.date())} pukul {value:%H.%M}"
    if isinstance(value, date):
        return format_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float):
        return format_score(round(value * 100))
    return str(value)


def pdf_of(paper: Paper, organiser: str) -> bytes:
    """Never inside `transaction()`."""
    html = render_template("certificates/print/tables.html", paper=paper, organiser=organiser)
    return pdf.render_apart(html, "print/tables.css", "pdf/ua-1")
