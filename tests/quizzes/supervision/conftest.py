"""A test in the room: Ani and Agus sit it, Budi trains, the clock stands at nine."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, Source, Status
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.attempts.models import Intervention
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import NINE

ROOT = "/pelatihan/bimtek-uji/tes/kelola"
POST_TEST = f"{ROOT}/tes-akhir"
LIVE = f"{POST_TEST}/langsung"
REASON = "Ponselnya mati sepuluh menit."


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


@pytest.fixture
def change_quiz(app, quiz_id):
    """`change_quiz(needs_presence=True)`"""

    def change(**values):
        with app.app_context(), transaction():
            for name, value in values.items():
                setattr(db.session.get_one(Quiz, quiz_id), name, value)

    return change


@pytest.fixture
def quiz(app, quiz_id):
    """`quiz()` reads it again."""

    def read() -> Quiz:
        with app.app_context():
            return db.session.get_one(Quiz, quiz_id)

    return read


@pytest.fixture
def made(app):
    """`made()`: (kind, minutes) of every intervention."""

    def read():
        with app.app_context():
            rows = db.session.scalars(sa.select(Intervention).order_by(Intervention.id))
            return [(each.kind.value, each.minutes) for each in rows]

    return read


@pytest.fixture
def audited(app):
    def read(action):
        with app.app_context():
            wanted = sa.select(AuditEntry.details).where(AuditEntry.action == action)
            return db.session.scalars(wanted.order_by(AuditEntry.id)).all()

    return read


@pytest.fixture
def mark(app, world):
    """`mark(seat, "present", meeting=0)` puts a mark into the register."""

    def append(seat, status, *, meeting=0, sequence=1):
        with app.app_context(), transaction():
            db.session.add(
                AttendanceMark(
                    meeting_id=world.meetings[meeting],
                    enrolment_id=seat,
                    sequence=sequence,
                    status=Status(status),
                    arrived_at=NINE if status == "present" else None,
                    source=Source.HAND,
                    recorded_by_id=world.budi,
                    recorded_at=NINE,
                )
            )

    return append


def seen(page: str) -> str:
    """What a form carries of the state that its page showed."""
    match = re.search(r'name="seen" value="([^"]*)"', page)
    assert match, page
    return match.group(1)


@pytest.fixture
def act(budi):
    """`act(seat, "tambah-waktu", minutes=5)` fills in the form that the page shows and sends it."""

    def send(seat, deed, *, who=None, carried=None, address=POST_TEST, **fields):
        browser, page = who or budi, f"{address}/peserta/{seat}/{deed}"
        carried = carried or seen(browser.get(page).get_data(as_text=True))
        return browser.post(page, {"seen": carried, "reason": REASON, **fields})

    return send


@pytest.fixture
def set_time(budi):
    """`set_time(what="minutes", minutes=5)` likewise, for everybody."""

    def send(*, who=None, carried=None, **fields):
        browser = who or budi
        carried = carried or seen(browser.get(f"{POST_TEST}/waktu").get_data(as_text=True))
        return browser.post(f"{POST_TEST}/waktu", {"seen": carried, "reason": REASON, **fields})

    return send
