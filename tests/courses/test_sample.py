from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from courses.sample import FOLDER
from courses.trainings.models import Enrolment, Role
from lms import panels
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


def test_the_table_of_the_data_notice_fits_a_phone():
    """Three columns on 360 pixels: no piece of a word may be longer than the narrow ones hold."""
    lines = (FOLDER / "data-notice.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("|") and "--" not in line]
    pieces = re.split(r"&shy;|&#8203;|[\s|]+", "\n".join(rows))
    assert rows
    assert max(map(len, pieces)) <= 11, max(pieces, key=len)


def test_the_data_notice_names_what_anybody_sees_of_a_certificate():
    """The verification page shows what is printed, marks too: nobody agrees to less than that."""
    text = (FOLDER / "data-notice.md").read_text()
    told = text.partition("### Yang tampak bagi umum")[2].partition("###")[0]
    shown, _never, hidden = told.partition("NIK")
    for word in ("jabatan", "instansi", "nilai", "predikat", "penanda tangan", "alasan"):
        assert word in shown, word
        assert word not in hidden, word


def test_the_data_notice_says_when_the_letters_of_excuses_end():
    days = re.search(r"excuse_letter_days: (\d+)", (FOLDER / "training.yaml").read_text())
    assert f"dihapus {days[1]} hari sesudah" in (FOLDER / "data-notice.md").read_text()


def test_the_first_module_names_every_page_of_a_trainees_menu(app):
    text = (FOLDER / "modules" / "ps-00.md").read_text()
    with app.app_context():
        labels = {str(item.label) for item in panels.nav_for(frozenset({"trainee"}))}
    assert labels
    assert labels == {label for label in labels if f"| {label} |" in text}
