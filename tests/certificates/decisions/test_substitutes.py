"""The certificate goes to who was there: never to the one replaced, nor by what they did."""

from __future__ import annotations

import sqlalchemy as sa

from certificates.decisions.queries import cases
from certificates.register.models import Certificate
from courses.roster.models import SeatChange
from courses.trainings.models import Training
from lms.db import db
from lms.people.regions import REGIONS
from tests import factories
from tests.certificates import making
from tests.courses.roster.test_seats import YES


def seats_to_decide(app, world) -> dict[int, bool]:
    """Who stands in the list of decisions, and whether they meet the rules."""
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        return {case.seat: case.is_eligible for case in cases(training)}


def test_who_was_replaced_after_the_decision_is_issued_nothing(app, at, sign_in):
    at(making.AT)
    world = factories.make_world(app)
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    citra = sign_in(world.citra)
    citra.post(f"/pelatihan/{world.code}/peserta/{world.ani_seat}/ganti", YES)
    assert citra.post(f"/pelatihan/{world.code}/terbitkan").status_code == 303
    assert citra.get(f"/pelatihan/{world.code}/keputusan/{world.ani_seat}").status_code == 404
    with app.app_context():
        assert db.session.scalars(sa.select(Certificate.id)).all() == []


def test_substitute_is_decided_on_the_own_evidence_alone(app, at, sign_in):
    at(making.AT)
    world = factories.make_world(app)
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    citra = sign_in(world.citra)
    assert citra.post(f"/pelatihan/{world.code}/peserta/{world.ani_seat}/ganti", YES).location
    with app.app_context():
        newcomer = db.session.scalars(sa.select(SeatChange.joined_id)).one()
    found = seats_to_decide(app, world)
    assert world.ani_seat not in found, "who was replaced is not decided about"
    assert found[newcomer] is False, "nothing was inherited"
    making.complete(app, world, newcomer)
    assert seats_to_decide(app, world)[newcomer] is True
    making.decide(app, world, newcomer)
    making.issue(app, world)
    with app.app_context():
        assert db.session.scalars(sa.select(Certificate.enrolment_id)).all() == [newcomer]
        facts = db.session.scalars(sa.select(Certificate.facts)).one()
    assert "Gina Rahmah" in str(facts)
    assert "Ani Rahmawati" not in str(facts)
