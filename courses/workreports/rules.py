"""What a work report consists of, when it opens and is due, and when it is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from courses.fieldwork.rules import PERSONAL_NUMBER, Activity, PlanState, Problem
from lms.words import N_, Words

MOST_ROWS = 20
MOST_PHOTOS = 6
DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y")
ReportState = PlanState  # a report goes the same way as a plan, by the same table


class Done(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Standing(StrEnum):
    """Where one trainee's report is; whether it is late is another question."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


def standing_of(state: ReportState | None) -> Standing:
    return Standing.NOT_BEGUN if state is None else Standing(state.value)


def is_open(last_day: date, today: date, *, has_accepted_plan: bool) -> bool:
    """From the last day on; who already has an accepted plan need not wait."""
    return has_accepted_plan or today >= last_day


def due_day(last_day: date, rules: Mapping[str, Any]) -> date:
    return last_day + timedelta(days=rules["work_report_days"])


def days_late(due: date, first_sent: date | None, today: date) -> int:
    """Counted until the report was first sent: a report given back later is no later for it."""
    return max(((first_sent or today) - due).days, 0)


def read_day(typed: str) -> date | None:
    for shape in DAY_FORMATS:
        try:
            return datetime.strptime(typed, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_count(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"[0-9]{1,7}", typed) else None


@dataclass(frozen=True)
class Row:
    """What became of one activity. `planned` is its place in the plan, -1 for one not planned."""

    planned: int = -1
    activity: str = ""  # only of what was not planned: the plan names the others
    done: str = ""
    place: str = ""
    day: str = ""  # as it was typed
    reached: str = ""
    result: str = ""
    problem: str = ""
    follow_up: str = ""

    @property
    def is_blank(self) -> bool:
        told = asdict(self)
        del told["planned"]
        return not any(told.values())

    @property
    def is_planned(self) -> bool:
        return self.planned >= 0


@dataclass(frozen=True)
class Report:
    """`plan_id` is the submission of the plan that the rows stand beside, 0 without a plan."""

    plan_id: int = 0
    summary: str = ""
    rows: tuple[Row, ...] = ()
    captions: Mapping[str, str] = field(default_factory=dict)  # photo id -> caption

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "rows": [asdict(row) for row in self.rows],
            "captions": dict(self.captions),
        }

    def without_blanks(self) -> Report:
        kept = tuple(row for row in self.rows if row.is_planned or not row.is_blank)
        return replace(self, rows=kept)


def report_from(stored: Mapping[str, Any]) -> Report:
    """Read a stored report; what it does not hold is empty."""
    names = [each.name for each in fields(Row) if each.name != "planned"]
    rows = tuple(
        Row(int(row.get("planned", -1)), **{name: str(row.get(name, "")) for name in names})
        for row in stored.get("rows", [])
    )
    captions = {str(key): str(text) for key, text in stored.get("captions", {}).items()}
    return Report(int(stored.get("plan_id", 0)), str(stored.get("summary", "")), rows, captions)


def beside(
    report: Report, before: Sequence[Activity], plan_id: int, plan: Sequence[Activity]
) -> Report:
    """The report beside this plan, every planned activity once and in order, nothing lost.

    `before` are the activities that the rows stood beside until now. What is no longer planned
    stays as an activity that was not planned.
    """
    if report.plan_id != plan_id:
        report = _moved(report, before, plan_id, plan)
    first: dict[int, Row] = {}
    others = []
    for row in report.rows:
        if 0 <= row.planned < len(plan) and row.planned not in first:
            first[row.planned] = replace(row, activity="")
        else:
            others.append(replace(row, planned=-1))
    planned = [first.get(place, Row(place)) for place in range(len(plan))]
    others = others if planned else others or [Row()]
    return replace(report, rows=(*planned, *others))


def _moved(
    report: Report, before: Sequence[Activity], plan_id: int, plan: Sequence[Activity]
) -> Report:
    places = {activity.activity: place for place, activity in reversed(list(enumerate(plan)))}
    rows = []
    for row in report.rows:
        if not 0 <= row.planned < len(before):
            rows.append(replace(row, planned=-1))
            continue
        name = before[row.planned].activity
        place = places.pop(name, -1)
        if place >= 0:
            rows.append(replace(row, planned=place))
        elif not row.is_blank:
            rows.append(replace(row, planned=-1, activity=name))
    return replace(report, plan_id=plan_id, rows=tuple(rows))


NEEDED: Mapping[str, Words] = {
    "place": N_("Kegiatan %(number)s: tulis tempatnya."),
    "day": N_("Kegiatan %(number)s: tulis tanggalnya."),
    "result": N_("Kegiatan %(number)s: tulis hasilnya."),
}
NO_NAME = N_("Kegiatan %(number)s: tulis nama kegiatannya.")
NOT_SAID = N_("Kegiatan %(number)s: pilih sudah, sebagian, atau belum dilaksanakan.")
WHY_NOT = N_("Kegiatan %(number)s: tulis mengapa belum dilaksanakan.")
NO_DAY = N_("Kegiatan %(number)s: tulis tanggal seperti 14 02 2024.")
NOT_YET = N_("Kegiatan %(number)s: tanggalnya belum tiba.")
NO_COUNT = N_("Kegiatan %(number)s: tulis jumlah dengan angka, misalnya 18.")


def problems(report: Report, today: date) -> list[Problem]:
    """What keeps the report from being sent. Blank rows that nobody planned are passed over."""
    found = [] if report.summary else [Problem(None, "summary", N_("Tulis ringkasan laporan."))]
    if not any(row.is_planned or not row.is_blank for row in report.rows):
        found.append(Problem(None, "summary", N_("Tulis sedikitnya satu kegiatan.")))
    for place, row in enumerate(report.rows):
        if row.is_blank and not row.is_planned:
            continue
        values: dict[str, object] = {"number": place + 1}
        found += [
            Problem(place, name, Words(words.text, values)) for name, words in _of_row(row, today)
        ]
    return found


def _of_row(row: Row, today: date) -> Iterator[tuple[str, Words]]:
    if not row.is_planned and not row.activity:
        yield "activity", NO_NAME
    if row.done not in set(Done):
        yield "done", NOT_SAID
    elif row.done == Done.NO:
        if not row.problem:
            yield "problem", WHY_NOT
    else:
        yield from ((name, words) for name, words in NEEDED.items() if not getattr(row, name))
    if row.day:
        day = read_day(row.day)
        if day is None:
            yield "day", NO_DAY
        elif day > today:
            yield "day", NOT_YET
    if row.reached and read_count(row.reached) is None:
        yield "reached", NO_COUNT


def personal_numbers(report: Report) -> list[str]:
    """The 16-digit numbers in the report: most likely somebody's NIK."""
    texts = [report.summary, *report.captions.values()]
    for row in report.rows:
        texts += [text for name, text in asdict(row).items() if name != "planned"]
    return [match.group() for text in texts for match in PERSONAL_NUMBER.finditer(text)]
