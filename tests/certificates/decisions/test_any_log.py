"""Whatever people do to the register, all that is made from it says the same."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from certificates.decisions import evidence
from courses.attendance import history, queries, reports, services
from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.registers import register_of
from courses.attendance.services import Hand
from courses.attendance.totals import HERE, Standing
from courses.trainings.models import Meeting, ModuleReading, Training
from lms.db import db, transaction
from lms.errors import DomainError
from tests import factories
from tests.certificates import making
from tests.factories import DAY_1, wita

START = wita(DAY_1, "06.00")
MINUTES = 36 * 60


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    factories.make_trainees(app, world.training_id, 3)
    return world


@pytest.mark.parametrize("seed", range(8))
def test_one_log_gives_the_same_hours_everywhere(app, world, at, seed):
    mood = random.Random(seed)
    with app.app_context():
        seats = [trainee.enrolment_id for trainee in queries.trainees_of(world.training_id)]
    for _step in range(60):
        now = START + timedelta(minutes=mood.randrange(MINUTES), seconds=mood.randrange(60))
        with app.app_context(), transaction():
            _do_something(mood, world, mood.choice(seats), now)
    now = START + timedelta(minutes=mood.randrange(MINUTES))
    at(now)
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        _agree(training, register_of(training, now), now)


def _do_something(mood, world, seat: int, now) -> None:
    """Anything that a phone, a trainer or an organiser may do, also what is refused."""
    meeting = db.session.get_one(Meeting, mood.choice(world.meetings))
    who = {"actor_id": world.budi, "at": now}
    doing = mood.choice(["scan", "scan", "hand", "hand", "other", "rest", "open", "close", "read"])
    try:
        if doing == "scan":
            services.check_in(meeting, seat, **who)
        elif doing == "hand":
            services.mark_by_hand(meeting, seat, _hand(mood, meeting, seat), **who)
        elif doing == "other":
            _by_another_way(mood, meeting, seat, now, world.budi)
        elif doing == "rest":
            services.mark_rest(meeting, Hand(Status.ABSENT, None, "x", 0), **who)
        elif doing == "read":
            reading = ModuleReading(
                enrolment_id=seat, module_id=world.modules[0], version=1, finished_at=now
            )
            known = sa.select(ModuleReading.id).where(ModuleReading.enrolment_id == seat)
            if db.session.scalar(known) is None:
                db.session.add(reading)
        else:
            change = services.open_meeting if doing == "open" else services.close_meeting
            change(meeting, **who)
    except DomainError:
        pass


def _hand(mood, meeting: Meeting, seat: int) -> Hand:
    standing = services.latest(meeting.id, seat)
    arrived_at = meeting.starts_at + timedelta(minutes=mood.randrange(240))
    status = mood.choice(list(Status))
    stale = mood.random() < 0.2
    return Hand(
        status,
        arrived_at if status is Status.PRESENT else None,
        "x",
        expected=(standing.sequence if standing and not stale else 0),
    )


def _by_another_way(mood, meeting: Meeting, seat: int, now, actor_id: int) -> None:
    """A correction that some other part of the system makes."""
    standing = services.latest(meeting.id, seat)
    status = mood.choice(list(Status))
    is_present = status is Status.PRESENT
    db.session.add(
        AttendanceMark(
            meeting_id=meeting.id, enrolment_id=seat,
            sequence=(standing.sequence if standing else 0) + 1, status=status,
            arrived_at=meeting.starts_at if is_present else None,
            source=mood.choice(list(Source)), reason="x", recorded_by_id=actor_id,
            recorded_at=now,
        )
    )  # fmt: skip


def _agree(training: Training, register, now) -> None:
    gathered = evidence.gather_all(training)
    people, regions, topics, log = reports.attendance_sheets(training, register)
    people_rows = [dict(zip(people.header, row, strict=True)) for row in people.rows]
    topic_rows = [dict(zip(topics.header, row, strict=True)) for row in topics.rows]
    for line, row, hours in zip(register.lines, people_rows, topic_rows, strict=True):
        seat, found = line.trainee.enrolment_id, line.totals
        assert found == queries.totals_of(training, seat, now)
        frozen = gathered[seat]
        assert frozen == evidence.gather(training, seat)
        assert frozen.attended_minutes == found.attended_minutes == row["Menit hadir"]
        assert sum(topic.minutes for topic in found.topics) == found.attended_minutes
        assert sum(value for name, value in hours.items() if name.startswith("PS-")) * 45 == (
            pytest.approx(found.attended_minutes)
        )
        assert frozen.days_present == row["Hari hadir"]
    for line in register.by_meeting:
        assert sum(line.counts.values()) == len(register.lines)
    (*_regions, together) = regions.rows
    sums = dict(zip(regions.header, together, strict=True))
    over = sum(len(line.totals.over) for line in register.lines)
    words = ["Hadir", "Terlambat", "Izin", "Sakit", "Tanpa keterangan", "Belum diisi"]
    assert sum(sums[word] for word in words) == over
    _log_explains(register, log, training)


def _log_explains(register, log, training: Training) -> None:
    """The last entry of each person in each meeting is what stands in the register."""
    entries = history.of_training(training.id)
    assert len(entries) == len(list(log.rows))
    last: dict[tuple[int, str], Status] = {}
    sequences: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        key = (entry.meeting_id, entry.name)
        sequences[key] += 1
        assert entry.sequence == sequences[key]
        last[key] = entry.status
    for line in register.lines:
        for result in line.totals.results:
            status = last.get((result.meeting.id, line.trainee.name))
            if status is None:
                assert result.standing is Standing.UNMARKED
            else:
                assert (status is Status.PRESENT) == (result.standing in HERE)
