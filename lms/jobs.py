"""Work that is too slow for a transaction. The row is the truth of a job, the queue a hint."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import huey
import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.db import (
    Base,
    EnumText,
    after_commit,
    db,
    let_go,
    refuse_stray_changes,
    transaction,
    wal_is_safe,
)

log = logging.getLogger(__name__)

MAX_TRIES = 5
ABANDONED_AFTER = timedelta(minutes=10)


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    args: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(EnumText(JobState), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(sa.Text, default="")


Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_every_minute: dict[str, Callable[[], None]] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what does the jobs of a kind. It may run twice and must then do no harm."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def every_minute(function: Callable[[], None]) -> Callable[[], None]:
    """Register a sweep: something that looks for rows left behind."""
    _every_minute[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def enqueue(kind: str, **args: Any) -> None:
    """Add a job in the running transaction; a worker hears of it only after the commit."""
    job = Job(kind=kind, args=args, state=JobState.QUEUED, run_at=clock.now())
    db.session.add(job)
    db.session.flush()  # the hint carries the id
    job_id = job.id
    hint = current_app.extensions["queue_hint"]
    after_commit(lambda: hint(job_id))


def run(job_id: int) -> bool:
    """Claim one job and do it, unless another worker has it. Return whether it was ours."""
    claim = _claim(job_id)
    if claim is None:
        return False
    started = time.perf_counter()
    error = _attempt(claim)
    with transaction(f"job:{job_id}"):
        job = db.session.get_one(Job, job_id)
        if job.tries == claim.tries:  # else it took so long that another worker began anew
            _finish(job, error)
        state = job.state
    facts = {"job_id": job_id, "kind": claim.kind, "tries": claim.tries, "state": state.value}
    log.info("job", extra={**facts, "ms": round((time.perf_counter() - started) * 1000, 1)})
    return True


@dataclass(frozen=True)
class Claim:
    kind: str
    args: dict[str, Any]
    tries: int


def _claim(job_id: int) -> Claim | None:
    now = clock.now()
    with transaction(f"job:{job_id}"):
        job = db.session.get(Job, job_id)
        if job is None or not _is_claimable(job, now):
            return None
        if job.tries >= MAX_TRIES:  # each time whoever did it died
            job.state, job.error = JobState.FAILED, "left behind by its last worker"
            return None
        job.state, job.claimed_at, job.tries = JobState.RUNNING, now, job.tries + 1
        return Claim(job.kind, job.args, job.tries)


def _finish(job: Job, error: str) -> None:
    now = clock.now()
    job.error = error
    if not error:
        job.state, job.finished_at = JobState.DONE, now
    elif job.tries >= MAX_TRIES:
        job.state, job.finished_at = JobState.FAILED, now
    else:
        job.state = JobState.QUEUED
        job.run_at = now + timedelta(seconds=10 * 2**job.tries)


def _is_claimable(job: Job, now: datetime) -> bool:
    if job.state is JobState.QUEUED:
        return job.run_at <= now
    is_left_behind = job.claimed_at is not None and job.claimed_at < now - ABANDONED_AFTER
    return job.state is JobState.RUNNING and is_left_behind


def _attempt(claim: Claim) -> str:
    try:
        _handlers[claim.kind](**claim.args)
        refuse_stray_changes()
    except Exception as error:  # the row keeps what went wrong; the worker goes on
        let_go()
        log.exception("job failed", extra={"kind": claim.kind})
        return f"{type(error).__name__}: {error}"
    return ""


def run_due() -> int:
    """Do every job that is due, and return how many. Also finds those a lost hint left."""
    now = clock.now()
    due = sa.select(Job.id).where(
        sa.or_(
            sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now),
            sa.and_(Job.state == JobState.RUNNING, Job.claimed_at < now - ABANDONED_AFTER),
        )
    )
    ids = list(db.session.scalars(due.order_by(Job.id)))
    return sum(run(job_id) for job_id in ids)


def sweep() -> None:
    """Run each registered sweep, then the jobs that are due."""
    for name, function in _every_minute.items():
        try:
            function()
        except Exception:  # one that is broken must not keep the others from their turn
            let_go()
            log.exception("sweep failed", extra={"sweep": name})
    run_due()


def init_app(app: Flask, queue_url: str) -> None:
    queue = _queue(queue_url)

    @queue.task()  # type: ignore[untyped-decorator]
    def run_one(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    @queue.periodic_task(huey.crontab(minute="*"))  # type: ignore[untyped-decorator]
    def run_sweep() -> None:
        with app.app_context():
            sweep()

    app.extensions["queue"] = queue
    app.extensions["queue_hint"] = run_one if queue_url != "none" else (lambda _job_id: None)


def _queue(url: str) -> huey.Huey:
    if url == "none":  # whoever runs the program calls run_due()
        return huey.MemoryHuey("bimtek")
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        # huey knows Python's own SQLite only, which may be one that loses writes in WAL mode.
        mode = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
        return huey.SqliteHuey("bimtek", filename=path, fsync=True, journal_mode=mode)
    return huey.RedisHuey("bimtek", url=url)
