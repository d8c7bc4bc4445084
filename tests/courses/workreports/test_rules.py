"""When a report opens, is due and is complete, and how it follows its plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from courses.fieldwork.rules import Activity
from courses.workreports.rules import (
    Report,
    ReportState,
    Row,
    Standing,
    beside,
    days_late,
    due_day,
    is_open,
    personal_numbers,
    problems,
    read_count,
    read_day,
    report_from,
    standing_of,
)
from lms.pictures import Area

LAST = date(2024, 2, 1)
DUE = date(2024, 3, 2)
WHOLE = Row(-1, "Kunjungan", "yes", "Desa Contoh", "2024-02-01", "18", "Selesai")
PLAN = (Activity("Satu"), Activity("Dua"))


@pytest.mark.parametrize(
    ("day", "has_plan", "may"),
    [(date(2024, 1, 31), False, False), (LAST, False, True), (DUE, False, True),
     (date(2024, 1, 31), True, True)],
)  # fmt: skip
def test_it_opens_on_the_last_day_or_with_an_accepted_plan(day, has_plan, may):
    assert is_open(LAST, day, has_accepted_plan=has_plan) is may


@pytest.mark.parametrize(("days", "due"), [(1, date(2024, 2, 2)), (30, DUE)])
def test_it_is_due_days_after_the_last_one(days, due):
    assert due_day(LAST, {"work_report_days": days}) == due


@pytest.mark.parametrize(
    ("sent", "today", "late"),
    [
        (None, DUE, 0),
        (None, DUE + timedelta(days=1), 1),
        (None, LAST, 0),
        (DUE, DUE + timedelta(days=99), 0),
        (DUE + timedelta(days=3), DUE + timedelta(days=99), 3),
    ],
)
def test_late_is_counted_until_the_first_sending(sent, today, late):
    assert days_late(DUE, sent, today) == late


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2024-02-01", LAST), ("01-02-2024", LAST), ("1/2/2024", LAST), ("01 02 2024", LAST),
     ("1.2.2024", LAST), ("31 02 2024", None), ("kemarin", None), ("", None), ("2024", None)],
)  # fmt: skip
def test_a_day_as_people_type_it(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "count"),
    [("0", 0), ("18", 18), ("9999999", 9999999), ("10000000", None), ("-1", None), ("1,5", None),
     ("18 KPM", None), ("١٨", None), ("", None)],
)  # fmt: skip
def test_a_number_reached(typed, count):
    assert read_count(typed) == count


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (WHOLE, []),
        (Row(0), ["done"]),
        (Row(0, done="yes"), ["place", "day", "result"]),
        (Row(0, done="partly", place="A", day="2024-02-01"), ["result"]),
        (Row(0, done="no"), ["problem"]),
        (Row(0, done="no", problem="Banjir"), []),
        (Row(0, done="maybe"), ["done"]),
        (Row(-1, result="Selesai"), ["activity", "done"]),
        (Row(0, done="no", problem="Banjir", day="besok"), ["day"]),
        (Row(0, done="no", problem="Banjir", day="2024-02-02"), ["day"]),
        (Row(0, done="no", problem="Banjir", reached="banyak"), ["reached"]),
    ],
)
def test_what_an_activity_still_lacks(row, fields):
    found = problems(Report(0, "Ringkas", (WHOLE, row)), LAST)
    assert [(problem.row, problem.field) for problem in found] == [(1, name) for name in fields]


@pytest.mark.parametrize("rows", [(), (Row(),), (Row(), Row())])
def test_an_empty_report_says_so(rows):
    assert [problem.field for problem in problems(Report(0, "", rows), LAST)] == ["summary"] * 2


def test_blank_rows_that_nobody_planned_are_passed_over():
    assert problems(Report(0, "Ringkas", (WHOLE, Row())), LAST) == []
    assert Report(0, "", (Row(0), WHOLE, Row())).without_blanks().rows == (Row(0), WHOLE)


@pytest.mark.parametrize("state", list(ReportState))
def test_every_state_has_a_standing(state):
    assert standing_of(state).value == state.value
    assert standing_of(None) is Standing.NOT_BEGUN


def test_a_report_is_read_back_as_it_was_kept():
    report = Report(7, "Ringkas", (WHOLE, Row(1, done="no")), {"3": "Rumah"})
    assert report_from(report.as_json()) == report
    assert report_from({}) == Report()


@pytest.mark.parametrize(
    ("rows", "before", "plan", "expected"),
    [
        ((), (), (), (Row(),)),  # no plan: one free row
        ((), (), PLAN, (Row(0), Row(1))),
        ((Row(1, done="no"),), PLAN, PLAN, (Row(0), Row(1, done="no"))),
        ((Row(0, done="no"),), (), PLAN, (Row(0), Row(1), Row(-1, done="no"))),
        ((Row(0, done="no"), Row(1)), PLAN, PLAN[1:], (Row(0), Row(-1, "Satu", "no"))),
        ((Row(0), Row(1, done="no")), PLAN, PLAN[1:], (Row(0, done="no"),)),
        ((Row(5, done="no"),), PLAN, PLAN, (Row(0), Row(1), Row(-1, done="no"))),
    ],
)
def test_a_report_follows_a_plan_handed_in_anew(rows, before, plan, expected):
    found = beside(Report(1, "", rows), before, 2, plan)
    assert found.rows == expected
    assert found.plan_id == 2


def test_a_row_told_twice_beside_one_activity_is_not_lost():
    rows = (Row(0, done="no", problem="Satu"), Row(0, "", "yes", result="Dua"))
    found = beside(Report(1, "", rows), PLAN, 1, PLAN)
    assert found.rows == (rows[0], Row(1), Row(-1, "", "yes", result="Dua"))


def test_two_planned_activities_of_one_name_keep_their_rows_apart():
    twins = (Activity("Sama"), Activity("Sama"))
    rows = (Row(0, done="no"), Row(1, done="yes"))
    found = beside(Report(1, "", rows), twins, 2, twins)
    assert sorted(row.done for row in found.rows) == ["", "no", "yes"]


def test_personal_numbers_are_found_wherever_they_stand():
    nik = "6303 0117 0280 0001"
    row = Row(-1, nik, problem=nik, follow_up="2024-02-01")
    assert personal_numbers(Report(0, nik, (row,), {"1": nik})) == [nik] * 4


@pytest.mark.parametrize(
    ("area", "box"),
    [
        (Area(0, 0, 100, 100), (0, 0, 101, 50)),
        (Area(50, 50, 10, 10), (50, 25, 61, 30)),
        (Area(99, 99, 100, 100), (99, 49, 101, 50)),
    ],
)
def test_an_area_is_never_smaller_than_what_was_marked(area, box):
    assert area.box(101, 50) == box
