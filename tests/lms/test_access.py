"""Every address has somebody who decided about it, and a stranger gets into none."""

from __future__ import annotations

import pytest
from flask import Blueprint

from lms import access
from lms.app import create_app
from lms.config import PROJECT
from tests import factories
from tests.conftest import FEATURES, make_settings

REFUSALS = {302, 400, 401, 403, 404, 405, 409, 410, 422}
OPEN = {access.PUBLIC.name, access.SIGNED_IN.name}


@pytest.fixture
def world(app):
    return factories.make_world(app)


def addresses(app, world):
    """Each route with each method, its placeholders filled with what exists."""
    values = {
        "code": world.code,
        "module_code": "PS-01",
        "meeting_key": "h1-pagi",
        "enrolment_id": world.ani_seat,
        "seat": world.ani_seat,
        "sign_in_id": 999,
        "filename": "css/app.css",
    }
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        filled = {
            name: values.get(name, 1 if f"<int:{name}>" in rule.rule else "uji")
            for name in rule.arguments
        }
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, filled, method=method)


def opened(browser, method, url, **kwargs):
    answer = browser.client.open(url, method=method, **kwargs)
    answer.close()
    return answer


def test_nobody_gets_in_without_signing_in(app, world, browser):
    token = browser.csrf_token()
    rules = access.matrix(app)
    for endpoint, method, url in addresses(app, world):
        status = opened(browser, method, url, headers={"X-CSRFToken": token}).status_code
        where = (method, url, status)
        assert status < 500, where
        if rules[endpoint].needs_sign_in:
            assert status in ({302} if method == "GET" else {401}), where


def test_somebody_without_a_part_in_the_training_finds_none_of_it(app, world, sign_in):
    stranger = sign_in(world.dewi)
    token = stranger.csrf_token()
    rules = access.matrix(app)
    for endpoint, method, url in addresses(app, world):
        if endpoint == "people.sign_out":
            continue
        status = opened(stranger, method, url, headers={"X-CSRFToken": token}).status_code
        where = (method, url, status)
        assert status < 500, where
        if rules[endpoint].name not in OPEN:
            assert status in REFUSALS, where
        if url.startswith("/pelatihan/"):
            assert status == 404, where


def test_head_and_options_tell_a_stranger_nothing_either(app, world, sign_in):
    stranger = sign_in(world.dewi)
    assert stranger.client.head(f"/pelatihan/{world.code}").status_code == 404
    assert stranger.client.options(f"/pelatihan/{world.code}").status_code == 404


class Addition:
    """A feature that forgot something."""

    def __init__(self, *, routes=(), rules=()):
        self.routes, self.rules = routes, rules

    def init_app(self, app):
        blueprint = Blueprint("tambahan", __name__)
        for name in self.routes:
            blueprint.add_url_rule(f"/tambahan/{name}", name, lambda: "")
        app.register_blueprint(blueprint)
        access.register(app, {f"tambahan.{name}": access.PUBLIC for name in self.rules})


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        (Addition(routes=("lupa",)), r"routes without a rule: \['tambahan.lupa'\]"),
        (Addition(rules=("hantu",)), r"rules without a route: \['tambahan.hantu'\]"),
    ],
)
def test_a_forgotten_decision_keeps_the_application_from_starting(tmp_path, addition, message):
    settings = make_settings(tmp_path, f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(access.AccessTableError, match=message):
        create_app(settings, (*FEATURES, addition))


def test_a_route_cannot_be_decided_about_twice(tmp_path):
    settings = make_settings(tmp_path, f"sqlite:///{tmp_path / 'x.db'}")
    addition = Addition(routes=("satu",), rules=("satu",))
    with pytest.raises(access.AccessTableError, match="twice"):
        create_app(settings, (*FEATURES, addition, Again()))


class Again:
    def init_app(self, app):
        access.register(app, {"tambahan.satu": access.PUBLIC})


def test_the_written_matrix_is_the_one_in_force(app):
    page = PROJECT / "docs" / "akses.md"
    assert page.read_text() == access.describe(app), "run: flask --app wsgi access matrix"
