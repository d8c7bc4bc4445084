"""What a page costs on a weak signal, and what it does at twice the size of the letters.

The server of the tests does not compress, so bytes are counted as nginx would send them.
"""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.checks import overflow
from tests.browser.conftest import PHONE
from tests.browser.pages import LOOKS

pytestmark = pytest.mark.browser
KB = 1024
COUNTED = ("document", "stylesheet", "script")
# Address, who, and the most that HTML, styles and scripts may weigh together on a cold visit.
BUDGETS = (
    ("masuk", 25),
    ("beranda", 32),
    ("modul", 40),
    ("tes-kerjakan", 45),
    ("hadir", 35),
    ("rencana", 40),
    ("laporan", 45),
    ("cek-sah", 25),
)
AT_TWICE_THE_SIZE = (
    "masuk",
    "beranda",
    "modul",
    "tes-kerjakan",
    "hadir",
    "cek-sah",
    "syarat",
    "laporan",
)


def look_at(name: str):
    return next(look for look in LOOKS if look.name == name)


@pytest.mark.parametrize(("name", "kilobytes"), BUDGETS)
def test_page_is_light_enough(live, signed_in, name, kilobytes):
    look = look_at(name)
    page = signed_in(look.who, PHONE)
    responses: list[Response] = []

    def note(response: Response) -> None:
        responses.append(response)

    page.on("response", note)
    page.goto(live.url(look.path), wait_until="networkidle")
    page.remove_listener("response", note)
    weights = {
        response.url: len(gzip.compress(response.body(), 9))
        for response in responses
        if response.request.resource_type in COUNTED and response.status == 200
    }
    assert len(weights) >= 2, weights
    assert sum(weights.values()) <= kilobytes * KB, weights


@pytest.mark.parametrize("name", AT_TWICE_THE_SIZE)
def test_letters_of_twice_the_size_still_fit(live, signed_in, name):
    look = look_at(name)
    page = signed_in(look.who, PHONE)
    page.goto(live.url(look.path))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == []
