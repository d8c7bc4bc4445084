"""A browser that is closed between scanning and sending; Playwright is started anew for it."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import sync_playwright

from courses.attendance import codes, scanning
from courses.attendance.models import LateScan
from lms import clock
from lms.db import db
from tests import factories
from tests.browser.conftest import ARGUMENTS, PATIENCE_MS, PHONE, cookie_of
from tests.browser.offline import EIGHT, HOME, KEPT, UNTIL_EMPTY, scan, warm

pytestmark = pytest.mark.browser


def test_a_browser_that_was_closed_between_scan_and_sending_loses_nothing(
    app, at, address, tmp_path
):
    at(EIGHT)
    world = factories.make_world(app)
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), EIGHT)
    with sync_playwright() as playwright:

        def start():
            context = playwright.chromium.launch_persistent_context(
                str(tmp_path), base_url=address, viewport=PHONE, args=ARGUMENTS,
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            )  # fmt: skip
            context.set_default_timeout(PATIENCE_MS)
            context.add_cookies([cookie_of(app, world.ani, address)])
            return context

        context = start()
        page = warm(context)
        context.set_offline(True)
        scan(page, code)
        page.get_by_text(KEPT).wait_for()
        context.close()
        clock.use(lambda: EIGHT + timedelta(hours=2))
        context = start()
        page = context.new_page()
        page.goto(f"{HOME}/jadwal")  # any page of a trainee who is signed in
        page.evaluate(UNTIL_EMPTY)
        context.close()
    with app.app_context():
        (kept,) = db.session.scalars(sa.select(LateScan)).all()
    assert (kept.shown_at, kept.received_at) == (EIGHT, EIGHT + timedelta(hours=2))
