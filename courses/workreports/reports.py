"""Where the reports of a training are, by region and as a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from courses.trainings.models import Training
from courses.workreports.queries import Line
from courses.workreports.rules import Standing, due_day
from lms import audit
from lms.exports import Sheet, Value
from lms.i18n import format_date, format_moment, in_indonesian, local
from lms.people.regions import region_name

IN_WORDS = {
    Standing.NOT_BEGUN: "Belum",
    Standing.DRAFT: "Draf",
    Standing.SENT: "Terkirim",
    Standing.RETURNED: "Dikembalikan",
    Standing.ACCEPTED: "Diterima",
}


@dataclass
class Region:
    name: str
    counts: Counter[Standing] = field(default_factory=Counter)
    overdue: int = 0


def by_region(lines: Iterable[Line]) -> list[Region]:
    found: dict[str, Region] = {}
    for line in sorted(lines, key=lambda line: (line.region_code is None, line.region_code or "")):
        name = region_name(line.region_code)
        region = found.setdefault(name, Region(name))
        region.counts[line.standing] += 1
        region.overdue += line.is_overdue
    return list(found.values())


@in_indonesian()
def sheets_of(training: Training, lines: Sequence[Line], *, at: datetime) -> tuple[Sheet, ...]:
    due = format_date(due_day(training.last_day, training.rules))
    title = (
        training.title,
        f"Laporan kerja, batas waktu {due}",
        f"Keadaan per {format_moment(at)}",
    )
    return _people(lines, title), _regions(lines, title)


def _people(lines: Sequence[Line], title: Sequence[str]) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            number,
            line.name,
            line.institution,
            region_name(line.region_code),
            IN_WORDS[line.standing],
            None if line.score is None else Decimal(line.score) / 100,
            local(line.first_sent_at).replace(tzinfo=None) if line.first_sent_at else None,
            line.late or None,
        )
        for number, line in enumerate(lines, start=1)
    ]
    header = ("No.", "Nama", "Instansi", "Kabupaten/Kota", "Keadaan", "Nilai",
              "Pertama dikirim (WITA)", "Terlambat (hari)")  # fmt: skip
    return Sheet("Laporan kerja", header, rows, title, has_filter=True)


def _regions(lines: Sequence[Line], title: Sequence[str]) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (region.name, *(region.counts[each] for each in Standing), region.overdue)
        for region in by_region(lines)
    ]
    header = ("Kabupaten/Kota", *IN_WORDS.values(), "Lewat batas waktu")
    return Sheet("Per kabupaten/kota", header, rows, title)


def record_export(training: Training, *, actor_id: int) -> None:
    """Who took the list out of the system stays on record."""
    audit.record("work_report.exported", training, actor_id=actor_id, training_id=training.id)
