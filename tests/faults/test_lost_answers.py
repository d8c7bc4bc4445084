"""No answer that was confirmed is ever lost or kept twice, whatever breaks.

A room of 34 sits a test of 50 questions at the server that `make run` starts. FAULT_SEEDS=5 runs
each of these with five seeds, and everything at its whole size; `make test` runs one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from threading import Event, Thread

import pytest

from tests.bench import servers
from tests.bench.servers import Server
from tests.bench.world import World
from tests.faults.bad_line import bad_line
from tests.faults.phones import (
    IS_WHOLE,
    SEEDS,
    Phone,
    answer_together,
    assert_nothing_lost_or_doubled,
    make_phones,
)

pytestmark = pytest.mark.faults
ROOM, QUESTIONS = 34, 50
RHYTHM = 0.3  # seconds between two kills


@pytest.fixture
def serve(app, database_url, tmp_path, monkeypatch):
    """`with serve() as server:` the real server on the database of this test."""
    monkeypatch.setenv("QUEUE_URL", "none")
    world = World(tmp_path, database_url, secret=app.config["SECRET_KEY"])
    return lambda: servers.ours(world)


@contextmanager
def killer(server: Server, phones: list[Phone], mood: Random) -> Iterator[list[int]]:
    """Kills a worker of the server again and again, never its master; gives whom it killed.

    Not before something was confirmed since: a busy machine may need longer to start a worker.
    """
    killed: list[int] = []
    over = Event()

    def kill() -> None:
        seen = 0
        while not over.wait(RHYTHM):
            confirmed = sum(phone.confirmed for phone in phones)
            if confirmed == seen:
                continue
            seen = confirmed
            with suppress(OSError, IndexError):  # it ended while we looked, or is being replaced
                worker = mood.choice(server.workers())
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)

    thread = Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join(timeout=10)


@pytest.mark.parametrize("seed", SEEDS)
def test_r1_workers_killed_every_300_ms_lose_no_confirmed_answer(app, serve, seed):
    phones = make_phones(app, ROOM, QUESTIONS, seed=seed)
    with serve() as server, killer(server, phones, Random(seed)) as killed:
        answer_together(phones, server.port, QUESTIONS)
    assert len(killed) >= 3
    assert sum(phone.tries for phone in phones) > sum(len(phone.keys) for phone in phones)
    assert_nothing_lost_or_doubled(app, phones, QUESTIONS)


@pytest.mark.parametrize("seed", SEEDS)
def test_r3_a_line_that_loses_replies_makes_neither_losses_nor_doubles(app, serve, seed):
    questions = QUESTIONS if IS_WHOLE else 20
    phones = make_phones(app, ROOM, questions, seed=seed)
    longest = 3.0 if IS_WHOLE else 0.3
    with serve() as server, bad_line(server.port, seed=seed, longest_delay=longest) as line:
        answer_together(phones, line.port, questions)
    assert min(line.seen[what] for what in ("lost", "cut", "delayed")) > 10
    assert_nothing_lost_or_doubled(app, phones, questions)
