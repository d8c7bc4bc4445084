"""What a phone has to fetch for a page: the page itself, and all it names the first time."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from flask import Flask

from tests.bench.calls import expect, get
from tests.bench.telling import tell
from tests.bench.world import HOME, MODULE, PAPER, Visitor, World

MOST = 45
_NAMED = re.compile(r'(?:src|href)="(/static/[^"#]+)')


def run(world: World) -> None:
    app = world.app()
    visitor = world.visitors[0]
    pages = {
        "sign-in": ("/masuk", None),
        "home": (HOME, visitor),
        "module": (MODULE, visitor),
        "quiz of 30 questions": (PAPER, visitor),
        "check-in": (f"{HOME}/hadir", visitor),
        "verification": ("/v", None),
    }
    for name, (path, person) in pages.items():
        page, first = _weigh(app, path, person)
        tell(
            f"{name}, bytes",
            f"{page / 1024:.1f} KB, cold {first / 1024:.1f} KB",
            "gzip, without the font",
            target=f"cold <= {MOST} KB",
            holds=first <= MOST * 1024,
        )
    fonts = Path(app.static_folder or "").glob("fonts/*.woff2")
    font = sum(path.stat().st_size for path in fonts)
    tell("font, drawn from the second page on", f"{font / 1024:.1f} KB", "cached for a week")


def _weigh(app: Flask, path: str, visitor: Visitor | None) -> tuple[int, int]:
    body = expect(app, get(path, visitor))
    page = len(gzip.compress(body))
    named = set(_NAMED.findall(body.decode()))
    return page, page + sum(len(gzip.compress(expect(app, get(each)))) for each in named)
