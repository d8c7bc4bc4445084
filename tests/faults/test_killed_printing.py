"""The process that makes a certificate's file is killed at each step: another one ends the work.

FAULT_SEEDS=5 kills it at every point; `make test` at those that differ most.
"""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate, CertificateFile
from lms import clock, files, jobs
from lms.config import PROJECT
from lms.db import db
from lms.jobs import Job, JobState
from tests import factories
from tests.certificates import making
from tests.faults.phones import IS_WHOLE

pytestmark = pytest.mark.faults
KILLED = """
import io, os, signal, sys
from pathlib import Path
from certificates.document import renderer
from certificates.register import rendering
from lms import clock, files, jobs
from lms.app import create_app
from tests.certificates import making
from tests.conftest import FEATURES, make_settings

def dies(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)

class HalfWritten(io.FileIO):
    def write(self, data):
        super().write(data[: len(data) // 2])
        dies()

folder, url, point = sys.argv[1:]
clock.use(lambda: making.AT)
app = create_app(make_settings(Path(folder), url), FEATURES)
match point:
    case "before the page is set":
        renderer.render = dies
    case "half of it written":
        opened = Path.open
        Path.open = lambda path, *how, **more: (
            HalfWritten(path, "x") if path.suffix == ".part" else opened(path, *how, **more)
        )
    case "written, without its name":
        Path.replace = dies
    case "named, and not in the register":
        put = files.Store.put
        files.Store.put = lambda *given: (put(*given), dies())
    case "in the register, the job not done":
        jobs._finish = dies
with app.app_context():
    jobs.run_due()
"""
POINTS = {  # what stands in the store, by the end of its name
    "before the page is set": [],
    "half of it written": [".part"],
    "named, and not in the register": [".pdf"],
}
MORE_POINTS = {
    "written, without its name": [".part"],
    "in the register, the job not done": [".pdf"],
}
if IS_WHOLE:
    POINTS |= MORE_POINTS


@pytest.fixture
def issued(app, at) -> int:
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    (certificate_id,) = making.issue(app, world)
    return certificate_id


@pytest.fixture
def kept(tmp_path, app, monkeypatch):
    """A store of this test's own; gives the ends of the names of what lies in it."""
    monkeypatch.setitem(app.extensions, "files", files.Store(f"file://{tmp_path}/files"))
    return lambda: [path.suffix for path in (tmp_path / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize("point", POINTS)
def test_r6_job_is_taken_up_and_the_register_tells_the_whole_file(
    app, issued, at, kept, tmp_path, database_url, point
):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), database_url, point],
        cwd=PROJECT, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert kept() == POINTS[point]
    with app.app_context():
        (job,) = db.session.scalars(sa.select(Job))
        assert job.state is JobState.RUNNING
        assert jobs.run_due() == 0, "whoever has it may still live"
        number = db.session.get_one(Certificate, issued).number
        at(clock.now() + jobs.ABANDONED_AFTER + timedelta(seconds=1))
        assert jobs.run_due() == 1
        db.session.expire_all()
        assert db.session.get_one(Job, job.id).state is JobState.DONE
        assert db.session.get_one(Certificate, issued).number == number
        (row,) = db.session.scalars(sa.select(CertificateFile))
        data = files.store().get(row.file_key)
        assert hashlib.sha256(data).hexdigest() == row.sha256
        assert len(data) == row.size
        assert data.rstrip().endswith(b"%%EOF")
        assert list(files.store().all_keys()) == [row.file_key], "no half file under any key"
