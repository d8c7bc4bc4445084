"""34 people with browsers: all sign in at once, then read and answer with time to think."""

from __future__ import annotations

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from urllib.parse import urlencode

from tests.bench import servers
from tests.bench.calls import Saver
from tests.bench.servers import Server
from tests.bench.telling import percentile, tell
from tests.bench.world import MODULE, PAPER, PASSWORD, Visitor, World

SECONDS, THINK = 20, (2.0, 4.0)


def run(world: World) -> None:
    with servers.ours(world) as server:
        for visitor in world.visitors[:4]:
            server.ask(MODULE, {"Cookie": visitor.cookie})
        _sign_in_together(server, world)
        _work(server, world)


def _sign_in_together(server: Server, world: World) -> None:
    """Everybody has the page open and presses the button in the same moment."""
    visitors = world.visitors[1:]
    forms = [_open_form(server) for _ in visitors]
    start = threading.Barrier(len(visitors) + 1)
    done = threading.Event()

    def send(visitor: Visitor, form: tuple[str, str]) -> int:
        cookie, csrf = form
        body = {"csrf_token": csrf, "account": visitor.account, "password": PASSWORD}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        start.wait()
        return server.ask("/masuk", headers, "POST", urlencode(body)).status

    with ThreadPoolExecutor(len(visitors) + 1) as crowd:
        reading = crowd.submit(_read_on, server, world.visitors[0], done)
        sent = [crowd.submit(send, *pair) for pair in zip(visitors, forms, strict=True)]
        start.wait()
        started = time.perf_counter()
        served = sum(each.result() == 303 for each in sent)
        seconds = time.perf_counter() - started
        done.set()
        pages = reading.result()
    tell(
        "sign-ins at once, all served",
        f"{served} of {len(visitors)} in {seconds:.1f} s",
        "1 run",
        target="<= 5 s",
        holds=served == len(visitors) and seconds <= 5,
    )
    late = percentile(pages, 95) * 1000
    tell(
        "page meanwhile, p95",
        f"{late:.0f} ms",
        f"{len(pages)} pages, one after the other",
        target="<= 300 ms",
        holds=late <= 300,
    )


def _open_form(server: Server) -> tuple[str, str]:
    page = server.ask("/masuk", {})
    found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page.body)
    if found is None:
        raise RuntimeError("the sign-in page has no form")
    return page.headers["Set-Cookie"].partition(";")[0], found.group(1).decode()


def _read_on(server: Server, visitor: Visitor, done: threading.Event) -> list[float]:
    seconds = []
    while not done.is_set():
        seconds.append(server.ask(MODULE, {"Cookie": visitor.cookie}).seconds)
    return seconds


def _work(server: Server, world: World) -> None:
    pages: list[float] = []
    papers: list[float] = []
    saves: list[float] = []
    until = time.monotonic() + SECONDS

    def take_part(place: int) -> int:
        """Read, think, answer, think; return how many answers were not as they should."""
        mood, visitor = random.Random(place), world.visitors[place]
        saver, failed = Saver(visitor), 0
        time.sleep(mood.uniform(0, THINK[1]))
        ways = cycle(((MODULE, pages), (PAPER, papers)))
        while time.monotonic() < until:
            path, found = next(ways)
            page = server.ask(path, {"Cookie": visitor.cookie})
            found.append(page.seconds)
            time.sleep(mood.uniform(*THINK))
            path, body = saver.next()
            save = server.ask(path, saver.headers, "PUT", body)
            saves.append(save.seconds)
            failed += (page.status, save.status) != (200, 200)
            time.sleep(mood.uniform(*THINK))
        return failed

    with ThreadPoolExecutor(len(world.visitors)) as crowd:
        failed = sum(crowd.map(take_part, range(len(world.visitors))))
    for name, found, most in (
        ("module page", pages, 30),
        ("quiz page", papers, 30),
        ("save", saves, 25),
    ):
        middle, late = (percentile(found, percent) * 1000 for percent in (50, 95))
        tell(
            f"{name}, 34 people with 3 s to think, p95",
            f"{late:.1f} ms (p50 {middle:.1f}), {failed} failed",
            f"{len(found)} in {SECONDS} s",
            target=f"<= {most} ms",
            holds=late <= most and not failed,
        )
