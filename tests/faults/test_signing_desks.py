"""Six desks sign one batch at once, and a desk is killed: each document is signed and kept once."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from certificates.desk import services
from certificates.register.models import Certificate, CertificateFile, Series, SigningClaim
from lms import audit
from lms.config import PROJECT
from lms.db import db
from tests import factories
from tests.certificates import making
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    authority,
    bsre,
    connect,
    make_key,
    on_desk,
    world,
)
from tests.certificates.signing.fakes import FakeBsre

pytestmark = pytest.mark.faults
DESKS, MORE = 6, 6


@pytest.fixture
def waiting(app, world, on_desk, connect):  # noqa: F811
    seats = factories.make_trainees(app, world.training_id, MORE)
    making.complete(app, world, *seats)
    making.decide(app, world, *seats)
    return on_desk("bsre")


def counted(app, model) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def pressing(person, world, certificate_id: int):  # noqa: F811
    """What the page's script sends for one document; gives the answer."""
    fields = {
        "csrf_token": person.token, "signer": "bsre", "certificate": certificate_id,
        "passphrase": FakeBsre.PASSPHRASE,
    }  # fmt: skip
    url = f"/pelatihan/{world.code}/tanda-tangan"
    return person.client.post(url, data=fields, headers={"Accept": "application/json"})


def test_six_desks_sign_each_document_once(app, sign_in, world, waiting, bsre):  # noqa: F811
    people = [sign_in(world.eko) for _ in range(DESKS)]
    for person in people:
        person.token = person.csrf_token()

    def work(place: int) -> list[int]:
        order = list(waiting)
        Random(place).shuffle(order)
        return [pressing(people[place], world, each).status_code for each in order]

    with ThreadPoolExecutor(DESKS) as pool:
        answers = list(pool.map(work, range(DESKS)))
    assert {status for each in answers for status in each} <= {200, 409}
    assert bsre.signed == counted(app, CertificateFile) == len(waiting) == MORE + 2
    assert counted(app, SigningClaim) == 0
    with app.app_context():
        assert db.session.scalar(sa.select(Series.last_serial)) == len(waiting)
        assert audit.first_broken() is None


KILLED = """
import os, signal, sys
from pathlib import Path
from certificates.desk import queries, running, services
from lms.app import create_app
from lms import clock
from tests.certificates import making
from tests.conftest import FEATURES, make_settings

class Signs:
    kind = "bsre"
    def sign(self, pdf, facts, *, at):
        return pdf + b"%"

def dies(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)

clock.use(lambda: making.AT)
folder, url, training_id, person_id = sys.argv[1:]
app = create_app(make_settings(Path(folder), url), FEATURES)
services.keep_signed = dies
with app.app_context():
    running.sign_one(queries.waiting(int(training_id))[0], Signs(), actor_id=int(person_id))
"""


def test_desk_killed_between_signing_and_storing_leaves_nothing_half(
    app,
    sign_in,
    world,  # noqa: F811
    waiting,
    bsre,  # noqa: F811
    at,
    database_url,
):
    folder = str(app.config["SETTINGS"].instance)
    arguments = [folder, database_url, str(world.training_id), str(world.eko)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=PROJECT, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (counted(app, CertificateFile), counted(app, SigningClaim)) == (0, 1)
    with app.app_context():
        numbers = list(db.session.scalars(sa.select(Certificate.number).order_by(Certificate.id)))
    person = sign_in(world.eko)
    person.token = person.csrf_token()
    assert pressing(person, world, waiting[0]).status_code == 409, "the claim has not run out"
    assert pressing(person, world, waiting[1]).status_code == 200, "the rest goes on"
    at(making.AT + services.CLAIMED_FOR + timedelta(seconds=1))
    for each in waiting:
        assert pressing(person, world, each).status_code == 200
    assert bsre.signed == counted(app, CertificateFile) == len(waiting)
    with app.app_context():
        assert numbers == list(
            db.session.scalars(sa.select(Certificate.number).order_by(Certificate.id))
        )
        assert audit.first_broken() is None
