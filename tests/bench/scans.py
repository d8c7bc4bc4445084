"""Everybody holds a phone up to the screen: scan, tap, and read what was recorded.

On SQLite a room of 34 within five seconds, on PostgreSQL a hall of 500 within fifteen; both by
the two processes that `make run` starts. All are signed in, as after the first morning.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import sqlalchemy as sa

from courses.attendance import codes, scanning
from courses.attendance.models import AttendanceMark
from courses.sample import CODE
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, engine_options, transaction
from tests.bench import servers, world
from tests.bench.servers import Server
from tests.bench.telling import percentile, tell
from tests.bench.world import HOME, Visitor, World

MOST_MS = 300
MEETING = "h1-pagi"


@dataclass(frozen=True)
class Crowd:
    people: int
    arrive_within: float  # seconds, evenly spread
    done_within: float


@dataclass
class Found:
    """Seconds that requests took, and how many answers were not as they should."""

    scans: list[float] = field(default_factory=list)
    taps: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0


ROOM, HALL = Crowd(34, 5, 10), Crowd(500, 15, 20)


def run(where: World) -> None:
    is_small = where.database_url.startswith("sqlite")
    crowd = ROOM if is_small else HALL
    visitors = (*where.visitors, *world.more_visitors(where, crowd.people - len(where.visitors)))
    meeting_id, secret = _open_meeting(where)
    with servers.ours(where) as server:
        _warm(server, visitors[:8], secret)
        found = _scan_all(server, visitors, secret, crowd)
    marked = _marked(where, meeting_id)
    _tell(found, crowd, marked, "sqlite" if is_small else "postgresql")


def _open_meeting(where: World) -> tuple[int, bytes]:
    """A hand opens it, whatever day it is; gives its id and the secret of its codes."""
    app = where.app()
    with app.app_context():
        with transaction():
            meeting = db.session.scalars(sa.select(Meeting).order_by(Meeting.position)).first()
            assert meeting is not None
            meeting.opened_at, meeting.closed_at = clock.now(), None
        found = meeting.id, scanning.secret_of(meeting.id)
        db.engine.dispose()
    return found


def _warm(server: Server, visitors: tuple[Visitor, ...], secret: bytes) -> None:
    """Both processes have shown the pages before, to people who pressed nothing yet."""
    for visitor in visitors:
        for path in (_address(secret), f"{HOME}/hadir"):
            server.ask(path, {"Cookie": visitor.cookie})


def _address(secret: bytes) -> str:
    return f"/hadir/{CODE}/{MEETING}/{codes.code_at(secret, clock.now())}"


def _scan_all(server: Server, visitors: tuple[Visitor, ...], secret: bytes, crowd: Crowd) -> Found:
    found, mood = Found(), random.Random(1)
    waits = [mood.uniform(0, crowd.arrive_within) for _ in visitors]
    with ThreadPoolExecutor(len(visitors)) as phones:
        started = time.perf_counter()
        for done in [
            phones.submit(_scan, server, visitor, secret, found, started + wait)
            for visitor, wait in zip(visitors, waits, strict=True)
        ]:
            done.result()
        found.seconds = time.perf_counter() - started
    return found


def _scan(server: Server, visitor: Visitor, secret: bytes, found: Found, at: float) -> None:
    """One phone: the camera opens the address, a thumb presses the button, the page says so."""
    time.sleep(max(0, at - time.perf_counter()))
    address, headers = _address(secret), {"Cookie": visitor.cookie}
    scan = server.ask(address, headers)
    form = headers | {"Content-Type": "application/x-www-form-urlencoded"}
    tap = server.ask(address, form, "POST", urlencode({"csrf_token": visitor.csrf}))
    page = server.ask(f"{HOME}/hadir", headers)
    found.scans.append(scan.seconds)
    found.taps.append(tap.seconds)
    found.pages.append(page.seconds)
    found.failed += (scan.status, tap.status, page.status) != (200, 303, 200)


def _marked(where: World, meeting_id: int) -> int:
    engine = sa.create_engine(where.database_url, **engine_options(where.database_url))
    marks = sa.select(sa.func.count()).select_from(AttendanceMark)
    with engine.connect() as connection:
        count = connection.scalar(marks.where(AttendanceMark.meeting_id == meeting_id)) or 0
    engine.dispose()
    return count


def _tell(found: Found, crowd: Crowd, marked: int, dialect: str) -> None:
    is_whole = marked == crowd.people and not found.failed
    tell(
        f"phones within {crowd.arrive_within:.0f} s, all marked, {dialect}",
        f"{marked} of {crowd.people} in {found.seconds:.1f} s, {found.failed} failed",
        "1 run",
        target=f"<= {crowd.done_within:.0f} s",
        holds=is_whole and found.seconds <= crowd.done_within,
    )
    for name, seconds in (("scan", found.scans), ("tap", found.taps), ("page", found.pages)):
        middle, late = (percentile(seconds, percent) * 1000 for percent in (50, 95))
        is_wanted = dialect == "sqlite"
        tell(
            f"{name} of {crowd.people} phones, p95, {dialect}",
            f"{late:.0f} ms (p50 {middle:.0f})",
            f"{len(seconds)} requests",
            target=f"<= {MOST_MS} ms" if is_wanted else "",
            holds=late <= MOST_MS,
        )
