"""An import that is killed in the middle leaves nobody; several at once bring everybody once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from courses.roster.matching import Outcome
from courses.roster.queries import trainees
from courses.roster.reading import read_roster
from courses.roster.services import import_roster
from courses.trainings.models import Training
from lms.config import PROJECT
from lms.db import db, transaction
from lms.people.regions import REGIONS
from lms.tables import read_tables
from tests import factories

SAMPLE = PROJECT / "courses" / "content" / "bimtek-pendamping-sosial" / "roster.csv"

# Runs the real command, and dies without a word when the database has seen so many seats.
IMPORT = """
import os, signal, sys
import sqlalchemy as sa
from courses.trainings.models import Enrolment
from wsgi import app

seen = []

@sa.event.listens_for(Enrolment, "after_insert")
def count(mapper, connection, seat):
    seen.append(seat)
    if len(seen) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)

result = app.test_cli_runner().invoke(args=["roster", "import", *sys.argv[2:]])
sys.exit(result.exit_code)
"""


def import_in_a_process(database_url: str, folder: Path, *, die_at: int) -> int:
    environ = {
        **os.environ,
        "BIMTEK_ENV": "development",
        "DATABASE_URL": database_url,
        "INSTANCE_PATH": str(folder),
        "QUEUE_URL": "none",
    }
    command = [sys.executable, "-c", IMPORT, str(die_at), str(SAMPLE), "--training", "bimtek-mati"]
    return subprocess.run(command, cwd=PROJECT, env=environ, timeout=180, check=False).returncode


@pytest.mark.faults
def test_an_import_killed_after_row_17_leaves_nobody(app, database_url, tmp_path):
    training_id, _meetings, _modules = factories.make_training(app, "bimtek-mati")
    factories.set_regions(app, training_id, [region.code for region in REGIONS])
    counts = []
    for die_at, code in ((17, -signal.SIGKILL), (34, -signal.SIGKILL), (35, 0)):
        assert import_in_a_process(database_url, tmp_path, die_at=die_at) == code
        with app.app_context():
            counts.append(len(trainees(training_id)))
    assert counts == [0, 0, 34]


@pytest.mark.faults
def test_four_imports_at_once_bring_everybody_once(app):
    training_id, _meetings, _modules = factories.make_training(app, "bimtek-mati")
    reading = read_roster(read_tables(SAMPLE.read_bytes()), today=date(2024, 1, 25))

    def bring_in(_number: int) -> int:
        with app.app_context():
            with transaction():
                training = db.session.get_one(Training, training_id)
                plan = import_roster(
                    training, reading, actor_id=None, at=factories.BEFORE, slip_days=14
                )
            return len(plan.of(Outcome.NEW))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(bring_in, range(4))) == [0, 0, 0, 34]
    with app.app_context():
        assert len(trainees(training_id)) == 34
