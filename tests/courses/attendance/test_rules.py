"""When a meeting takes marks, and what marks are worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from courses.attendance.rules import (
    Lesson,
    MeetingPlan,
    Phase,
    Topic,
    can_be_late_at,
    current,
    is_over,
    shown_between,
    state_of,
    takes_printed_code,
)
from courses.attendance.totals import (
    Mark,
    Standing,
    StudyUnit,
    TopicResult,
    minutes_of,
    standing_of,
    totals,
)
from tests.factories import DAY_1, DAY_2, wita


def plan(number: int, day, starts: str, ends: str, *lessons: tuple[str, str, str]) -> MeetingPlan:
    return MeetingPlan(
        id=number,
        key=f"m{number}",
        title=f"Pertemuan {number}",
        day=day,
        starts_at=wita(day, starts),
        ends_at=wita(day, ends),
        opens_before_minutes=30,
        late_after_minutes=15,
        lessons=tuple(
            Lesson(wita(day, begin), wita(day, end), Topic(code)) for begin, end, code in lessons
        ),
    )


MORNING = plan(1, DAY_1, "07.45", "12.40", ("09.40", "11.10", "PS-01"), ("11.10", "12.40", "PS-02"))
NOON = plan(2, DAY_1, "13.40", "17.30", ("13.40", "15.10", "PS-01"))
SECOND = plan(3, DAY_2, "08.00", "12.00", ("08.00", "09.30", "PS-03"))
LAST = plan(4, DAY_2, "13.00", "17.00", ("13.00", "14.30", "PS-03"))
FOUR = (MORNING, NOON, SECOND, LAST)
PRESENT = "present"


def mark(meeting: MeetingPlan, clock: str) -> Mark:
    return Mark(PRESENT, wita(meeting.day, clock))


@pytest.mark.parametrize(
    ("clock", "seconds", "phase", "minutes"),
    [
        ("07.12", 0, Phase.EARLY, 3),
        ("07.14", 1, Phase.EARLY, 1),
        ("07.14", 59, Phase.EARLY, 1),
        ("07.15", 0, Phase.OPEN, 0),
        ("08.00", 59, Phase.OPEN, 0),
        ("08.01", 0, Phase.LATE, 16),
        ("12.39", 59, Phase.LATE, 294),
        ("12.40", 0, Phase.CLOSED, 0),
    ],
)
def test_the_clock_opens_and_closes(clock, seconds, phase, minutes):
    state = state_of(MORNING, wita(DAY_1, clock) + timedelta(seconds=seconds))
    assert (state.phase, state.minutes) == (phase, minutes)


@pytest.mark.parametrize(
    ("opened", "closed", "now", "phase"),
    [
        ("06.30", None, "06.40", Phase.OPEN),
        ("06.30", None, "12.40", Phase.CLOSED),
        (None, "08.20", "08.30", Phase.CLOSED),
        ("06.00", "06.10", "06.20", Phase.EARLY),  # opened by mistake: back to the clock
        ("06.00", "06.10", "07.50", Phase.OPEN),
        ("06.00", "06.10", "12.40", Phase.CLOSED),
        ("09.00", None, "09.10", Phase.LATE),
        ("13.00", None, "13.05", Phase.LATE),  # opened again after its end
    ],
)
def test_a_hand_may_open_and_close(opened, closed, now, phase):
    changed = replace(
        MORNING,
        opened_at=opened and wita(DAY_1, opened),
        closed_at=closed and wita(DAY_1, closed),
    )
    assert state_of(changed, wita(DAY_1, now)).phase is phase


@pytest.mark.parametrize(
    ("opened", "closed", "now", "shown"),
    [
        (None, None, "09.00", ("07.15", "09.00")),  # still showing
        (None, None, "15.00", ("07.15", "12.40")),
        ("06.30", None, "15.00", ("06.30", "12.40")),
        (None, "10.00", "15.00", ("07.15", "10.00")),
        ("13.00", None, "15.00", ("07.15", "15.00")),  # opened again, and never closed
        ("13.00", "13.30", "15.00", ("07.15", "13.30")),
        ("06.30", "06.40", "09.00", ("06.30", "09.00")),  # a mistake: the clock goes on
    ],
)
def test_from_when_until_when_the_screen_showed_codes(opened, closed, now, shown):
    times = {
        "opened_at": opened and wita(DAY_1, opened),
        "closed_at": closed and wita(DAY_1, closed),
    }
    first, last = shown_between(replace(MORNING, **times), wita(DAY_1, now))
    assert (first, last) == (wita(DAY_1, shown[0]), wita(DAY_1, shown[1]))


def test_before_a_meeting_opens_its_screen_has_shown_nothing():
    first, last = shown_between(MORNING, wita(DAY_1, "06.00"))
    assert last < first


def test_a_meeting_left_open_for_days_is_looked_through_for_one():
    left_open = replace(MORNING, opened_at=wita(DAY_1, "13.00"))
    first, last = shown_between(left_open, wita(DAY_2, "20.00"))
    assert last - first == timedelta(days=1)


@pytest.mark.parametrize(
    ("switched", "now", "counts"),
    [(None, "09.00", False), ("08.30", "09.00", True), ("08.30", "12.40", False)],
)
def test_the_code_on_paper_counts_while_it_is_on_and_the_meeting_open(switched, now, counts):
    meeting = replace(MORNING, printed_code_at=switched and wita(DAY_1, switched))
    assert takes_printed_code(meeting, wita(DAY_1, now)) is counts


@pytest.mark.parametrize(
    ("closed", "now", "over"),
    [
        (None, "12.39", False),
        (None, "12.40", True),
        ("09.00", "09.00", True),
        ("07.00", "07.30", False),  # closed by mistake before it began
    ],
)
def test_when_a_meeting_is_over(closed, now, over):
    meeting = replace(MORNING, closed_at=closed and wita(DAY_1, closed))
    assert is_over(meeting, wita(DAY_1, now)) is over


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("07.00", MORNING), ("10.00", MORNING), ("12.50", NOON), ("13.15", NOON), ("17.30", SECOND)],
)
def test_the_current_meeting_is_the_open_one_or_the_next(clock, expected):
    assert current(FOUR, wita(DAY_1, clock)) is expected


def test_after_the_last_meeting_there_is_none():
    assert current(FOUR, wita(DAY_2, "17.00")) is None


def test_a_meeting_running_now_comes_before_one_left_open_by_hand():
    left_open = replace(MORNING, opened_at=wita(DAY_1, "13.00"))
    assert current((left_open, NOON), wita(DAY_1, "13.30")) is NOON
    assert current((left_open, NOON), wita(DAY_1, "13.05")) is left_open


@pytest.mark.parametrize(
    ("given", "standing", "minutes"),
    [
        (None, Standing.UNMARKED, 0),
        (Mark("excused"), Standing.EXCUSED, 0),
        (Mark("sick"), Standing.SICK, 0),
        (Mark("absent"), Standing.ABSENT, 0),
        (mark(MORNING, "07.20"), Standing.PRESENT, 180),
        (mark(MORNING, "08.00"), Standing.PRESENT, 180),
        (mark(MORNING, "08.01"), Standing.LATE, 180),  # late, but before the first lesson
        (mark(MORNING, "10.00"), Standing.LATE, 160),
        (mark(MORNING, "11.10"), Standing.LATE, 90),
        (mark(MORNING, "12.39"), Standing.LATE, 1),
        (mark(MORNING, "12.40"), Standing.LATE, 0),
        (mark(NOON, "13.55"), Standing.PRESENT, 90),  # within the limit: from the beginning
        (mark(NOON, "13.56"), Standing.LATE, 74),
    ],
)
def test_minutes_count_from_arrival(given, standing, minutes):
    meeting = NOON if given and given.arrived_at and given.arrived_at > NOON.opens_at else MORNING
    assert standing_of(meeting, given) is standing
    assert sum(minutes_of(meeting, given)) == minutes


def test_seconds_never_cost_a_minute():
    late = Mark(PRESENT, wita(DAY_1, "10.00") + timedelta(seconds=59))
    assert minutes_of(MORNING, late) == (70, 90)


def test_c034_the_standings_of_a_person_are_as_many_as_the_meetings():
    marks = {1: mark(MORNING, "07.20"), 2: mark(NOON, "14.30"), 3: Mark("sick")}
    counts = totals(FOUR, marks, wita(DAY_2, "18.00")).counts
    assert sum(counts.values()) == 4
    assert counts[Standing.PRESENT] == counts[Standing.LATE] == 1
    assert counts[Standing.SICK] == counts[Standing.UNMARKED] == 1


def test_c035_a_running_meeting_is_in_neither_number():
    marks = {1: mark(MORNING, "07.20"), 2: mark(NOON, "13.30")}
    now = totals(FOUR, marks, wita(DAY_1, "14.00"))
    assert (now.present_so_far, len(now.over), now.running) == (1, 1, 1)
    later = totals(FOUR, marks, wita(DAY_1, "17.30"))
    assert (later.present_so_far, len(later.over), later.running) == (2, 2, 0)


def test_c038_the_percentage_of_now_leaves_out_what_is_to_come():
    marks = {1: mark(MORNING, "07.20"), 2: mark(NOON, "13.30")}
    result = totals(FOUR, marks, wita(DAY_1, "18.00"), self_study=[StudyUnit(Topic("PS-00"), 90)])
    assert result.percent_so_far == 10_000
    assert (result.attended_minutes, result.total_minutes) == (270, 540)
    assert totals(FOUR, {}, wita(DAY_1, "07.00")).percent_so_far is None


def test_c039_not_yet_taken_is_not_absent():
    before = totals(FOUR, {}, wita(DAY_1, "07.00"))
    assert before.counts == {Standing.UNMARKED: 4}
    assert before.unmarked == ()
    after = totals(FOUR, {}, wita(DAY_1, "12.40"))
    assert after.unmarked == (MORNING,)
    assert after.counts[Standing.ABSENT] == 0


@pytest.mark.parametrize(("attended", "percent"), [(405, 9000), (404, 8977), (450, 10_000), (0, 0)])
def test_percent_is_cut_off_below_ninety(attended, percent):
    meeting = plan(1, DAY_1, "08.00", "17.00", ("08.00", "12.00", "PS-02"))  # 240 minutes
    study = 450 - 240
    here = {1: mark(meeting, "08.00")} if attended >= 240 else {}
    done = attended - 240 if here else attended
    units = [
        StudyUnit(Topic("PS-00"), done, is_finished=True),
        StudyUnit(Topic("PS-01"), study - done),
    ]
    result = totals((meeting,), here, wita(DAY_1, "18.00"), self_study=units)
    assert result.percent == percent


def test_one_day_is_not_both_days():
    marks = {1: mark(MORNING, "07.20"), 2: mark(NOON, "13.30")}
    result = totals(FOUR, marks, wita(DAY_2, "18.00"))
    assert (result.days_present, result.days) == (1, 2)


def test_the_same_minutes_by_topic_and_by_day():
    marks = {1: mark(MORNING, "10.00"), 2: mark(NOON, "13.30"), 4: mark(LAST, "13.00")}
    study = [StudyUnit(Topic("PS-00"), 90, is_finished=True), StudyUnit(Topic("PS-09"), 45)]
    result = totals(FOUR, marks, wita(DAY_2, "18.00"), self_study=study)
    assert result.topics == (
        TopicResult(Topic("PS-00"), 90, 90),
        TopicResult(Topic("PS-09"), 0, 45),
        TopicResult(Topic("PS-01"), 70 + 90, 180),  # taught twice on the first day
        TopicResult(Topic("PS-02"), 90, 90),
        TopicResult(Topic("PS-03"), 90, 180),
    )
    assert [(day.day, day.minutes, day.total, day.is_present) for day in result.by_day] == [
        (DAY_1, 250, 270, True),
        (DAY_2, 90, 180, True),
    ]
    assert result.attended_minutes == 90 + 250 + 90


def test_somebody_late_to_the_end_was_there_that_day_without_minutes():
    result = totals(FOUR, {1: mark(MORNING, "12.40")}, wita(DAY_2, "18.00"))
    assert (result.attended_minutes, result.days_present) == (0, 1)


@pytest.mark.parametrize(
    ("clock", "can_be"), [("08.15", False), ("08.16", True), ("12.00", True), ("12.01", False)]
)
def test_a_late_arrival_lies_between_the_limit_and_the_end(clock, can_be):
    meeting = plan(1, DAY_1, "08.00", "12.00")
    assert can_be_late_at(meeting, wita(DAY_1, clock)) is can_be
