"""Where the certificate waits for the work report, an accepted one is part of the evidence."""

from __future__ import annotations

import pytest

from certificates.decisions import evidence
from certificates.decisions.eligibility import Need, Rules, missing
from courses.trainings.models import Enrolment, Training
from courses.workreports import services as reports
from courses.workreports.rules import Report, Row
from courses.workreports.services import Answer
from lms.db import db, transaction
from tests import factories
from tests.certificates import making

WHOLE = Row(-1, "Kunjungan", "no", problem="Banjir")


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    return world


def let_wait(app, world) -> None:
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = {**training.rules, "certificate_waits_for_report": True}


def report(app, world, *, is_accepted: bool | None = None) -> None:
    with app.app_context(), transaction():
        seat = db.session.get_one(Enrolment, world.ani_seat)
        who = {"actor_id": world.ani, "at": making.AT}
        sent = reports.send(seat, Report(0, "Baik", (WHOLE,)), (), revision=0, **who)
        db.session.flush()
        if is_accepted is not None:
            row = reports.report_of(world.ani_seat)
            said = Answer(sent.id, is_accepted, "Diperiksa.", world.budi)
            reports.answer(row, seat, said, at=making.AT)


def lacking(app, world) -> dict[int, list[Need]]:
    """By seat, told by both ways to gather."""
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        rules = Rules.of(training.rules)
        found = evidence.gather_all(training)
        for seat, each in found.items():
            assert each == evidence.gather(training, seat)
        return {seat: [one.need for one in missing(each, rules)] for seat, each in found.items()}


@pytest.mark.parametrize("is_accepted", [None, False, True])
def test_only_an_accepted_report_ends_the_waiting(app, world, is_accepted):
    let_wait(app, world)
    report(app, world, is_accepted=is_accepted)
    own = [] if is_accepted else [Need.WORK_REPORT]
    assert lacking(app, world) == {world.ani_seat: own, world.agus_seat: [Need.WORK_REPORT]}


def test_without_the_switch_nobody_waits(app, world):
    assert lacking(app, world) == {world.ani_seat: [], world.agus_seat: []}


def test_without_the_switch_a_later_report_leaves_a_decision_as_it_is(app, world, sign_in, at):
    making.decide(app, world, world.ani_seat)
    report(app, world, is_accepted=True)
    page = sign_in(world.citra).get(f"/pelatihan/{world.code}/keputusan").get_data(as_text=True)
    assert "Bukti berubah" not in page


def test_who_waits_is_told_and_led_to_the_report(app, world, sign_in):
    let_wait(app, world)
    page = sign_in(world.ani).get(f"/pelatihan/{world.code}/menuju-sertifikat")
    text = page.get_data(as_text=True)
    assert "Laporan kerja diterima" in text
    assert f'href="/pelatihan/{world.code}/laporan-kerja"' in text
