"""The list of what must be confirmed as a sheet, to send to the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from courses.authoring.confirmations import Item
from courses.authoring.places import Unsettled
from courses.authoring.queries import Stored
from courses.trainings.models import Training
from lms.exports import Sheet, Value
from lms.i18n import format_moment, in_indonesian, local

HEADER = (
    "No.", "Kelompok", "Tempat", "Yang perlu dipastikan",
    "Jawaban", "Nomor surat atau pejabat", "Dicatat oleh", "Waktu (WITA)",
)  # fmt: skip


@in_indonesian()
def confirm_sheet(
    training: Training,
    items: Sequence[Item],
    modules: Sequence[Stored],
    groups: Sequence[Unsettled],
    at: datetime,
) -> Sheet:
    title = (
        "Hal yang perlu dipastikan Dinas Sosial",
        training.title,
        f"Keadaan per {format_moment(at)}",
    )
    lines = [*_items(items), *_passages(modules), *_groups(groups)]
    rows = [(number, *line) for number, line in enumerate(lines, start=1)]
    return Sheet("Perlu dipastikan", HEADER, rows, title)


def _items(items: Sequence[Item]) -> Iterator[tuple[Value, ...]]:
    for item in sorted(items, key=lambda item: item.is_confirmed):
        newest = item.newest
        if newest is None or not newest.is_confirmed:
            yield "Umum", "", item.text, "", "", "", None
        else:
            moment = local(newest.at).replace(tzinfo=None)
            yield "Umum", "", item.text, newest.answer, newest.source, newest.person, moment


def _passages(modules: Sequence[Stored]) -> Iterator[tuple[Value, ...]]:
    for module in modules:
        for flag in module.flags:
            place = f"{module.code} {module.title}: {flag.section}, baris {flag.line}"
            yield "Modul", place, flag.sentence, "", "", "", None


def _groups(groups: Sequence[Unsettled]) -> Iterator[tuple[Value, ...]]:
    for group in groups:
        for line in group.lines:
            yield group.title, line.place, line.text, "", "", "", None
