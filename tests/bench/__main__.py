"""`python -m tests.bench [PART…]`: all parts on SQLite, and what depends on it on PostgreSQL."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.bench import crowd, documents, pages, scans, start, taps, weight, world, writes
from tests.bench.world import World

PARTS: dict[str, Callable[[World], None]] = {
    "weight": weight.run,
    "start": start.run,
    "pages": pages.run,
    "writes": writes.run,
    "crowd": crowd.run,
    "scans": scans.run,
    "taps": taps.run,
    "documents": lambda _world: documents.run(),
}
ON_EACH_DATABASE = ("pages", "writes", "scans")


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start", flush=True)
    if load > 0.5:
        print("The machine is doing other things: times are too long, ratios less steady.")
    with tempfile.TemporaryDirectory(prefix="bimtek-bench-") as folder:
        _run(wanted, world.build(Path(folder), f"sqlite:///{folder}/bimtek.db"))
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        print("PostgreSQL is left out: TEST_DATABASE_URL names no server")
        return
    with tempfile.TemporaryDirectory(prefix="bimtek-bench-") as folder:
        _run([name for name in wanted if name in ON_EACH_DATABASE], _on_server(server, folder))


def _run(wanted: list[str], where: World) -> None:
    for name in wanted:
        PARTS[name](where)


def _on_server(server: str, folder: str) -> World:
    """A database of its own on that server."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE bench")
    engine.dispose()
    own = url.set(database="bench").render_as_string(hide_password=False)
    return world.build(Path(folder), own)


if __name__ == "__main__":
    main()
