"""A training with a template, and its form as an organiser sends it."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pytest
from PIL import Image

from tests import factories
from tests.certificates import making

ADDRESS = "/pelatihan/bimtek-uji/templat-sertifikat"


class _Form(HTMLParser):
    """What a browser would send of the page's last form, without its files and token."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = self.choice = ""

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input" and found.get("type") not in ("file", "checkbox"):
            self.fields[name] = found.get("value") or ""
        elif tag == "input" and found.get("type") == "checkbox" and "checked" in found:
            self.fields[name] = "y"
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.choice = name
        elif tag == "option" and "selected" in found:
            self.fields[self.choice] = found["value"] or ""

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""


def fields_of(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page[page.index("data-numbers") :])
    return {name: value for name, value in form.fields.items() if name != "csrf_token"}


def picture(form: str = "PNG", size: tuple[int, int] = (600, 400), colour: str = "navy") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, form)
    return output.getvalue()


@pytest.fixture
def world(app, at):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    at(making.AT)
    return world


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


@pytest.fixture
def send(citra):
    """The form as the page shows it, with some fields typed over; None leaves one out."""

    def run(browser=citra, to="", shown=None, **typed):
        fields = shown or fields_of(browser.get(ADDRESS).get_data(as_text=True))
        sent = {name: value for name, value in (fields | typed).items() if value is not None}
        return browser.post(ADDRESS + to, sent, content_type="multipart/form-data")

    return run
