"""A job that was promised is done once, and none is forgotten."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from lms import clock, jobs
from lms.db import db, transaction
from lms.jobs import Job, JobState
from lms.people.models import Person
from tests import factories

NOON = datetime(2024, 1, 31, 4, 0, tzinfo=UTC)


@pytest.fixture
def handle(monkeypatch):
    """`handle(kind, function)` for the length of one test."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    return lambda kind, function: jobs.handler(kind)(function)


def enqueue(app, kind, **args):
    with app.app_context():
        with transaction():
            jobs.enqueue(kind, **args)
        return db.session.scalars(sa.select(Job.id).order_by(Job.id.desc())).first()


def run(app, job_id):
    with app.app_context():
        return jobs.run(job_id)


def run_due(app):
    with app.app_context():
        return jobs.run_due()


def job(app, job_id):
    with app.app_context():
        return db.session.get_one(Job, job_id)


def set_clock(moment):
    clock.use(lambda: moment)


def test_a_job_gets_what_it_was_given_and_is_done(app, handle):
    seen = []
    handle("uji.catat", lambda **args: seen.append(args))
    job_id = enqueue(app, "uji.catat", nama="Ani", nomor=[1, 2])
    assert run_due(app) == 1
    assert seen == [{"nama": "Ani", "nomor": [1, 2]}]
    done = job(app, job_id)
    assert (done.state, done.tries, done.error) == (JobState.DONE, 1, "")
    assert done.finished_at is not None
    assert run_due(app) == 0


def test_a_job_of_an_undone_transaction_never_was(app, handle):
    with app.app_context():
        with pytest.raises(LookupError), transaction():
            jobs.enqueue("uji.catat")
            raise LookupError
        assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 0


@pytest.mark.faults
def test_many_workers_do_a_job_once(app, handle):
    seen = []
    handle("uji.sekali", lambda: seen.append(threading.get_ident()))
    job_id = enqueue(app, "uji.sekali")
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: run(app, job_id), range(8)))
    assert claims.count(True) == 1
    assert len(seen) == 1


def test_a_failing_job_waits_longer_each_time_and_gives_up_after_five(app, handle):
    def fail():
        raise ValueError("printer habis tinta")

    handle("uji.gagal", fail)
    set_clock(NOON)
    job_id = enqueue(app, "uji.gagal")
    pauses = []
    for _ in range(jobs.MAX_TRIES):
        set_clock(job(app, job_id).run_at)
        assert run(app, job_id)
        pauses.append((job(app, job_id).run_at - clock.now()).total_seconds())
    assert pauses[:4] == [20, 40, 80, 160]
    failed = job(app, job_id)
    assert (failed.state, failed.tries) == (JobState.FAILED, 5)
    assert failed.error == "ValueError: printer habis tinta"
    set_clock(NOON + timedelta(days=1))
    assert run_due(app) == 0


