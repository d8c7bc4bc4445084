from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role
from lms.db import db


@pytest.fixture
def setup(app):
    """What `make run` does on a new machine; the sign-ins it keeps are removed afterwards."""
    kept = app.config["SETTINGS"].instance / "sign-ins.json"
    kept.unlink(missing_ok=True)
    yield lambda: app.test_cli_runner().invoke(args=["setup"])
    kept.unlink(missing_ok=True)


def test_sample_has_34_seats_and_a_sign_in_for_each_kind_of_user(app, setup, browser):
    answer = setup()
    assert answer.exit_code == 0, answer.output
    with app.app_context():
        seats = sa.select(sa.func.count()).select_from(Enrolment).filter_by(role=Role.TRAINEE)
        assert db.session.scalar(seats) == 34
    shown = re.findall(r"(\w[\w ]+?) +nomor (\d+)  kata sandi (\S+)", answer.output)
    assert [role for role, _number, _password in shown] == [
        "peserta", "fasilitator", "panitia", "penanda tangan",
    ]  # fmt: skip
    _role, number, password = shown[0]
    entered = browser.post("/masuk", {"account": number, "password": password})
    assert entered.status_code == 303


def test_second_start_keeps_everything(app, setup):
    first, second = setup(), setup()
    assert second.output == first.output
    kept = app.config["SETTINGS"].instance / "sign-ins.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert len(json.loads(kept.read_text())) == 4
