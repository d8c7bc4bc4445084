"""Rubrics of a folder in the database: twice is once, a change is the next version."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.trainings.cli import load_folder
from lms.audit import AuditEntry
from lms.db import db
from quizzes.rubrics.loader import PART
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.schema import read_rubrics
from quizzes.rubrics.scoring import criteria_of, score

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
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
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


def test_weights_with_decimals_are_kept_as_written_and_add_up(app, folder, tmp_path):
    file = folder / "rubrics" / "kunjungan-rumah.yaml"
    text = file.read_text(encoding="utf-8")
    for weight in ('"33,3"', '"16,65"', '"16,65"', '"33,4"'):
        text = text.replace("weight: 25\n", f"weight: {weight}\n", 1)
    file.write_text(text, encoding="utf-8")
    with app.app_context():
        load_folder(folder)
        row = db.session.scalars(sa.select(Rubric).where(Rubric.key == "kunjungan-rumah")).one()
        criteria = criteria_of(row.content)
        assert [one.weight for one in criteria] == ["33,3", "16,65", "16,65", "33,4"]
        assert score(criteria, {one.key: 4 for one in criteria}) == 100_00
        assert score(criteria, {one.key: 1 for one in criteria}) == 25_00
        written = PART.export(row.training_id)["rubrics/kunjungan-rumah.yaml"]
    (tmp_path / "rubrics").mkdir()
    again = tmp_path / "rubrics" / "kunjungan-rumah.yaml"
    again.write_bytes(written)
    faults = []
    assert read_rubrics(tmp_path, None, faults)[0].content.criteria[0].weight == 33_30
    assert faults == []
