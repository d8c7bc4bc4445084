"""The timetable between screen and folder: nothing is lost on either side without being told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.sample import CODE, FOLDER
from courses.timetable import queries, services
from courses.trainings.cli import ContentError, load_folder
from courses.trainings.models import Meeting, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "folder"))


@pytest.fixture
def shipped(app):
    with app.app_context():
        load_folder(FOLDER)
    return factories.make_person(app, "Citra Lestari")


@pytest.fixture
def on_screen(app, shipped):
    """Change the line of this title, as an organiser would."""

    def change(title: str, **facts) -> None:
        with app.app_context(), transaction():
            training = db.session.scalars(sa.select(Training)).one()
            line = next(each for each in queries.plan_of(training).lines if each.title == title)
            version = training.timetable_version
            services.save_line(training, replace(line, **facts), version=version, actor_id=shipped)

    return change


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "training.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def load(app, folder: Path, *options: str):
    return app.test_cli_runner().invoke(args=["training", "load", str(folder), *options])


def item(app, title: str) -> ScheduleItem:
    with app.app_context():
        return db.session.scalars(sa.select(ScheduleItem).filter_by(title=title)).one()


def state(app):
    with app.app_context():
        tables = (Training, Meeting, ScheduleItem, AuditEntry)
        return [
            db.session.execute(sa.select(table.__table__).order_by(table.id)).all()
            for table in tables
        ]


def test_the_shipped_timetable_has_nothing_odd(app):
    answer = load(app, FOLDER)
    assert answer.exit_code == 0
    assert "Perhatikan" not in answer.output


def test_what_is_odd_is_printed_and_loaded_all_the_same(app, folder):
    edit(folder, 'ends: "08.15"', 'ends: "08.20"')
    answer = load(app, folder)
    assert answer.exit_code == 0
    assert "Perhatikan: 31 Januari 2024, “Registrasi," in answer.output
    assert "berlangsung bersamaan." in answer.output
    assert item(app, "Tes awal")


def test_friday_prayer_is_told_when_the_days_move_there(app, folder):
    answer = load(app, folder, "--start", "2024-02-01")
    assert answer.exit_code == 0
    assert "bertabrakan dengan salat Jumat" in answer.output


def test_a_room_is_read_written_and_part_of_the_schedule(app, folder, tmp_path):
    edit(folder, "    quiz: tes-awal\n", "    quiz: tes-awal\n    room: Aula 1\n")
    assert load(app, folder).exit_code == 0
    assert item(app, "Tes awal").room == "Aula 1"
    out = tmp_path / "keluar"
    assert app.test_cli_runner().invoke(args=["training", "export", CODE, str(out)]).exit_code == 0
    assert "room: Aula 1" in (out / "training.yaml").read_text()


def test_a_room_is_short(app, folder):
    edit(folder, "    quiz: tes-awal\n", f"    quiz: tes-awal\n    room: {'x' * 121}\n")
    assert "room" in load(app, folder).output


def test_twice_is_once(app, folder):
    load(app, folder)
    before = state(app)
    load(app, folder)
    edit(folder, "attendance_percent: 90", "attendance_percent: 80")
    load(app, folder)
    edit(folder, "attendance_percent: 80", "attendance_percent: 90")
    load(app, folder)
    assert [after[1:] for after in state(app)[1:3]] == [each[1:] for each in before[1:3]]
    with app.app_context():
        assert db.session.scalars(sa.select(Training.timetable_version)).one() == 1


def test_what_was_changed_on_screen_stays_when_the_folder_says_nothing_new(app, on_screen, folder):
    on_screen("Tes awal", room="Aula 1", starts=time(8, 20))
    edit(folder, "attendance_percent: 90", "attendance_percent: 80")  # something else
    answer = load(app, folder)
    assert answer.exit_code == 0, answer.output
    assert item(app, "Tes awal").room == "Aula 1"
    with app.app_context():
        assert db.session.scalars(sa.select(Training)).one().rules["attendance_percent"] == 80


def test_what_the_folder_changed_alone_is_taken_and_lines_keep_their_row(app, shipped, folder):
    before = item(app, "Tes awal")
    edit(folder, "    quiz: tes-awal\n", "    quiz: tes-awal\n    speaker: Rina\n")
    edit(folder, "title: Foto bersama dan rehat kopi", "title: Rehat kopi lama")
    assert load(app, folder).exit_code == 0
    after = item(app, "Tes awal")
    assert (after.id, after.speaker) == (before.id, "Rina")
    assert item(app, "Rehat kopi lama")
    with app.app_context():
        assert db.session.scalars(sa.select(Training.timetable_version)).one() == 2


def test_changed_on_both_sides_is_a_conflict_and_nothing_is_written(app, on_screen, folder):
    on_screen("Tes awal", room="Aula 1")
    edit(folder, "    quiz: tes-awal\n", "    quiz: tes-awal\n    room: Aula 2\n")
    edit(folder, "venue:", "venue: Gedung lain #")
    before = state(app)
    answer = load(app, folder)
    assert answer.exit_code == 1
    assert "training.yaml: schedule (baris" in answer.output
    assert "jadwal diubah di layar dan di folder" in answer.output
    assert state(app) == before
    answer = load(app, folder, "--overwrite")
    assert answer.exit_code == 0, answer.output
    assert item(app, "Tes awal").room == "Aula 2"


def test_the_same_change_on_both_sides_is_none(app, on_screen, folder):
    on_screen("Tes awal", room="Aula 1")
    edit(folder, "    quiz: tes-awal\n", "    quiz: tes-awal\n    room: Aula 1\n")
    assert load(app, folder).exit_code == 0


def test_an_export_has_what_was_changed_on_screen_and_loads_back_equal(
    app, on_screen, shipped, tmp_path
):
    on_screen("Tes awal", room="Aula 1", starts=time(8, 20))
    with app.app_context(), transaction():
        training = db.session.scalars(sa.select(Training)).one()
        plan = queries.plan_of(training)
        evening = replace(plan.blocks[-1], key="", title="Malam", starts=time(19), ends=time(20))
        version = training.timetable_version
        key = services.save_meeting(training, evening, version=version, actor_id=shipped)
        closing = replace(
            plan.lines[-1], id=0, title="Malam", starts=time(19), ends=time(20), meeting=key
        )
        services.save_line(training, closing, version=version + 1, actor_id=shipped)
    out = tmp_path / "keluar"
    app.test_cli_runner().invoke(args=["training", "export", CODE, str(out)])
    before = state(app)[1:3]
    answer = load(app, out)
    assert answer.exit_code == 0, answer.output
    assert state(app)[1:3] == before
    again = tmp_path / "lagi"
    app.test_cli_runner().invoke(args=["training", "export", CODE, str(again)])
    assert (again / "training.yaml").read_bytes() == (out / "training.yaml").read_bytes()


def test_moved_days_take_what_was_changed_on_screen_along(app, on_screen, folder):
    on_screen("Tes akhir", starts=time(15, 40), room="Aula 1")
    assert load(app, folder, "--start", "2024-03-04").exit_code == 0
    moved = item(app, "Tes akhir")
    assert (moved.day, moved.room) == (date(2024, 3, 5), "Aula 1")
    assert moved.starts_at == factories.wita(date(2024, 3, 5), "15.40")
    with app.app_context():
        days = {meeting.day for meeting in db.session.scalars(sa.select(Meeting))}
    assert days == {date(2024, 3, 4), date(2024, 3, 5)}


def test_a_line_on_a_day_the_folder_no_longer_has_is_named(app, shipped, folder):
    """The folder takes a day away that it never used, and an organiser did."""
    edit(folder, "2024-01-31, 2024-02-01", "2024-01-31, 2024-02-01, 2024-02-02")
    with app.app_context():
        load_folder(folder)
    with app.app_context(), transaction():
        training = db.session.scalars(sa.select(Training)).one()
        last = queries.plan_of(training).lines[-1]
        third = replace(last, id=0, day=date(2024, 2, 2), meeting="")
        services.save_line(training, third, version=training.timetable_version, actor_id=shipped)
    with app.app_context(), pytest.raises(ContentError) as caught:
        load_folder(FOLDER)
    assert "hari ke-3 tidak ada di days" in str(caught.value.faults[0])
