"""What is odd in a timetable, at its edges; odd never means refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from courses.timetable.plan import Block, Line, Plan
from courses.timetable.rules import free_key, oddities, span_errors, touched, touched_by_meeting

WEDNESDAY, FRIDAY = date(2024, 1, 31), date(2024, 2, 2)
MORNING = Block("pagi", "Hari 1 - pagi", WEDNESDAY, time(8), time(12))
ids = iter(range(1, 10_000))


def clock(text: str) -> time:
    return time(*map(int, text.split(".")))


def line(starts: str, ends: str, kind: str = "ceremony", **facts) -> Line:
    day = facts.pop("day", WEDNESDAY)
    number = next(ids)
    title = facts.pop("title", f"Acara {number}")
    return Line(number, day, clock(starts), clock(ends), title, kind, **facts)


def told(*lines: Line, blocks=(MORNING,), **facts) -> list[str]:
    plan = Plan((WEDNESDAY, FRIDAY), tuple(blocks), lines, **facts)
    return [str(oddity.words) for oddity in oddities(plan)]


def test_a_timetable_in_order_is_not_remarked():
    lesson = line("08.00", "09.30", "lesson", meeting="pagi", module="PS-01", lesson_hours=2)
    assert told(lesson, line("09.30", "09.40", "break"), modules={"PS-01": 2}) == []


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [
        ("08.00", "09.00", False),
        ("08.00", "09.01", True),
        ("09.15", "09.45", True),
        ("09.59", "10.30", True),
        ("10.00", "10.30", False),
    ],
)
def test_lines_at_the_same_time(starts, ends, meets):
    first, second = line("09.00", "10.00"), line(starts, ends)
    found = told(first, second)
    assert bool(found) == meets
    if meets:
        assert first.title in found[0]
        assert second.title in found[0]
        assert found[0].endswith("berlangsung bersamaan.")
    assert told(first, replace(second, day=FRIDAY)) == []


@pytest.mark.parametrize(
    ("one", "other", "doubled"),
    [
        ({"speaker": "Sri Wahyuni"}, {"speaker": "sri  wahyuni"}, "Sri Wahyuni mengisi"),
        ({"speaker": "Sri; Bayu"}, {"speaker": "Rina; Bayu"}, "Bayu mengisi"),
        ({"speaker": "Sri"}, {"speaker": "Bayu"}, ""),
        ({"speaker": ""}, {"speaker": ""}, ""),
        ({"room": "Aula"}, {"room": "aula "}, "Ruang Aula dipakai"),
        ({"room": "Aula"}, {"room": "Ruang 2"}, ""),
    ],
)
def test_nobody_and_no_room_is_at_two_places_also_where_lines_overlap_on_purpose(
    one, other, doubled
):
    _overlap, *more = told(line("09.00", "10.00", **one), line("09.30", "10.30", **other))
    assert [each[: len(doubled)] for each in more] == ([doubled] if doubled else [])
    assert told(line("09.00", "10.00", **one), line("10.00", "10.30", **other)) == []


@pytest.mark.parametrize(
    ("day", "starts", "ends", "kind", "meets"),
    [
        (FRIDAY, "10.30", "11.30", "ceremony", False),
        (FRIDAY, "10.30", "11.31", "ceremony", True),
        (FRIDAY, "12.00", "12.30", "ceremony", True),
        (FRIDAY, "13.29", "14.00", "test", True),
        (FRIDAY, "13.30", "14.00", "test", False),
        (FRIDAY, "11.30", "13.30", "prayer", False),
        (FRIDAY, "11.30", "13.30", "break", False),
        (WEDNESDAY, "11.30", "13.30", "ceremony", False),
    ],
)
def test_friday_prayer(day, starts, ends, kind, meets):
    found = told(line(starts, ends, kind, day=day))
    assert [("salat Jumat (11.30–13.30 WITA)" in each) for each in found] == [True] * meets


@pytest.mark.parametrize(
    ("day", "starts", "ends", "words"),
    [
        (WEDNESDAY, "08.00", "12.00", ""),
        (WEDNESDAY, "07.59", "09.00", "di luar jam pertemuannya, Hari 1 - pagi (08.00–12.00)"),
        (WEDNESDAY, "11.00", "12.01", "di luar jam pertemuannya"),
        (FRIDAY, "08.00", "09.00", "tidak pada hari pertemuannya, Hari 1 - pagi"),
    ],
)
def test_a_line_outside_its_meeting(day, starts, ends, words):
    found = told(line(starts, ends, day=day, meeting="pagi"))
    assert len(found) == bool(words)
    assert all(words in each for each in found)


@pytest.mark.parametrize(("ends", "is_odd"), [("09.29", True), ("09.30", False), ("09.31", True)])
def test_a_lesson_lasts_as_long_as_its_lesson_hours(ends, is_odd):
    found = told(line("08.00", ends, "lesson", lesson_hours=2))
    assert len(found) == is_odd
    assert all("2 JP = 90 menit" in each for each in found)
    assert told(line("08.00", ends)) == []


@pytest.mark.parametrize(
    ("spans", "is_odd"),
    [
        ([("08.00", "12.00", "test")], False),
        ([("08.00", "12.01", "test")], True),
        ([("08.00", "10.00", "test"), ("10.00", "12.01", "test")], True),
        ([("08.00", "10.00", "test"), ("10.09", "12.30", "test")], True),  # no pause yet
        ([("08.00", "10.00", "test"), ("10.10", "12.30", "test")], False),
        (
            [("08.00", "10.00", "test"), ("10.00", "10.05", "break"), ("10.05", "13.00", "test")],
            False,
        ),
        (  # a pause beside a line that goes on is none
            [("08.00", "11.00", "test"), ("10.00", "10.30", "break"), ("11.00", "12.30", "test")],
            True,
        ),
    ],
)
def test_four_hours_without_a_pause(spans, is_odd):
    found = told(*(line(*span) for span in spans))
    assert any(each.startswith("Lebih dari 4 jam tanpa istirahat") for each in found) == is_odd


@pytest.mark.parametrize(
    ("hours", "expected"), [(1, "PS-01 terjadwal 1 JP, seharusnya 2 JP."), (2, ""), (3, "PS-01")]
)
def test_the_hours_of_a_module_add_up(hours, expected):
    lesson = line("08.00", "08.45", "lesson", module="PS-01", lesson_hours=1)
    rest = line("09.00", "09.45", "lesson", module="PS-01", lesson_hours=1)
    last = line("10.00", "10.45", "lesson", module="PS-01", lesson_hours=1)
    found = told(*(lesson, rest, last)[:hours], modules={"PS-01": 2})
    assert len(found) == bool(expected)
    assert all(each.startswith(expected) for each in found)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (Block("b", "B", WEDNESDAY, time(11, 59), time(13), 0), ["bertumpuk"]),
        (Block("b", "B", WEDNESDAY, time(12), time(13), 0), []),
        (Block("b", "B", WEDNESDAY, time(12, 30), time(13), 30, 29), []),
        (Block("b", "B", WEDNESDAY, time(12, 29), time(13), 30), ["dibuka sebelum"]),
        (Block("b", "B", WEDNESDAY, time(13), time(14), 30, 59), []),
        (Block("b", "B", WEDNESDAY, time(13), time(14), 30, 60), ["Batas terlambat B, 60 menit"]),
        (Block("b", "B", FRIDAY, time(0, 30), time(3), 30), []),
        (Block("b", "B", FRIDAY, time(0, 29), time(3), 30), ["pada hari sebelumnya"]),
    ],
)
def test_meetings_and_their_limits(block, words):
    found = told(blocks=(MORNING, block))
    assert len(found) == len(words)
    assert all(word in each for word, each in zip(words, found, strict=True))


def test_each_oddity_names_its_lines_and_they_come_by_day():
    late, one, two = (
        line("08.00", "09.00", day=FRIDAY),
        line("08.00", "09.00"),
        line("08.30", "09.00"),
    )
    also = line("08.30", "08.50", day=FRIDAY)
    plan = Plan((WEDNESDAY, FRIDAY), (), (late, also, one, two), {"PS-01": 1})
    found = oddities(plan)
    assert [(each.day, each.lines) for each in found] == [
        (WEDNESDAY, (one.id, two.id)),
        (FRIDAY, (late.id, also.id)),
        (None, ()),
    ]


@pytest.mark.parametrize(
    ("day", "starts", "ends", "fields"),
    [
        (WEDNESDAY, time(8), time(8, 1), set()),
        (WEDNESDAY, time(8), time(8), {"ends"}),
        (WEDNESDAY, time(8), time(7, 59), {"ends"}),
        (date(2024, 2, 1), time(8), time(9), {"day"}),
        (date(2024, 2, 1), time(9), time(8), {"day", "ends"}),
        (None, None, time(8), set()),
    ],
)
def test_what_is_refused(day, starts, ends, fields):
    assert span_errors(day, starts, ends, (WEDNESDAY, FRIDAY)).keys() == fields


LESSON = line("08.00", "09.30", "lesson", meeting="pagi", module="PS-01", lesson_hours=2)


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        (LESSON, LESSON, set()),
        (LESSON, replace(LESSON, title="Lain", room="Aula", speaker="Rina"), set()),
        (LESSON, replace(LESSON, ends=time(9, 31)), {"pagi"}),
        (LESSON, replace(LESSON, day=FRIDAY), {"pagi"}),
        (LESSON, replace(LESSON, meeting="siang"), {"pagi", "siang"}),
        (LESSON, replace(LESSON, kind="break"), {"pagi"}),
        (LESSON, None, {"pagi"}),
        (None, LESSON, {"pagi"}),
        (replace(LESSON, kind="break"), None, set()),
        (None, replace(LESSON, kind="break"), set()),
    ],
)
def test_whose_hours_a_change_moves(before, after, keys):
    assert touched(before, after) == keys


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"title": "Lain"}, set()),
        ({"ends": time(13)}, set()),
        ({"opens_before_minutes": 5}, set()),
        ({"starts": time(8, 1)}, {"pagi"}),
        ({"late_after_minutes": 20}, {"pagi"}),
        ({"day": FRIDAY}, {"pagi"}),
    ],
)
def test_whose_hours_a_change_of_a_meeting_moves(changes, keys):
    assert touched_by_meeting(MORNING, replace(MORNING, **changes)) == keys


@pytest.mark.parametrize(
    ("title", "taken", "key"),
    [
        ("Hari 3 - pagi", (), "hari-3-pagi"),
        ("Hari 3 - pagi", ("hari-3-pagi",), "hari-3-pagi-2"),
        ("Hari 3 - pagi", ("hari-3-pagi", "hari-3-pagi-2"), "hari-3-pagi-3"),
        ("Ékspo – sore!", (), "ekspo-sore"),
        ("下午", (), "pertemuan"),
        ("x" * 120, (), "x" * 36),
    ],
)
def test_a_key_for_a_new_meeting(title, taken, key):
    assert free_key(title, taken) == key
