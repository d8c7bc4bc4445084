"""Rubrics of a folder in the database: twice is once, a change is the next version."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.trainings.cli import load_folder
from lms.audit import AuditEntry
from lms.db import db
from quizzes.rubrics.models import Rubric

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"


def versions(app) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    with app.app_context():
        for key, version in db.session.execute(
            sa.select(Rubric.key, Rubric.version).order_by(Rubric.key, Rubric.version)
        ):
            found.setdefault(key, []).append(version)
    return found


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "isi")
    return tmp_path / "isi"


def test_loading_twice_is_the_same_as_once(app, folder):
    once = {"kunjungan-rumah": [1], "laporan-kerja": [1], "rencana-kerja": [1]}
    for _time in range(2):
        with app.app_context():
            load_folder(folder)
        assert versions(app) == once
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action)).all()
        assert actions.count("rubric.loaded") == 3


def test_a_changed_rubric_is_the_next_version_and_the_old_one_stays(app, folder):
    with app.app_context():
        load_folder(folder)
    file = folder / "rubrics" / "rencana-kerja.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Rubrik rencana kerja", "Rubrik RTL", 1), encoding="utf-8")
    with app.app_context():
        load_folder(folder)
        titles = db.session.scalars(
            sa.select(Rubric.title).where(Rubric.key == "rencana-kerja").order_by(Rubric.version)
        ).all()
    assert titles == ["Rubrik rencana kerja", "Rubrik RTL"]
    assert versions(app)["laporan-kerja"] == [1]