def test_a_failed_job_is_not_tried_before_its_time(app, handle):
    handle("uji.gagal", lambda: 1 // 0)
    set_clock(NOON)
    job_id = enqueue(app, "uji.gagal")
    assert run(app, job_id)
    assert not run(app, job_id)
    set_clock(NOON + timedelta(seconds=19))
    assert run_due(app) == 0
    set_clock(NOON + timedelta(seconds=20))
    assert run_due(app) == 1


def test_an_unknown_kind_fails_by_itself_and_stops_nobody(app, handle):
    seen = []
    handle("uji.catat", lambda: seen.append("done"))
    unknown = enqueue(app, "uji.tidak-dikenal")
    enqueue(app, "uji.catat")
    assert run_due(app) == 2
    assert seen == ["done"]
    assert "KeyError" in job(app, unknown).error


def test_a_handler_that_changes_without_a_transaction_is_told_so(app, handle):
    ani = factories.make_person(app, "Ani Rahmawati")

    def change():
        db.session.get_one(Person, ani).name = "Ani R."

    handle("uji.ubah", change)
    job_id = enqueue(app, "uji.ubah")
    assert run(app, job_id)
    assert "outside transaction()" in job(app, job_id).error
    with app.app_context():
        assert db.session.get_one(Person, ani).name == "Ani Rahmawati"


class TestLeftBehind:
    """A worker that is killed leaves its job RUNNING."""

    @pytest.fixture
    def claimed(self, app, handle):
        handle("uji.catat", lambda: None)
        set_clock(NOON)
        job_id = enqueue(app, "uji.catat")
        with app.app_context():
            assert jobs._claim(job_id)
        return job_id

    def test_is_not_taken_from_a_worker_that_may_still_live(self, app, claimed):
        set_clock(NOON + jobs.ABANDONED_AFTER)
        assert run_due(app) == 0

    def test_is_found_again(self, app, claimed):
        set_clock(NOON + jobs.ABANDONED_AFTER + timedelta(seconds=1))
        assert run_due(app) == 1
        assert job(app, claimed).state is JobState.DONE
        assert job(app, claimed).tries == 2

    def test_is_given_up_when_it_kills_every_worker(self, app, claimed):
        moment = NOON
        for _ in range(jobs.MAX_TRIES):
            moment += jobs.ABANDONED_AFTER + timedelta(seconds=1)
            set_clock(moment)
            with app.app_context():
                jobs._claim(claimed)
        assert job(app, claimed).state is JobState.FAILED
        assert job(app, claimed).tries == jobs.MAX_TRIES

    def test_a_slow_worker_does_not_undo_what_its_successor_said(self, app, handle):
        """It comes back with an error after another one has begun anew."""

        def slow():
            set_clock(NOON + jobs.ABANDONED_AFTER + timedelta(seconds=1))
            with ThreadPoolExecutor(1) as pool:
                handle("uji.lambat", lambda: None)
                assert pool.submit(run, app, job_id).result()
            raise TimeoutError

        handle("uji.lambat", slow)
        set_clock(NOON)
        job_id = enqueue(app, "uji.lambat")
        assert run(app, job_id)
        assert job(app, job_id).state is JobState.DONE


def test_a_lost_hint_loses_no_job(app, handle, monkeypatch):
    def no_queue(_job_id):
        raise ConnectionError("queue is gone")

    seen = []
    handle("uji.catat", lambda: seen.append("done"))
    monkeypatch.setitem(app.extensions, "queue_hint", no_queue)
    enqueue(app, "uji.catat")
    with app.app_context():
        jobs.sweep()
    assert seen == ["done"]


def test_a_broken_sweep_stops_neither_the_others_nor_the_jobs(app, handle, monkeypatch):
    seen = []
    sweeps = {"rusak": lambda: 1 // 0, "baik": lambda: seen.append("sweep")}
    monkeypatch.setattr(jobs, "_every_minute", sweeps)
    handle("uji.catat", lambda: seen.append("job"))
    enqueue(app, "uji.catat")
    with app.app_context():
        jobs.sweep()
    assert seen == ["sweep", "job"]


WORKER = """
import sys
from lms import jobs

@jobs.handler("uji.tulis")
def write(path, text):
    open(path, "x").write(text)

from flask.cli import main
sys.argv = ["flask", "--app", "wsgi", "jobs", "work"]
main()
"""


@pytest.mark.faults
@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_worker_process_hears_of_a_job_and_does_it(
    kind, tmp_path, other_app, empty_database, handle
):
    """The whole way: commit, hint, another process, claim, file, done."""
    queue_url = f"sqlite:///{tmp_path}/queue.db"
    if kind == "redis":
        queue_url = os.environ.get("TEST_REDIS_URL", "")
        if not queue_url:
            pytest.skip("TEST_REDIS_URL is not set")
    database_url = empty_database(f"queue_{kind}")
    app = other_app(database_url=database_url, queue_url=queue_url)
    app.extensions["queue"].flush()
    with app.app_context():
        db.create_all()
    environment = {
        **os.environ,
        "BIMTEK_ENV": "development",
        "INSTANCE_PATH": str(tmp_path),
        "DATABASE_URL": database_url,
        "QUEUE_URL": queue_url,
    }
    log = tmp_path / "worker.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-c", WORKER], env=environment, stdout=output, stderr=output
        ) as worker,
    ):
        try:
            target = tmp_path / "hasil.txt"
            job_id = enqueue(app, "uji.tulis", path=str(target), text="selesai")
            wait_for(lambda: job(app, job_id).state is JobState.DONE, worker, log)
            assert target.read_text() == "selesai"
        finally:
            worker.terminate()
    assert worker.returncode == 0, log.read_text()


def wait_for(condition, worker, log: Path):
    deadline = time.monotonic() + 60
    while not condition():
        assert worker.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        threading.Event().wait(0.05)
