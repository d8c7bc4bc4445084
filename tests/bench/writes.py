"""Saves of answers against the bare commits that the same database can do."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from statistics import median
from typing import Any

import sqlalchemy as sa

from lms.db import engine_options, prepare_engine
from tests.bench.calls import Saver, call
from tests.bench.telling import tell
from tests.bench.world import World

ROUNDS, SECONDS = 3, 2.0
TARGETS = {"sqlite": 4, "postgresql": 10}
_READ = "SELECT choice FROM bench_answer WHERE id = :id"
_KEEP = (
    "INSERT INTO bench_answer (id, choice) VALUES (:id, :choice) "
    "ON CONFLICT (id) DO UPDATE SET choice = excluded.choice"
)


def run(world: World) -> None:
    # Two copies of SQLite in one process would spoil the file: each lets go of the other's locks.
    engine = sa.create_engine(world.database_url, **engine_options(world.database_url))
    dialect = engine.dialect.name
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS bench_answer")
        connection.exec_driver_sql(
            "CREATE TABLE bench_answer (id INTEGER PRIMARY KEY, choice INTEGER)"
        )
    engine.dispose()
    raw, saved, ratios = [], [], []
    for turn in _measure(world, ["raw", "raw", "save", "save"], ["raw", "save"] * ROUNDS):
        (raw if turn.kind == "raw" else saved).append(turn.rate)
    ratios = [100 * ours / theirs for ours, theirs in zip(saved, raw, strict=True)]
    found = median(ratios)
    tell(
        f"saves against raw commits, {dialect}",
        f"{found:.1f} % ({median(saved):.0f} and {median(raw):.0f} a second)",
        f"{ROUNDS} rounds of {SECONDS:.0f} s, 2 writers",
        target=f">= {TARGETS[dialect]} %",
        holds=found >= TARGETS[dialect],
    )
    (turn,) = _measure(world, ["save"] * 4, ["save"])
    tell(
        f"errors of 4 writers at once, {dialect}",
        f"{turn.errors} in {turn.done} saves ({turn.rate:.0f} a second)",
        f"{SECONDS:.0f} s",
        target="0",
        holds=turn.errors == 0,
    )


class Turn:
    """What all writers of a kind did while it was their turn."""

    def __init__(self, kind: str, statuses: Counter[int]) -> None:
        self.kind = kind
        self.done = statuses[200]
        self.errors = statuses.total() - self.done
        self.rate = self.done / SECONDS


def _measure(world: World, writers: list[str], turns: list[str]) -> list[Turn]:
    """Start the writers, each a process, and let those of one kind write in each turn."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(len(writers)), context.Queue()
    processes = [
        context.Process(target=_write, args=(kind, place, world, turns, barrier, results))
        for place, kind in enumerate(writers)
    ]
    for process in processes:
        process.start()
    found: dict[int, Counter[int]] = {number: Counter() for number in range(len(turns))}
    for _ in range(sum(writers.count(kind) for kind in turns)):
        number, statuses = results.get(timeout=120)
        found[number] += statuses
    for process in processes:
        process.join()
    return [Turn(kind, found[number]) for number, kind in enumerate(turns)]


def _write(
    kind: str,
    place: int,
    world: World,
    turns: list[str],
    barrier: Barrier,
    results: Queue[tuple[int, Counter[int]]],
) -> None:
    write = _raw(world, place) if kind == "raw" else _saving(world, place)
    write()
    for number, turn in enumerate(turns):
        barrier.wait()
        if turn == kind:
            results.put((number, _for_a_while(write)))
    barrier.wait()


def _for_a_while(write: Callable[[], int]) -> Counter[int]:
    until = time.monotonic() + SECONDS
    statuses: Counter[int] = Counter()
    while time.monotonic() < until:
        statuses[write()] += 1
    return statuses


def _saving(world: World, place: int) -> Callable[[], int]:
    app, saver = world.app(), Saver(world.visitors[place])
    return lambda: call(app, saver.environ())[0]


def _raw(world: World, place: int) -> Callable[[], int]:
    """Read, keep, commit by the bare driver: the same settings of the database, no ORM."""
    engine = sa.create_engine(world.database_url, **engine_options(world.database_url))
    prepare_engine(engine)
    connection: Any = engine.raw_connection().driver_connection
    is_sqlite = engine.dialect.name == "sqlite"
    read, keep = (sql if is_sqlite else _named(sql) for sql in (_READ, _KEEP))
    numbers = count()

    def write() -> int:
        number = next(numbers)  # another value each time: the same one would write nothing
        values = {"id": place * 1000 + number % 30, "choice": number}
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE") if is_sqlite else None
        cursor.execute(read, values)
        cursor.fetchall()
        cursor.execute(keep, values)
        cursor.execute("COMMIT") if is_sqlite else connection.commit()
        return 200

    return write


def _named(sql: str) -> str:
    return sql.replace(":id", "%(id)s").replace(":choice", "%(choice)s")
