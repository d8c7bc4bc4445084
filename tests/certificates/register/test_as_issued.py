"""A certificate stays as it was issued: names, dates and bytes, whatever is done afterwards."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa

from certificates.register import queries
from certificates.register.models import Certificate, CertificateFile, Series
from certificates.register.rendering import render_certificate
from courses.roster.reading import read_roster
from courses.roster.services import import_roster
from courses.trainings.models import Enrolment, Role, Training
from lms import files, jobs
from lms.db import db, transaction
from lms.people.models import Person
from lms.people.regions import REGIONS
from lms.tables import read_tables
from tests import factories
from tests.certificates import making
from tests.lms.conftest import empty_database, other_app

__all__ = ["empty_database", "other_app"]
ROSTER = Path(__file__).parents[2] / "courses" / "roster" / "files" / "roster_34_baseline.csv"
ONE_NAME = "Sugianto"
MORNING = datetime(2024, 1, 30, 23, 30, tzinfo=UTC)  # 31 January, 07.30 WITA
RULE_DAYS = factories.RULES["work_report_days"]
LATER = datetime(2024, 4, 30, 3, 0, tzinfo=UTC)


def text_of(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    command = ["pdftotext", "-raw", path, "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return " ".join(found.split())


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    return world


def decided(app, world, *, at=making.AT) -> None:
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, at=at, render=True)


def test_names_of_34_are_those_of_the_roster_and_one_word_is_a_name(app, world, tmp_path):
    """From the offices' file to the paper. (That 34 names are printed whole: test_names.)"""
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    reading = read_roster(read_tables(ROSTER.read_bytes()), today=date(2024, 1, 25))
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.quota |= {
            kind: {"per_region": 2} for kind in ("pendamping_sosial", "petugas_dinsos_kabkota")
        }
        import_roster(training, reading, actor_id=None, at=making.AT, slip_days=14)
    with app.app_context():
        seats = sa.select(Enrolment.id).where(
            Enrolment.role == Role.TRAINEE,
            Enrolment.training_id == world.training_id,
            Enrolment.id.not_in((world.ani_seat, world.agus_seat)),
        )
        trainees = list(db.session.scalars(seats.order_by(Enrolment.id)))
    assert len(trainees) == 34
    making.complete(app, world, *trainees)
    making.decide(app, world, *trainees)
    making.issue(app, world)
    with app.app_context():
        entries = {e.facts.recipient_name: e for e in queries.register_of(world.training_id)}
        assert list(entries) == [person.name for person in reading.participants]
        render_certificate(entries[ONE_NAME].certificate.id)
        made = queries.by_code(entries[ONE_NAME].certificate.code)
        text = text_of(files.store().get(made.file.file_key), tmp_path / "one.pdf")
    assert f"diberikan kepada {ONE_NAME} Dinas Sosial" in text
    assert text.count(ONE_NAME) == 2, "once on each page"


def test_file_is_the_same_months_later_and_has_the_day_of_issue(app, world, sign_in, at, tmp_path):
    at(MORNING)
    decided(app, world, at=MORNING)
    address = f"/pelatihan/{world.code}/sertifikat-saya.pdf"
    first = sign_in(world.ani).get(address).data
    at(LATER)
    assert sign_in(world.ani).get(address).data == first
    text = text_of(first, tmp_path / "one.pdf")
    assert "Banjarmasin, 31 Januari 2024" in text
    assert "30 Januari" not in text
    assert "April" not in text


def test_revoking_stays_possible_long_after_the_last_day_for_reports(app, world, sign_in, at):
    decided(app, world)
    at(making.AT + timedelta(days=RULE_DAYS + 400))
    with app.app_context():
        certificate_id = db.session.scalars(sa.select(Certificate.id)).one()
    url = f"/pelatihan/{world.code}/register/{certificate_id}/cabut"
    answer = sign_in(world.citra).post(url, {"reason": "Data peserta keliru."})
    assert answer.status_code == 303


def test_upgrades_and_scheduled_work_issue_nothing_again(other_app, empty_database):
    app = other_app(database_url=empty_database("upgraded"))
    with app.app_context():
        flask_migrate.upgrade()
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    making.decide(app, world, world.agus_seat)  # decided, and nobody pressed the button

    def kept() -> list[int | None]:
        counted = (Certificate, CertificateFile, jobs.Job, Person)
        counts = [sa.select(sa.func.count()).select_from(each) for each in counted]
        return [db.session.scalar(each) for each in (*counts, sa.select(Series.last_serial))]

    with app.app_context():
        before = kept()
        assert (before[0], before[1], before[-1]) == (1, 1, 1)
        for _time in range(2):
            flask_migrate.upgrade()
            jobs.sweep()
            assert jobs.run_due() == 0
        db.session.rollback()
        assert kept() == before
