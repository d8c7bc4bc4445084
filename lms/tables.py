"""Spreadsheets and CSV files from outside, read into plain rows. `lms.exports` writes them.

A cell keeps the kind it has in the file: text stays text, so "007" keeps its zeros, and a numeric
cell stays a number, so that a caller can refuse a NIK that a spreadsheet has rounded. Files are
taken to be hostile: what they unpack to is bounded before anything parses them.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias
from zipfile import BadZipFile, ZipFile

from lms.words import N_, InputError

Cell: TypeAlias = str | int | float | date  # a datetime is a date, too

MAX_ROWS = 2_000
MAX_COLUMNS = 64
MAX_BYTES = 10_000_000
MAX_MEMBERS = 100
MAX_UNPACKED = 30_000_000
MAX_RATIO = 100
MAX_TAGS = 1_000_000  # 2,000 rows of 64 filled cells have about half as many
DELIMITERS = ",;\t"
FORMULA_MARK = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # what a spreadsheet may take for a formula


@dataclass(frozen=True)
class Row:
    line: int  # as the spreadsheet or the text editor numbers it
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows that hold anything. `epoch` is the day that the number 0 means as a date."""

    name: str
    rows: tuple[Row, ...]
    epoch: date = date(1899, 12, 30)


class TableError(InputError):
    """The file cannot be read as a table."""


TOO_BIG = N_("Berkas terlalu besar setelah dibuka. Kirim hanya lembar daftar peserta")
TOO_MANY_ROWS = N_("Isi berkas lebih dari %(limit)s baris", limit=MAX_ROWS)
UNREADABLE = N_("Berkas ini tidak dapat dibaca. Simpan ulang sebagai XLSX atau CSV")
NOT_A_TABLE = N_("Berkas ini bukan XLSX atau CSV")
OLD_EXCEL = N_("Berkas XLS lama atau berkas berkata sandi. Simpan ulang sebagai XLSX tanpa sandi")
EMPTY = N_("Berkas ini kosong")


def read_tables(content: bytes) -> tuple[Table, ...]:
    """Read each visible sheet of an XLSX, or the one table of a CSV, by what the bytes are."""
    if len(content) > MAX_BYTES:
        raise TableError(N_("Berkas lebih besar dari %(limit)s MB", limit=MAX_BYTES // 1_000_000))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(OLD_EXCEL)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise TableError(NOT_A_TABLE)
    tables = _read_xlsx(content) if content.startswith(b"PK") else (_read_csv(content),)
    if not any(table.rows for table in tables):
        raise TableError(EMPTY)
    return tables


def _read_xlsx(content: bytes) -> tuple[Table, ...]:
    # A quarter of a second to import: only an upload should pay for it.
    import openpyxl  # noqa: PLC0415

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl must run with defusedxml")
    try:
        _check_unpacked(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions we do not look at
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            epoch = book.epoch.date()
            return tuple(
                Table(sheet.title, tuple(_sheet_rows(sheet)), epoch)
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            )
    except TableError:
        raise
    except Exception as error:  # a damaged file fails in any way, and all mean the same
        raise TableError(UNREADABLE) from error


def _check_unpacked(content: bytes) -> None:
    """Refuse an archive that grows too far, from its directory and then from its bytes.

    zipfile never hands out more bytes than the directory declares, so the declared sizes bind.
    Counting the tags bounds the time and memory of the XML parser as well.
    """
    try:
        archive = ZipFile(io.BytesIO(content))
    except BadZipFile as error:
        raise TableError(UNREADABLE) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > min(MAX_UNPACKED, MAX_RATIO * len(content)):
        raise TableError(TOO_BIG)
    tags = 0
    for member in members:
        with archive.open(member) as file:
            while chunk := file.read(65536):
                tags += chunk.count(b"<")
        if tags > MAX_TAGS:
            raise TableError(TOO_BIG)


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs declare A1:A1 and would lose every other cell
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    kept = 0
    for line, values in enumerate(rows, start=1):
        cells = _trimmed([_cell(value) for value in values])
        kept += bool(cells)
        if kept > MAX_ROWS or line > 10 * MAX_ROWS:
            raise TableError(TOO_MANY_ROWS)
        if cells:
            yield Row(line, cells)


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    """Without the empty cells at the end; nothing at all for an empty row."""
    while cells and isinstance(cells[-1], str) and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return str(value)


def _read_csv(content: bytes) -> Table:
    text = _decode(content)
    first, _, rest = text.partition("\n")
    chosen = re.fullmatch(r"(?i)\s*sep=([,;\t])\s*", first)  # a line that Excel itself writes
    if chosen:
        return Table("", tuple(_csv_rows(rest, chosen[1], skipped=1)))
    return Table("", tuple(_csv_rows(text, _delimiter(text))))


def _decode(content: bytes) -> str:
    """UTF-8 or UTF-16 where the bytes say so, else the Windows-1252 of an older Excel."""
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-be" if content[:1] == b"\0" else "utf-16-le"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\0-\x08\x0e-\x1f]", text):
            return text
    raise TableError(NOT_A_TABLE)


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows fall into equally many cells."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text[:50_000], delimiter))


def _evenness(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for _, row in zip(range(50), reader, strict=False))
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _csv_rows(text: str, delimiter: str, *, skipped: int = 0) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    kept = 0
    while True:
        line = reader.line_num + 1 + skipped
        try:
            values = next(reader, None)
        except csv.Error as error:
            raise TableError(UNREADABLE) from error
        if values is None:
            return
        cells = _trimmed([_without_guard(value) for value in values[:MAX_COLUMNS]])
        kept += bool(cells)
        if kept > MAX_ROWS:
            raise TableError(TOO_MANY_ROWS)
        if cells:
            yield Row(line, cells)


def _without_guard(text: str) -> str:
    """Undo the apostrophe that `lms.exports` puts before text that looks like a formula."""
    return text[1:] if text.startswith("'") and FORMULA_MARK.match(text) else text
