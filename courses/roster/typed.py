"""One participant typed into a form, judged by the very rules of an imported row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from courses.roster.columns import Column
from courses.roster.reading import RosterReading, read_roster
from courses.trainings.quota import Element
from lms.tables import Row, Table

TYPED = (
    Column.NAME,
    Column.NIP,
    Column.NIK,
    Column.RANK,
    Column.GRADE,
    Column.POSITION,
    Column.INSTITUTION,
    Column.PHONE,
    Column.EMAIL,
)


def read_typed(
    texts: Mapping[Column, str], *, element: Element, region: str, today: date
) -> RosterReading:
    """The seat is given, not typed: a substitute takes the seat of whom they stand in for."""
    cells = {
        **{column: texts.get(column, "") for column in TYPED},
        Column.ELEMENT: element.value,
        Column.REGION_CODE: region,
    }
    header = Row(1, tuple(column.value for column in cells))
    return read_roster([Table("", (header, Row(2, tuple(cells.values()))))], today=today)
