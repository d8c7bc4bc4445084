"""From the command to the first page, and the memory of what then runs."""

from __future__ import annotations

import time
from statistics import median

from tests.bench import servers
from tests.bench.servers import Server
from tests.bench.telling import tell
from tests.bench.world import HOME, MODULE, World

ROUNDS = 5
MOST_SECONDS, MOST_MEMORY = 2, 200


def run(world: World) -> None:
    with servers.ours(world):
        pass  # the first start of all also compiles
    seconds, used = [], []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        with servers.ours(world) as server:
            seconds.append(time.perf_counter() - started)
            used.append(servers.cpu(server.process.pid) / 1000)
            if len(seconds) == ROUNDS:
                _warm(server, world)
                _tell_memory(server)
    found = median(seconds)
    tell(
        "cold start to first page",
        f"{found:.2f} s (CPU {median(used):.2f}, least {min(seconds):.2f})",
        f"{ROUNDS} starts",
        target=f"<= {MOST_SECONDS} s",
        holds=found <= MOST_SECONDS,
    )


def _warm(server: Server, world: World) -> None:
    for visitor in world.visitors:
        for path in (HOME, MODULE, "/masuk"):
            server.ask(path, {"Cookie": visitor.cookie})


def _tell_memory(server: Server) -> None:
    web = [server.process.pid, *server.workers()]
    found = sum(map(servers.memory, web))
    beside = sum(servers.memory(pid) for pid in servers.children(server.process.pid)) - sum(
        map(servers.memory, web[1:])
    )
    tell(
        "memory of master and two workers (PSS)",
        f"{found:.0f} MiB (job process {beside:.0f} more)",
        f"after {34 * 3} pages",
        target=f"<= {MOST_MEMORY} MiB",
        holds=found <= MOST_MEMORY,
    )
