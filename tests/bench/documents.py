"""Certificates against plain WeasyPrint and pyHanko; the whole room; the memory of many."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Any

from certificates.document.renderer import Renderer
from certificates.signing import keys
from certificates.signing.local import LocalSigner
from tests.bench import servers
from tests.bench.office import NOW, facts_of, key_files
from tests.bench.plain import Plain
from tests.bench.telling import tell

ROOM, MANY = 34, 1000
# Of our certificates, 34 and 1,000 in all; a plain one takes its turn after each step.
STEPS = (1, *[1] * 5, *[7] * 4, *[42] * 23)
MOST_SHARE, MOST_SECONDS, MOST_GROWTH = 0.35, 5, 30


def run() -> None:
    with TemporaryDirectory() as folder:
        office, plain_key = key_files(Path(folder))
        _compare(office, plain_key)
        _whole_room(office)


class Ours:
    """One warm renderer and signer, as in the process that does the jobs."""

    def __init__(self, key_file: Path) -> None:
        self.renderer, self.signer = Renderer(), LocalSigner(keys.read(key_file, None))

    def signed(self, place: int) -> bytes:
        facts = facts_of(place)
        return self.signer.sign(self.renderer.render(facts), facts, at=NOW)


class Signing:
    """Our signer alone, over a file that is there."""

    def __init__(self, key_file: Path) -> None:
        self.signer = LocalSigner(keys.read(key_file, None))
        self.pdf = Renderer().render(facts_of(0))

    def signed(self, place: int) -> bytes:
        return self.signer.sign(self.pdf, facts_of(place), at=NOW)


class Way:
    """A process of its own that makes certificates in one way, and what each step cost it."""

    def __init__(self, stack: ExitStack, make: Callable[[Path], Any], key_file: Path) -> None:
        self.pool = _pool(stack, 1, make, key_file)
        self.pid: int = self.pool.apply(os.getpid)
        self.steps: list[tuple[int, float]] = []
        self._places = count()

    def step(self, size: int) -> None:
        places = [next(self._places) for _ in range(size)]
        self.steps.append((size, self.pool.apply(_cost_of, (places,))))

    def first(self, number: int) -> float:
        """Milliseconds of CPU a certificate, over the first ones of this process."""
        used, made = 0.0, 0
        for size, cost in self.steps:
            if made < number:
                used, made = used + cost, made + size
        return used / made

    def one(self) -> float:
        """A single certificate, once everything that is kept is there."""
        return median(cost for size, cost in self.steps[1:] if size == 1)

    def later(self) -> float:
        return mean(cost / size for size, cost in self.steps[1:])


def _compare(office: Path, plain_key: Path) -> None:
    with ExitStack() as stack:
        ours = Way(stack, Ours, office)
        plain, signing = Way(stack, Plain, plain_key), Way(stack, Signing, office)
        memory = []
        for size in STEPS:
            ours.step(size)
            plain.step(1)
            signing.step(10)
            memory.append(servers.memory(ours.pid))
    found = {
        "1 certificate, first of a process": (ours.first(1), plain.first(1)),
        "1 certificate, warm": (ours.one(), plain.one()),
        f"{ROOM} certificates": (ours.first(ROOM), plain.later()),
        f"{MANY:,} certificates": (ours.first(MANY), plain.later()),
    }
    for name, (cost, beside) in found.items():
        is_cold = "first" in name
        tell(
            f"{name}, rendered and signed",
            f"{cost / beside:.2f}x plain ({cost:.0f} and {beside:.0f} ms CPU)",
            f"signing alone {signing.later():.0f} ms; {len(STEPS)} plain ones in turn",
            target="" if is_cold else f"<= {MOST_SHARE}x",
            holds=cost / beside <= MOST_SHARE,
        )
    grown = memory[-1] - memory[0]
    tell(
        f"memory growth over {MANY:,} certificates",
        f"{grown:+.1f} MiB (from {memory[0]:.0f})",
        "the process that made these",
        target=f"< {MOST_GROWTH} MiB",
        holds=grown < MOST_GROWTH,
    )


def _whole_room(office: Path) -> None:
    """Two processes that are already running share the certificates of a training."""
    with ExitStack() as stack:
        pool = _pool(stack, 2, Ours, office)
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


def _pool(stack: ExitStack, size: int, make: Callable[[Path], Any], key_file: Path) -> Pool:
    context = multiprocessing.get_context("spawn")
    return stack.enter_context(context.Pool(size, initializer=_prepare, initargs=(make, key_file)))


_state: dict[str, Any] = {}


def _prepare(make: Callable[[Path], Any], key_file: Path) -> None:
    _state["maker"] = make(key_file)


def _sign_one(place: int) -> int:
    return len(_state["maker"].signed(place))


def _cost_of(places: list[int]) -> float:
    started = time.process_time()
    for place in places:
        _sign_one(place)
    return (time.process_time() - started) * 1000
