"""The service worker at the root: what it may keep, and when browsers fetch it anew."""

from __future__ import annotations

import gzip

import pytest

from lms.config import PROJECT
from tests import factories

STATIC = PROJECT / "lms" / "static" / "js"
KB = 1024


def test_it_serves_the_whole_site_and_is_asked_for_anew(browser):
    answer = browser.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_it_is_light(browser):
    assert len(gzip.compress(browser.get("/sw.js").data, 9)) < 3 * KB
    for name in ("outbox.js", "kept.js", "phone.js", "sending.js", "pages.js"):
        assert len(gzip.compress((STATIC / name).read_bytes(), 9)) < 3 * KB, name


def test_it_names_what_it_keeps_and_nothing_else(browser):
    text = browser.get("/sw.js").get_data(as_text=True)
    (line,) = [each for each in text.splitlines() if each.startswith("const SHELL")]
    assert '"/hadir/luring"' in line
    for path in ("/masuk", "/v", ".pdf", "/pelatihan", "/akun"):
        assert path not in line


def test_it_changes_with_the_language_of_the_shell(browser):
    first = browser.get("/sw.js").data
    assert browser.get("/sw.js").data == first
    browser.post("/bahasa", {"bahasa": "en"})
    assert browser.get("/sw.js").data != first


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_shell_is_the_same_for_everybody(app, browser, sign_in, language):
    world = factories.make_world(app)
    ani = sign_in(world.ani)
    for each in (browser, ani):
        each.client.set_cookie("bahasa", language)
    page = ani.get("/hadir/luring")
    assert page.data == browser.get("/hadir/luring").data
    assert b"csrf" not in page.data
    assert "Set-Cookie" not in page.headers
