"""The hours of a certificate, of a decision and of the attendance register are the same hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certificates.decisions import evidence
from certificates.register.composing import lesson_hours_of
from courses.attendance import recap
from courses.attendance.models import Source, Status
from courses.attendance.rules import Lesson, MeetingPlan, Topic
from courses.attendance.totals import (
    HERE,
    AttendanceTotals,
    Mark,
    Standing,
    StudyUnit,
    standing_of,
    totals,
)
from courses.catalogue.models import Module
from lms.clock import WITA
from quizzes.attempts.queries import Marks
from quizzes.rubrics.queries import NO_PLAN
from tests.factories import RULES

HOUR = 45
FIRST_DAY = date(2024, 1, 31)
MODULES = [Topic(f"PS-{number:02d}") for number in range(1, 5)]
SETTINGS = st.sampled_from([0, 10, 15, 30])


@st.composite
def timetables(draw) -> tuple[tuple[MeetingPlan, ...], list[StudyUnit]]:
    """Some days, of up to three meetings, of up to three lessons with breaks between them."""
    meetings: list[MeetingPlan] = []
    for day in range(draw(st.integers(1, 3))):
        clock = datetime.combine(FIRST_DAY + timedelta(days=day), time(7, 30), WITA)
        for _block in range(draw(st.integers(1, 3))):
            starts_at, lessons = clock, []
            for hours in draw(st.lists(st.integers(1, 2), max_size=3)):
                clock += timedelta(minutes=draw(SETTINGS))
                ends_at = clock + timedelta(minutes=hours * HOUR)
                lessons.append(Lesson(clock, ends_at, draw(st.sampled_from(MODULES))))
                clock = ends_at
            clock += timedelta(minutes=30)
            meetings.append(
                MeetingPlan(
                    id=len(meetings) + 1,
                    key=f"m{len(meetings)}",
                    title="",
                    day=starts_at.date(),
                    starts_at=starts_at,
                    ends_at=clock,
                    opens_before_minutes=draw(SETTINGS),
                    late_after_minutes=draw(SETTINGS),
                    lessons=tuple(lessons),
                )
            )
            clock += timedelta(minutes=draw(SETTINGS))
    study = draw(st.lists(st.integers(1, 4), max_size=2))
    units = [StudyUnit(Topic(f"PS-0{n}M"), hours * HOUR) for n, hours in enumerate(study)]
    return tuple(meetings), units


@st.composite
def marks_of(draw, meeting: MeetingPlan) -> list[tuple[Source, Mark]]:
    """A first mark and its corrections, in whatever way each came about."""
    found = []
    for sequence in range(1, draw(st.integers(0, 4)) + 1):
        status = draw(st.sampled_from(Status))
        arrived_at = None
        if status is Status.PRESENT:
            longest = int((meeting.ends_at - meeting.opens_at).total_seconds())
            limit = int((meeting.late_after - meeting.opens_at).total_seconds())
            around_the_limit = st.integers(max(0, limit - 900), min(longest, limit + 60))
            seconds = draw(st.integers(0, longest) | around_the_limit)
            arrived_at = meeting.opens_at + timedelta(seconds=seconds)
        source = draw(st.sampled_from(Source))
        found.append((source, Mark(status.value, arrived_at, sequence)))
    return found


@st.composite
def rooms(draw) -> tuple[list[AttendanceTotals], list[Module], datetime]:
    """Some trainees with their log, at a moment; the modules are those of the timetable."""
    meetings, units = draw(timetables())
    at = meetings[0].opens_at + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
    people = []
    for _person in range(draw(st.integers(1, 3))):
        in_force = {}
        for meeting in meetings:
            log = draw(marks_of(meeting))
            if log:
                in_force[meeting.id] = max(log, key=lambda entry: entry[1].sequence)[1]
        done = [StudyUnit(unit.topic, unit.minutes, draw(st.booleans())) for unit in units]
        people.append(totals(meetings, in_force, at, self_study=done))
    modules = [
        Module(code=topic.topic.code, lesson_hours=topic.total // HOUR)
        for topic in people[0].topics
    ]
    return people, modules, at


def evidence_of(found: AttendanceTotals):
    deeds = evidence.Deeds(has_signed=False, has_reported=False, practice=None)
    return evidence._evidence(found, [], Marks(), NO_PLAN, deeds, rules=RULES)


@given(rooms())
def test_topics_days_register_decision_and_certificate_have_the_same_hours(room):
    people, modules, _at = room
    for person in people:
        frozen = evidence_of(person)
        by_topic = sum(topic.minutes for topic in person.topics)
        by_day = sum(day.minutes for day in person.by_day) + person.self_study_minutes
        assert by_topic == by_day == person.attended_minutes == frozen.attended_minutes
        assert sum(frozen.topic_minutes.values()) == frozen.attended_minutes
        total = sum(topic.total for topic in person.topics)
        days = sum(day.total for day in person.by_day) + person.self_study_total
        assert total == days == person.total_minutes == frozen.lesson_minutes
        assert total == lesson_hours_of(modules) * HOUR  # what the certificate prints
        assert frozen.attended_minutes <= frozen.lesson_minutes
        assert all(0 <= topic.minutes <= topic.total for topic in person.topics)


@given(rooms())
def test_everybody_stands_in_one_way_in_each_meeting(room):
    people, _modules, _at = room
    for line in recap.by_meeting(people):
        assert sum(line.counts[standing] for standing in Standing) == len(people)
    for person in people:
        assert person.counts.total() == len(person.results)
        assert 0 <= person.present_so_far <= len(person.over) <= len(person.results)
        assert len(person.over) + person.running <= len(person.results)
        assert person.days_present <= person.days


@given(rooms(), st.lists(st.sampled_from(["63.01", "63.03", "63"]), min_size=3, max_size=3))
def test_the_regions_together_are_everybody(room, codes):
    people, _modules, _at = room
    lines = recap.by_region(zip(codes, people, strict=False))
    everyone = recap.group(people)
    assert sum(line.group.people for line in lines) == everyone.people
    assert sum(line.group.minutes for line in lines) == everyone.minutes
    assert sum(line.group.counts.total() for line in lines) == everyone.counts.total()
    assert everyone.counts.total() == sum(len(person.over) for person in people)


@given(rooms())
def test_a_percentage_is_never_above_a_hundred(room):
    people, _modules, _at = room
    for person in people:
        assert 0 <= person.percent <= 10_000
        assert person.percent_so_far is None or 0 <= person.percent_so_far <= 10_000
        assert (person.percent == 10_000) <= (person.attended_minutes == person.total_minutes)
    group = recap.group(people).percent
    assert group is None or 0 <= group <= 10_000


@given(st.data())
def test_nobody_loses_hours_by_being_marked_present(data):
    """An absence that turns out to be a presence, and an arrival that turns out to be earlier."""
    meetings, units = data.draw(timetables())
    at = data.draw(st.sampled_from([meetings[0].starts_at, meetings[-1].ends_at]))
    marks = {}
    for meeting in meetings:
        log = data.draw(marks_of(meeting))
        marks[meeting.id] = log[-1][1] if log else Mark("absent")
    chosen = data.draw(st.sampled_from(meetings))
    before = marks[chosen.id]
    latest = before.arrived_at if before.status == "present" else chosen.ends_at
    earlier = timedelta(seconds=data.draw(st.integers(0, 6 * 3600)))
    better = marks | {chosen.id: Mark("present", latest - earlier)}
    was, now = (totals(meetings, each, at, self_study=units) for each in (marks, better))
    assert now.attended_minutes >= was.attended_minutes
    assert now.percent >= was.percent
    assert (now.percent_so_far or 0) >= (was.percent_so_far or 0)
    assert now.days_present >= was.days_present
    for topic_now, topic_was in zip(now.topics, was.topics, strict=True):
        assert topic_now.minutes >= topic_was.minutes


@given(st.data())
def test_who_is_not_late_has_every_minute_and_who_is_late_has_those_that_were_left(data):
    meetings, _units = data.draw(timetables())
    meeting = data.draw(st.sampled_from(meetings))
    log = data.draw(marks_of(meeting))
    mark = log[-1][1] if log else None
    (result,) = totals((meeting,), {meeting.id: mark} if mark else {}, meeting.ends_at).results
    standing = standing_of(meeting, mark)
    if standing not in HERE:
        assert result.minutes == 0
    elif standing is Standing.PRESENT:
        assert result.minutes == meeting.lesson_minutes
    else:
        missed = (mark.arrived_at - meeting.starts_at) // timedelta(minutes=1)
        assert result.minutes >= meeting.lesson_minutes - missed
