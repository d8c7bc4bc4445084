from __future__ import annotations

import re

import pytest

from tests import factories
from tests.conftest import PASSWORD, Browser


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["people", *words])


def test_added_person_can_activate_with_the_printed_code(app, run):
    answer = run("add", "--name", "Hj. Siti Aminah, S.Sos.", "--phone", "+62 812-0000-0007")
    assert answer.exit_code == 0
    code = re.search(r"Kode +(\S+)", answer.output)[1]
    page = Browser(app).get(f"/aktivasi/{code}").get_data(as_text=True)
    assert "Hj. Siti Aminah, S.Sos." in page
    again = run("add", "--name", "Siti Lain", "--phone", "081200000007")
    assert again.exit_code == 1
    assert "sudah dipakai" in again.output


@pytest.mark.parametrize("facts", [("--phone", "12"), ("--nip", "12")])
def test_wrong_fact_is_named_and_nobody_added(run, facts):
    answer = run("add", "--name", "Siti Aminah", *facts)
    assert answer.exit_code == 1
    assert answer.output.strip()


def test_slip_from_the_console_lets_in_who_forgot_the_password(app, run):
    factories.make_person(app, "Citra Lestari", password=PASSWORD)
    code = re.search(r"Kode +(\S+)", run("slip", "100001").output)[1]
    answer = Browser(app).post(f"/aktivasi/{code}", {"password": "kopi susu hangat"})
    assert answer.status_code == 303


def test_slip_for_nobody_fails(run):
    assert run("slip", "999999").exit_code == 1
