"""A whole room wants the book at once, and two workers take the same job: one file is made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from courses.handouts.making import make_handout
from courses.handouts.models import Handout
from lms import audit, files, jobs
from lms.db import db
from lms.jobs import Job
from tests import factories

pytestmark = pytest.mark.faults


@pytest.fixture
def world(app, at):
    at(factories.BEFORE)
    return factories.make_world(app)


def test_everybody_asks_in_the_same_second(app, world, sign_in):
    url = f"/pelatihan/{world.code}/bahan/buku.epub"
    people = (world.ani, world.agus, world.budi, world.citra, world.eko)
    browsers = [sign_in(person) for person in people]
    posts = [(browser.client, {"csrf_token": browser.csrf_token()}) for browser in browsers]
    with ThreadPoolExecutor(len(posts)) as pool:
        answers = pool.map(lambda post: post[0].post(url, data=post[1]).status_code, posts)
        assert list(answers) == [303] * len(posts)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Handout.id))) == 1
        assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1
        assert audit.first_broken() is None


def test_the_job_done_twice_at_once_leaves_one_file(app, world, sign_in):
    sign_in(world.ani).post(f"/pelatihan/{world.code}/bahan/buku.epub")

    def make() -> None:
        with app.app_context():
            make_handout(handout_id=1)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(make) for _ in range(3)]:
            done.result()
    with app.app_context():
        jobs.run_due()
        row = db.session.scalars(sa.select(Handout)).one()
        assert list(files.store().all_keys()).count(row.file_key) == 1
