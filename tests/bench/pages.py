"""A trainee's module page against a bare hello: CPU time, and statements sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Flask

from lms.db import db
from tests.bench import hello, servers
from tests.bench.calls import Saver, expect, get
from tests.bench.telling import tell
from tests.bench.world import HOME, MODULE, PAPER, World

ROUNDS = 15
HELLOS, PAGES = 60, 12
TARGETS = {"sqlite": 7, "postgresql": 4}
STATEMENTS = {"module page": 6, "course page": 6, "quiz page": 6, "save of an answer": 4}


def run(world: World) -> None:
    app = world.app()
    with app.app_context():
        engine = db.engine
    visitor = world.visitors[0]
    saver = Saver(visitor)
    calls: dict[str, Callable[[], dict[str, Any]]] = {
        "module page": lambda: get(MODULE, visitor),
        "course page": lambda: get(HOME, visitor),
        "quiz page": lambda: get(PAPER, visitor),
        "save of an answer": saver.environ,
    }
    for call in calls.values():
        expect(app, call())
    for name, most in STATEMENTS.items():
        seen = _statements(app, engine, calls[name]())
        tell(f"{name}, statements", str(seen), "1 request", target=f"<= {most}", holds=seen <= most)
    _in_process(app, calls)
    engine.dispose()
    _behind_gunicorn(world, engine.dialect.name)


def _statements(app: Flask, engine: sa.Engine, environ: dict[str, Any]) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SELECT pg_advisory_xact_lock")):
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    expect(app, environ)
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _in_process(app: Flask, calls: dict[str, Callable[[], dict[str, Any]]]) -> None:
    costs: dict[str, list[float]] = {name: [] for name in ("hello", *calls)}
    for _round in range(ROUNDS):
        costs["hello"].append(_cpu(hello.app, lambda: get("/"), HELLOS))
        for name, call in calls.items():
            costs[name].append(_cpu(app, call, PAGES))
    base = median(costs.pop("hello"))
    for name, found in costs.items():
        cost = median(found)
        tell(
            f"{name}, in-process CPU",
            f"{cost:.2f} ms, {cost / base:.1f}x hello ({base:.3f} ms)",
            f"{ROUNDS} rounds of {PAGES} (hello {HELLOS})",
        )


def _cpu(app: Flask, make: Callable[[], dict[str, Any]], times: int) -> float:
    environs = [make() for _ in range(times)]
    started = time.process_time()
    for environ in environs:
        expect(app, environ)
    return (time.process_time() - started) * 1000 / times


def _behind_gunicorn(world: World, dialect: str) -> None:
    """All under the same server: CPU time of its workers, and of the database's, a request."""
    visitor = world.visitors[0]
    cookie = {"Cookie": visitor.cookie}
    costs: dict[str, list[float]] = {MODULE: [], PAPER: []}
    bases = []
    rounds, hellos, pages = 7, 300, 60
    with (
        servers.gunicorn(world, "tests.bench.hello:app") as bare,
        servers.gunicorn(world, "wsgi:app") as ours,
    ):
        databases = servers.database_processes(world)
        bare.cpu_of("/", {}, 50)
        for path in costs:
            ours.cpu_of(path, cookie, 50)
        for _round in range(rounds):
            bases.append(bare.cpu_of("/", {}, hellos))
            for path, found in costs.items():
                found.append(ours.cpu_of(path, cookie, pages, databases))
    for path, name in ((MODULE, "module page"), (PAPER, "quiz page")):
        share = median(100 * base / cost for base, cost in zip(bases, costs[path], strict=True))
        tell(
            f"{name} against hello, gunicorn, {dialect}",
            f"{share:.1f} % ({median(costs[path]):.2f} and {median(bases):.2f} ms CPU)",
            f"{rounds} rounds of {pages} and {hellos}",
            target=f">= {TARGETS[dialect]} %" if path == MODULE else "",
            holds=share >= TARGETS[dialect],
        )
