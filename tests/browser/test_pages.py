"""Each page, on a phone and on a laptop, held to the rules for all pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import Watch, check
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.pages import LOOKS, MISTAKES, NOT_PAGES

pytestmark = pytest.mark.browser
IN_ENGLISH = ("masuk", "beranda", "tes-kerjakan", "keputusan", "cek-sah")
IN_THE_DARK = ("masuk", "beranda", "tes-kerjakan", "keputusan", "cek-sah", "layar")
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def named(*names: str):
    return [look for look in LOOKS if look.name in names]


def check_at_both_sizes(page, watch, *, picture):
    """The phone is turned into a laptop: to open the page once more would prove no more."""
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        page.evaluate(DRAWN)  # what a script does at another width is done then
        check(page, watch, picture=picture)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_page_is_in_order(live, signed_in, look):
    page = signed_in(look.who, PHONE)
    with Watch(page) as watch:
        answer = page.goto(live.url(look.path))
        assert answer is not None
        assert answer.status == look.status
        check_at_both_sizes(page, watch, picture=look.name)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_refused_form_says_what_is_wrong(live, signed_in, mistake):
    page = signed_in(mistake.who, PHONE)
    page.goto(live.url(mistake.path))
    with Watch(page) as watch:
        for name, value in mistake.fields:
            page.locator(f"main [name={name}]").fill(value)
        unfold = "all => all.forEach(each => { each.open = true })"
        page.locator("main details").evaluate_all(unfold)  # some forms are folded away
        pressed = page.locator("main").get_by_role("button", name=re.compile(mistake.button))
        with page.expect_navigation() as navigation:
            pressed.last.click()
        assert navigation.value is not None
        assert navigation.value.status == 422
        told = page.locator("main").locator("[role=alert], .govuk-error-message")
        expect(told.filter(visible=True).first).to_be_visible()  # some notices wait, hidden
        check_at_both_sizes(page, watch, picture=mistake.name)


@pytest.mark.parametrize("look", named(*IN_ENGLISH), ids=lambda look: look.name)
def test_page_is_in_order_in_english(live, signed_in, look):
    page = signed_in(look.who, PHONE, "en")
    with Watch(page) as watch:
        page.goto(live.url(look.path))
        assert page.locator("html").get_attribute("lang") == "en"
        check(page, watch, picture=f"en-{look.name}")


@pytest.mark.parametrize("look", named(*IN_THE_DARK), ids=lambda look: look.name)
def test_page_is_in_order_in_the_dark(live, signed_in, look):
    page = signed_in(look.who, PHONE)
    page.emulate_media(color_scheme="dark")
    try:
        with Watch(page) as watch:
            page.goto(live.url(look.path))
            check(page, watch, picture=f"dark-{look.name}")
    finally:
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("who", ["organiser", "trainer", "signatory", "peserta"])
def test_every_way_of_the_menu_is_in_sight_on_a_laptop(live, signed_in, who):
    page = signed_in(who, LAPTOP)
    page.goto(live.url("/pelatihan/{code}"))
    ways = page.locator(".banua-nav a")
    assert ways.count() >= 3
    for box in (way.bounding_box() for way in ways.all()):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= LAPTOP["width"]


def test_every_page_of_the_app_was_looked_at(live):
    routes = live.app.url_map.bind("127.0.0.1")
    seen = {"errors"}
    for look in LOOKS:
        if look.path != "/tidak-ada":
            path = look.path.format(**live.places).partition("?")[0]
            seen.add(routes.match(path)[0])
    pages = {rule.endpoint for rule in live.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - seen - NOT_PAGES.keys() == set(), "add a Look for these pages"
    assert NOT_PAGES.keys() <= pages
