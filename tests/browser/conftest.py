"""The application on a real port and a real Chromium, signed in without the form.

Flows run on the application of all tests, blank before each (`address`, `phone`). What only looks
runs on one filled world that nobody changes (`live`, `signed_in`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from lms import clock, web
from lms.app import create_app
from lms.db import db
from quizzes.attempts import queries
from quizzes.attempts.models import AnswerEvent
from tests import factories, quiz_factories
from tests.browser import world as filled
from tests.browser.offline import only_the_page_sends
from tests.browser.sitting import PAPER
from tests.browser.world import Live
from tests.conftest import FEATURES, Browser, make_settings
from tests.quiz_factories import NINE

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000  # on a busy machine; nobody waits so long where all is well
expect.set_options(timeout=PATIENCE_MS)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",  # containers often have no more than 64 MB there
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """For a module only: while Playwright runs, nothing else here can use an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=ARGUMENTS,
        )
        yield browser
        browser.close()


class Answering:
    """The application, and whether a request is still under way when its page has gone."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.count = 0
        self.changed = Condition()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self._add(1)
        try:
            return self.app(environ, start)
        finally:
            self._add(-1)

    def _add(self, number: int) -> None:
        with self.changed:
            self.count += number
            self.changed.notify_all()

    def settle(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.count == 0, PATIENCE_MS / 1000)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    answering = Answering(app)
    server = make_server("127.0.0.1", 0, answering, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    answering.settle()  # or it would write into the database of the next test


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application of this test listens."""
    with served(app) as found:
        yield found


@pytest.fixture
def phone(app: Flask, chromium: Chromium, address: str) -> Iterator[Callable[..., BrowserContext]]:
    """`phone(person_id)` is a phone on which that person is signed in; without one, nobody is."""
    opened = []

    def switch_on(person_id: int | None = None, **options: object) -> BrowserContext:
        context = chromium.new_context(base_url=address, viewport=PHONE, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        if person_id is not None:
            context.add_cookies([cookie_of(app, person_id, address)])
        opened.append(context)
        return context

    yield switch_on
    for context in opened:
        context.close()


def cookie_of(app: Flask, person_id: int, address: str) -> dict[str, str]:
    """The cookie of a fresh sign-in of this person."""
    browser = Browser(app).sign_in(person_id)
    cookie = browser.client.get_cookie("sesi")
    assert cookie is not None
    return {"name": "sesi", "value": cookie.value, "url": address}


@pytest.fixture(scope="session")
def _live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """An app and a database apart from those that other tests empty."""
    folder: Path = tmp_path_factory.mktemp("live")
    app = create_app(make_settings(folder, f"sqlite:///{folder / 'live.db'}"), FEATURES)
    web.limiter.enabled = False
    with app.app_context():
        db.create_all()
    found = Live(app)
    filled.make(found)
    clock.use(None)
    with served(app) as found.address:
        yield found
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def live(_live: Live) -> Iterator[Live]:
    """The filled world; its clock stands still during the final test."""
    clock.use(lambda: filled.NOW)
    yield _live
    clock.use(None)


@pytest.fixture(scope="module")
def signed_in(_live: Live, chromium: Chromium) -> Iterator[Callable[..., Page]]:
    """`signed_in("peserta", PHONE)` is that person's page, the same one for later tests."""
    pages: dict[tuple[str, str], Page] = {}

    def page_of(who: str, size: dict[str, int], language: str = "id") -> Page:
        if (who, language) not in pages:
            context = chromium.new_context()
            context.add_cookies([{"name": "bahasa", "value": language, "url": _live.address}])
            if who:
                cookie = cookie_of(_live.app, _live.people[who], _live.address)
                context.add_cookies([cookie])
            pages[who, language] = context.new_page()
        page = pages[who, language]
        page.set_viewport_size(size)
        return page

    yield page_of
    for page in pages.values():
        page.context.close()


# A test being sat. A module says with `questions` what is asked, or makes a world of its own.


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def questions():
    return 6


@pytest.fixture
def attempt_id(app, world, questions):
    """Of Ani, just begun."""
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=questions)
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def context(phone, world, attempt_id):
    """Ani's phone."""
    context = phone(world.ani)
    only_the_page_sends(context)
    return context


@pytest.fixture
def page(context):
    """The paper on Ani's phone."""
    page = context.new_page()
    page.goto(PAPER)
    return page


@pytest.fixture
def stored(app, attempt_id):
    """`stored()` has the answers in force, by the number of their question."""

    def read():
        with app.app_context():
            return {n: given.choices for n, given in queries.answers(attempt_id).items()}

    return read


@pytest.fixture
def events(app):
    """`events()` is the log of answers."""

    def read():
        with app.app_context():
            return list(db.session.scalars(sa.select(AnswerEvent).order_by(AnswerEvent.id)))

    return read
