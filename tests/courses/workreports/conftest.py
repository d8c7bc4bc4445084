from __future__ import annotations

import pytest

from courses.fieldwork.rules import Activity, Plan
from courses.fieldwork.services import accept, plan_of, send
from courses.trainings.models import Training
from courses.workreports.models import ReportPhoto, ReportSubmission, WorkReport
from lms.db import db, transaction
from tests import factories

AT = factories.wita(factories.DAY_2, "18.00")
PLAN = Plan(
    "Semua calon terverifikasi",
    "",
    (
        Activity("Verifikasi lapangan", "rs-rtlh", "20 KPM", "20 berita acara", "Desa A", "Maret"),
        Activity("Pembukuan usaha", "uep-p", "10 KPM", "10 buku kas", "Desa B", "April"),
    ),
)
DONE = {
    "done": "yes",
    "place": "Desa Contoh",
    "day": "2024-02-01",
    "reached": "18",
    "result": "18 rumah diperiksa bersama perangkat desa",
}


@pytest.fixture
def world(app, at):
    at(AT)
    return factories.make_world(app)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/laporan-kerja"


@pytest.fixture
def ani(world, sign_in):
    return sign_in(world.ani)


@pytest.fixture
def citra(world, sign_in):
    return sign_in(world.citra)


@pytest.fixture
def hand_in(app, world):
    """`hand_in()` hands in Ani's plan and returns the id of its submission."""

    def put(plan: Plan = PLAN, *, at=AT, is_accepted: bool = False) -> int:
        with app.app_context(), transaction():
            training = db.session.get_one(Training, world.training_id)
            row = plan_of(world.ani_seat)
            revision = row.revision if row else 0
            who = {"actor_id": world.ani, "at": at}
            sent = send(training, world.ani_seat, plan, revision=revision, **who)
            if is_accepted:
                row = plan_of(world.ani_seat)
                accept(row, training_id=world.training_id, actor_id=world.budi)
            db.session.flush()
            return sent.id

    return put


@pytest.fixture
def rows(app):
    """`rows(table)`: all of them, oldest first."""

    def read(table: type[WorkReport | ReportSubmission | ReportPhoto]):
        with app.app_context():
            return list(db.session.scalars(db.select(table).order_by(table.id)))

    return read


def typed(*told, summary="Sebagian besar terlaksana", plan_id=0, revision=0, **more):
    """The fields of the form: the first ones beside the plan, if there is one."""
    fields = {"summary": summary, "plan_id": plan_id, "revision": revision, "action": "save"}
    for number, row in enumerate(told):
        facts = {"planned": -1, "done": "", **row}
        fields |= {f"rows-{number}-{name}": value for name, value in facts.items()}
    return fields | more


def whole(**more):
    """A report without a plan that can be sent."""
    return typed({"activity": "Kunjungan rumah", **DONE}, **{"action": "send", **more})
