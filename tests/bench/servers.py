"""Starts servers on loopback, asks them, and reads what their processes used."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lms.config import PROJECT
from tests.bench.world import World

PATIENCE = 180  # seconds: a busy machine starts a server slowly
GUNICORN = ("-m", "gunicorn", "--workers", "2", "--worker-class", "sync", "--no-control-socket")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self, path: str, headers: dict[str, str], method: str = "GET", body: Any = None
    ) -> Answer:
        """One request of its own connection, as a browser's first."""
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        if isinstance(body, dict):
            headers, body = {**headers, "Content-Type": "application/json"}, json.dumps(body)
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        seconds = time.perf_counter() - started
        return Answer(reply.status, text, dict(reply.getheaders()), seconds)

    def workers(self) -> list[int]:
        """The processes that answer requests: forked, so of the same command as the master."""
        command = _command(self.process.pid)
        return [pid for pid in children(self.process.pid) if _command(pid) == command]

    def cpu_of(
        self,
        path: str,
        headers: dict[str, str],
        times: int,
        others: Callable[[], list[int]] = list,
    ) -> float:
        """Milliseconds of CPU a request, of the workers and of other processes named."""
        used = {pid: cpu(pid) for pid in (*self.workers(), *others())}
        with ThreadPoolExecutor(4) as clients:
            answers = list(clients.map(lambda _: self.ask(path, headers), range(times)))
        if any(answer.status != 200 for answer in answers):
            raise RuntimeError(f"{path}: {sorted({answer.status for answer in answers})}")
        after = {pid: cpu(pid) for pid in (*self.workers(), *others())}
        return sum(now - used.get(pid, 0) for pid, now in after.items()) / times


@contextmanager
def gunicorn(world: World, application: str) -> Iterator[Server]:
    with started(world, *GUNICORN, "--bind", "127.0.0.1:{port}", application) as server:
        yield server


@contextmanager
def ours(world: World) -> Iterator[Server]:
    """What `make run` starts: two workers of two threads, and the process that does the jobs."""
    command = ("-m", "flask", "--app", "wsgi", "serve", "--bind", "127.0.0.1:{port}")
    with started(world, *command) as server:
        yield server


@contextmanager
def started(world: World, *arguments: str) -> Iterator[Server]:
    """A server of these arguments to Python, in which `{port}` is free to be listened at."""
    port = _free_port()
    command = [sys.executable, *(each.format(port=port) for each in arguments)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=world.environment(), cwd=PROJECT, stdout=quiet, stderr=quiet
    )
    try:
        server = Server(port, process)
        _wait_until_it_answers(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_until_it_answers(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            server.ask("/masuk", {})
            return
        except OSError:
            if server.process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def cpu(pid: int) -> float:
    """Milliseconds this process has run, all its threads, those that ended excepted."""
    times = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in times) / 1e6


def children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


def memory(pid: int) -> float:
    """MiB, what is shared divided among those who share it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def database_processes(world: World) -> Callable[[], list[int]]:
    """Gives the processes of a PostgreSQL on this machine; SQLite has none."""
    if not world.database_url.startswith("postgresql"):
        return list
    engine = sa.create_engine(world.database_url)
    with engine.connect() as connection:
        backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    parent = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    engine.dispose()
    return lambda: children(parent)
