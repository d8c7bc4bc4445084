"""The application on a real port and a real Chromium, signed in without the form."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, sync_playwright
from werkzeug.serving import make_server

from tests.conftest import Browser

PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application of this test listens."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(app: Flask, chromium: Chromium, address: str) -> Iterator[Callable[..., BrowserContext]]:
    """`phone(person_id)` is a phone on which that person is signed in."""
    opened = []

    def switch_on(person_id: int, **options: object) -> BrowserContext:
        context = chromium.new_context(base_url=address, viewport=PHONE, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
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
