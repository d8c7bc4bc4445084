"""A connection between phone and server that loses replies, delays, and cuts requests short."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

LOSES, CUTS, DELAYS = 0.30, 0.05, 0.10  # of replies, of requests, of replies


@dataclass
class Line:
    """One request a connection, as the phones send them; `seen` counts what befell them."""

    server: int
    mood: Random
    longest_delay: float
    port: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    async def pass_on(self, phone: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server)
        try:
            request = await _message(phone)
            if self._happens("cut", CUTS):
                writer.write(request[: len(request) // 2])
                await writer.drain()
                return
            writer.write(request)
            await writer.drain()
            reply = await _message(reader)  # by now the server has committed
            if self._happens("lost", LOSES):
                return
            if self._happens("delayed", DELAYS):
                await asyncio.sleep(self.mood.uniform(0, self.longest_delay))
            back.write(reply)
            await back.drain()
            self.seen["passed"] += 1
        except (OSError, asyncio.IncompleteReadError):
            self.seen["broken"] += 1
        finally:
            for end in (writer, back):
                end.close()

    def _happens(self, what: str, chance: float) -> bool:
        happens = self.mood.random() < chance
        self.seen[what] += happens
        return happens


async def _message(reader: asyncio.StreamReader) -> bytes:
    """A request or a reply as a whole: its head, and as much as the head announces."""
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    return head + (await reader.readexactly(lengths[0]) if lengths else b"")


@contextmanager
def bad_line(server: int, *, seed: int, longest_delay: float) -> Iterator[Line]:
    line = Line(server, Random(seed), longest_delay)
    ready, loop = Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def listen() -> None:
        found = await asyncio.start_server(line.pass_on, "127.0.0.1", 0)
        line.port = found.sockets[0].getsockname()[1]
        ready.set()
        async with found:
            await stop.wait()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    thread = Thread(target=loop.run_until_complete, args=(listen(),))
    thread.start()
    assert ready.wait(timeout=60)
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=30)
        loop.close()
