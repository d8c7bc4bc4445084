from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, Source, Status
from courses.catalogue.models import Module, ModuleVersion
from courses.trainings.models import Enrolment, Meeting, Role, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import DataNotice
from tests import factories

SAMPLE = Path("courses/content/bimtek-pendamping-sosial")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "folder"))


@pytest.fixture
def load(app):
    runner = app.test_cli_runner()
    return lambda folder, *options: runner.invoke(args=["training", "load", str(folder), *options])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def count(app, model) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_sample_training_loads_with_its_two_days(app, load):
    answer = load(SAMPLE)
    assert answer.exit_code == 0, answer.output
    assert count(app, Module) == 9
    assert count(app, Meeting) == 4
    with app.app_context():
        hours = db.session.scalar(sa.select(sa.func.sum(ScheduleItem.lesson_hours)))
        assert hours == 16
        assert db.session.scalar(sa.select(DataNotice.html)).startswith("<")


def test_second_load_changes_nothing(app, load):
    load(SAMPLE)
    models = (AuditEntry, ModuleVersion, ScheduleItem, DataNotice)
    before = [count(app, model) for model in models]
    assert load(SAMPLE).exit_code == 0
    assert [count(app, model) for model in models] == before


def test_changed_module_text_becomes_a_new_version(app, load, folder):
    load(folder)
    with (folder / "modules" / "ps-01.md").open("a") as file:
        file.write("\nSatu kalimat tambahan.\n")
    assert load(folder).exit_code == 0
    with app.app_context():
        module = db.session.scalar(sa.select(Module).where(Module.code == "PS-01"))
        assert module.version == 2
    assert count(app, ModuleVersion) == 10


def test_changed_rules_get_a_new_version(app, load, folder):
    load(folder)
    edit(folder / "training.yaml", "attendance_percent: 90", "attendance_percent: 80")
    assert load(folder).exit_code == 0
    with app.app_context():
        training = db.session.scalar(sa.select(Training))
        assert (training.rules_version, training.rules["attendance_percent"]) == (2, 80)


def test_start_moves_both_days(app, load):
    load(SAMPLE, "--start", "2026-03-02")
    with app.app_context():
        training = db.session.scalar(sa.select(Training))
        assert f"{training.first_day} {training.last_day}" == "2026-03-02 2026-03-03"
        meeting = db.session.scalar(sa.select(Meeting).order_by(Meeting.starts_at))
        assert f"{meeting.starts_at:%Y-%m-%d %H.%M}" == "2026-03-01 23.45"  # 07.45 WITA


def test_faults_of_all_files_are_named_and_nothing_is_written(app, load, folder):
    edit(folder / "training.yaml", "kind: Bimtek", "jenis: Bimtek")
    (folder / "modules" / "ps-02.md").unlink()
    answer = load(folder)
    assert answer.exit_code == 1
    assert "training.yaml: jenis" in answer.output
    assert "kunci tidak dikenal" in answer.output
    assert count(app, Training) == 0


def test_notice_cannot_change_under_the_same_version(app, load, folder):
    load(folder)
    with (folder / "data-notice.md").open("a") as file:
        file.write("\nTambahan.\n")
    answer = load(folder)
    assert answer.exit_code == 1
    assert "nomor versi baru" in answer.output


def test_meeting_with_marks_cannot_be_dropped(app, load, folder):
    load(folder)
    with app.app_context():
        training_id = db.session.scalar(sa.select(Training.id))
        meeting_id = db.session.scalar(sa.select(Meeting.id).where(Meeting.key == "h2-siang"))
    ani = factories.make_person(app, "Ani Rahmawati")
    seat = factories.enrol(app, training_id, ani, Role.TRAINEE)
    with app.app_context(), transaction():
        mark = AttendanceMark(
            meeting_id=meeting_id, enrolment_id=seat, sequence=1, status=Status.PRESENT,
            source=Source.HAND, recorded_by_id=ani, recorded_at=factories.BEFORE,
        )  # fmt: skip
        db.session.add(mark)
    edit(folder / "training.yaml", "  - key: h2-siang", "  - key: h2-sore")
    text = (folder / "training.yaml").read_text().replace("meeting: h2-siang", "meeting: h2-sore")
    (folder / "training.yaml").write_text(text)
    answer = load(folder)
    assert answer.exit_code == 1
    assert "h2-siang" in answer.output
    assert count(app, Enrolment) == 1
    with app.app_context():
        assert db.session.get(Meeting, meeting_id).key == "h2-siang"


class TestStaff:
    @pytest.fixture
    def world(self, app):
        return factories.make_world(app)

    def give(self, app, *args):
        return app.test_cli_runner().invoke(args=["training", "staff", *args])

    def test_person_gets_a_role_once_and_can_open_the_training(self, app, world, sign_in):
        number = factories.person(app, world.dewi).number
        for _ in range(2):
            answer = self.give(app, number, "--training", world.code, "--role", "organiser")
            assert answer.exit_code == 0, answer.output
        assert sign_in(world.dewi).get(f"/pelatihan/{world.code}").status_code == 200
        with app.app_context():
            roles = db.session.scalars(sa.select(Enrolment.role).filter_by(person_id=world.dewi))
            assert list(roles) == [Role.ORGANISER]

    @pytest.mark.parametrize(("number", "code"), [("999999", "bimtek-uji"), ("100001", "tidak")])
    def test_unknown_person_or_training_is_named(self, app, world, number, code):
        answer = self.give(app, number, "--training", code, "--role", "trainer")
        assert answer.exit_code == 1
        assert "Tidak ada" in answer.output
