"""A browser that is killed between a tap and its reply; Playwright is started anew for it."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, PATIENCE_MS, PHONE, cookie_of
from tests.browser.offline import UNTIL, only_the_page_sends
from tests.browser.sitting import ON_PHONE, PAPER, SEND, TAP

QUESTIONS, KILLS, TAPS_EACH = 50, 10, 20

pytestmark = pytest.mark.browser


@pytest.fixture
def questions():
    return QUESTIONS


def kill(profile):
    """As Android does with what it needs the memory of: the browser of this profile only."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        is_ours = f"--user-data-dir={profile}".encode() in words
        if is_ours and not any(word.startswith(b"--type=") for word in words):
            os.kill(int(folder.name), signal.SIGKILL)


@pytest.fixture
def browsers(app, world, address, tmp_path):
    """`start(**options)` opens the same profile of Ani's phone again."""
    with sync_playwright() as playwright:

        def start(**options):
            context = playwright.chromium.launch_persistent_context(
                str(tmp_path), base_url=address, viewport=PHONE, args=ARGUMENTS,
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), **options,
            )  # fmt: skip
            context.set_default_timeout(PATIENCE_MS)
            context.add_cookies([cookie_of(app, world.ani, address)])
            only_the_page_sends(context)
            return context

        yield start


def killed(context, profile):
    with context.expect_event("close"):
        kill(profile)


def test_t3_a_browser_that_is_killed_again_and_again_loses_no_answer_that_was_kept(
    browsers, attempt_id, tmp_path, stored, events
):
    random = Random(13)
    taps = {}
    for _ in range(KILLS):
        context = browsers()
        page = context.new_page()
        page.route("**/jawaban/*", lambda route: route.abort())
        page.goto(PAPER)
        for number in random.sample(range(1, QUESTIONS + 1), TAPS_EACH):
            taps[number] = random.choice("abcd".replace(taps.get(number, "-"), ""))
            page.evaluate(TAP, [number, taps[number]])
        page.wait_for_function(ON_PHONE, arg=list(taps))
        killed(context, tmp_path)
    assert stored() == {}
    context = browsers()
    page = context.new_page()
    page.goto(PAPER)
    page.evaluate(SEND)
    for number, key in taps.items():
        expect(page.locator(f"#p{number}-{key}")).to_be_checked()
    context.close()
    assert stored() == {number: [key] for number, key in taps.items()}
    assert len(events()) == len(taps)


def test_a_browser_that_is_killed_without_signal_opens_the_paper_again(
    browsers, attempt_id, tmp_path, stored
):
    context = browsers()
    page = context.new_page()
    page.goto(PAPER)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(TAP, [1, "b"])
    page.wait_for_function(ON_PHONE, arg=[1])
    page.goto(PAPER)  # the worker stands in between now
    page.evaluate(UNTIL % f"await caches.match({PAPER!r}, {{ ignoreVary: true }})")
    context.set_offline(True)
    page.evaluate(TAP, [2, "c"])
    page.wait_for_function(ON_PHONE, arg=[2])
    killed(context, tmp_path)
    context = browsers(offline=True)
    page = context.new_page()
    page.goto(PAPER)
    for field in ("#p1-b", "#p2-c"):
        expect(page.locator(field)).to_be_checked()
    page.evaluate(TAP, [3, "d"])
    page.wait_for_function(ON_PHONE, arg=[3])
    context.set_offline(False)
    page.evaluate(SEND)
    context.close()
    assert stored() == {1: ["b"], 2: ["c"], 3: ["d"]}
