"""Certificates against plain WeasyPrint and pyHanko; the whole room; the memory of many."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from certificates.document.renderer import Renderer
from certificates.signing import keys
from certificates.signing.local import LocalSigner
from tests.bench import servers
from tests.bench.office import NOW, facts_of, key_files
from tests.bench.plain import Plain
from tests.bench.telling import tell

ROUNDS, ROOM, MANY = 12, 34, 300
MOST_SHARE, MOST_SECONDS, MOST_GROWTH = 0.35, 5, 30


def run() -> None:
    with TemporaryDirectory() as folder:
        office, plain_key = key_files(Path(folder))
        _compare(Ours(office), Plain(Path(folder), plain_key))
        _whole_room(office)
        _growth(office)


class Ours:
    """One warm renderer and signer, as in the process that does the jobs."""

    def __init__(self, key_file: Path) -> None:
        self.renderer, self.signer = Renderer(), LocalSigner(keys.read(key_file, None))

    def rendered(self, place: int) -> bytes:
        return self.renderer.render(facts_of(place))

    def signed(self, place: int) -> bytes:
        facts = facts_of(place)
        return self.signer.sign(self.renderer.render(facts), facts, at=NOW)


def _compare(ours: Ours, plain: Plain) -> None:
    ways: dict[str, Callable[[int], bytes]] = {
        "rendered": ours.rendered,
        "rendered and signed": ours.signed,
        "plainly rendered": plain.rendered,
        "plainly rendered and signed": plain.signed,
    }
    costs: dict[str, list[float]] = {name: [] for name in ways}
    for place in range(ROUNDS + 1):
        for name, make in ways.items():
            gc.collect()  # what one way leaves behind is not the next one's to clear
            started = time.process_time()
            make(place)
            costs[name].append((time.process_time() - started) * 1000)
    found = {name: median(each[1:]) for name, each in costs.items()}
    for kind in ("rendered", "rendered and signed"):
        share = found[kind] / found[f"plainly {kind}"]
        tell(
            f"certificate {kind}, CPU",
            f"{share:.2f}x plain ({found[kind]:.0f} and {found[f'plainly {kind}']:.0f} ms)",
            f"{ROUNDS} rounds",
            target=f"<= {MOST_SHARE}x" if "signed" in kind else "",
            holds=share <= MOST_SHARE,
        )


def _whole_room(office: Path) -> None:
    """Two processes that are already running share the certificates of a training."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, initializer=_prepare, initargs=(office,)) as pool:
        pool.map(_sign_one, range(4), chunksize=1)
        started = time.perf_counter()
        size = sum(pool.map(_sign_one, range(ROOM), chunksize=1))
        seconds = time.perf_counter() - started
    tell(
        f"{ROOM} certificates rendered and signed",
        f"{seconds:.1f} s ({size / ROOM / 1024:.0f} KB each)",
        "1 run, 2 processes",
        target=f"<= {MOST_SECONDS} s",
        holds=seconds <= MOST_SECONDS,
    )


_state: dict[str, Any] = {}


def _prepare(office: Path) -> None:
    _state["ours"] = Ours(office)


def _sign_one(place: int) -> int:
    return len(_state["ours"].signed(place))


def _growth(office: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, initializer=_prepare, initargs=(office,)) as pool:
        pid = pool.apply(_pid)
        pool.map(_sign_one, range(ROOM))
        before = servers.memory(pid)
        pool.map(_sign_one, range(MANY))
        after = servers.memory(pid)
    tell(
        "memory growth over certificates",
        f"{after - before:+.1f} MiB (from {before:.0f})",
        f"{MANY} after the first {ROOM}",
        target=f"< {MOST_GROWTH} MiB",
        holds=after - before < MOST_GROWTH,
    )


def _pid() -> int:
    return os.getpid()
