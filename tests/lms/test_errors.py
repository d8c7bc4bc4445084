"""A refusal or a fault is one page in plain words, with a reference, and never a traceback."""

from __future__ import annotations

import errno
import logging

import pytest
import sqlalchemy as sa
from flask import abort
from werkzeug.exceptions import TooManyRequests

from lms.errors import TITLES, DomainError
from tests import factories

ADDRESS = "/masuk"  # any public page: what it does is replaced in these tests


@pytest.fixture
def failing(app, monkeypatch):
    """`failing(error)` lets one page raise it."""

    def fail(error):
        def view():
            raise error

        monkeypatch.setitem(app.view_functions, "people.sign_in", view)
        return app.test_client()

    return fail


@pytest.fixture
def aborting(app, monkeypatch):
    def stop(status):
        monkeypatch.setitem(app.view_functions, "people.sign_in", lambda: abort(status))
        return app.test_client()

    return stop


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503]
)
class TestEveryStatus:
    def test_is_a_page_of_ours_in_indonesian(self, aborting, status):
        answer = aborting(status).get(ADDRESS)
        page = answer.get_data(as_text=True)
        assert answer.status_code == status
        alike = status if status in TITLES else 400 if status < 500 else 500
        assert f'<h1 class="govuk-heading-l">{TITLES[alike]}</h1>' in page
        assert '<p class="govuk-body"></p>' not in page
        assert answer.headers["X-Request-Id"] in page

    def test_is_json_for_who_asks_for_json(self, aborting, status):
        answer = aborting(status).get(ADDRESS, headers={"Accept": "application/json"})
        assert answer.status_code == status
        assert answer.json.keys() == {"error", "message", "reference"}
        assert answer.json["message"]
        assert answer.json["reference"] == answer.headers["X-Request-Id"]


def test_an_unknown_address_is_not_found_for_anybody(app):
    assert app.test_client().get("/tidak/ada").status_code == 404


def test_a_wrong_method_names_the_right_ones(app):
    answer = app.test_client().put("/masuk")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_too_often_says_when_to_come_back(failing):
    answer = failing(TooManyRequests(retry_after=30)).get(ADDRESS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")


def test_a_rule_that_says_no_is_told_in_its_own_words(failing):
    answer = failing(DomainError("Tes sudah ditutup.")).get(ADDRESS)
    assert answer.status_code == 409
    assert "Tes sudah ditutup." in answer.get_data(as_text=True)


class TestFault:
    def test_shows_a_reference_that_the_log_line_has_too(self, failing, caplog):
        answer = failing(ZeroDivisionError("sangat rahasia")).get(ADDRESS)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 500
        assert "Ada gangguan di server kami" in page
        assert "Traceback" not in page
        assert "rahasia" not in page
        (line,) = [r for r in caplog.records if r.getMessage() == "request failed"]
        assert line.levelno == logging.ERROR
        assert line.exc_info
        assert line.request_id == answer.headers["X-Request-Id"]
        assert line.request_id in page

    @pytest.mark.parametrize(
        "error",
        [
            OSError(errno.ENOSPC, "No space left on device"),
            sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full")),
        ],
    )
    def test_a_full_disk_has_its_own_words(self, failing, error):
        answer = failing(error).get(ADDRESS)
        assert answer.status_code == 507
        assert "Penyimpanan server penuh" in answer.get_data(as_text=True)


@pytest.mark.faults
class TestDatabaseDown:
    @pytest.fixture
    def broken(self, other_app, tmp_path, database_url):
        if database_url.startswith("sqlite"):
            return other_app(database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db")
        return other_app(database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    def test_a_signed_in_person_gets_our_page(self, broken):
        client = broken.test_client()
        with client.session_transaction() as state:
            state["_user_id"] = "some token"
        answer = client.get("/akun")
        assert answer.status_code == 500
        assert "Ada gangguan di server kami" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("url", ["/masuk", "/aktivasi", "/tidak/ada"])
    def test_pages_that_need_no_data_still_answer(self, broken, url):
        assert broken.test_client().get(url).status_code in {200, 404}

    def test_the_server_is_alive_but_not_ready(self, broken):
        assert broken.test_client().get("/healthz").status_code == 200
        answer = broken.test_client().get("/readyz")
        assert answer.status_code == 503
        assert answer.json["checks"]["database"] is False


def test_an_error_for_a_member_of_a_training_keeps_no_menu_that_asks_the_database(
    app, sign_in, monkeypatch
):
    world = factories.make_world(app)

    def view(code):
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setitem(app.view_functions, "trainings.home", view)
    answer = sign_in(world.citra).get(f"/pelatihan/{world.code}")
    assert answer.status_code == 500
    assert "Menu pelatihan" not in answer.get_data(as_text=True)
