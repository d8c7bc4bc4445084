"""Nothing of one trainee opens for another who changes the number in the address."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from certificates.register.models import Certificate
from courses.fieldwork.models import PlanSubmission
from courses.workreports.models import ReportPhoto
from lms.db import db
from tests import factories
from tests.certificates import making
from tests.lms.test_access import opened


@pytest.fixture
def things(app, at, sign_in):
    """What Ani has: marks, an attempt, a plan, a report with a photo, a certificate."""
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    ani, report = sign_in(world.ani), f"/pelatihan/{world.code}/laporan-kerja"
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG")
    picture.seek(0)
    assert ani.post(f"{report}/foto", {"photo": (picture, "rumah.jpg")}).status_code == 200
    with app.app_context():
        found = {
            "certificate_id": db.session.scalar(sa.select(Certificate.id)),
            "submission_id": db.session.scalar(sa.select(PlanSubmission.id)),
            "photo_id": db.session.scalar(sa.select(ReportPhoto.id)),
        }
    return world, found


def numbered(app, values):
    """Each address that names something by its number, with each method."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "<int:" in rule.rule:
            filled = {
                name: values.get(name, 1 if f"<int:{name}>" in rule.rule else "uji")
                for name in rule.arguments
            }
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, adapter.build(rule.endpoint, filled, method=method)


def test_another_trainee_gets_nothing_by_its_number(app, things, sign_in):
    world, found = things
    seat = dict.fromkeys(("enrolment_id", "seat_id", "seat"), world.ani_seat)
    names = {"module_code": "PS-01", "meeting_key": "h1-pagi", "quiz_key": "tes-akhir"}
    agus = sign_in(world.agus)
    token = agus.csrf_token()
    asked = list(numbered(app, {"code": world.code, **names, **seat, **found}))
    assert len(asked) > 60
    statuses = {
        (method, url): opened(agus, method, url, headers={"X-CSRFToken": token}).status_code
        for method, url in asked
    }
    assert {key: status for key, status in statuses.items() if status not in {403, 404}} == {}


def test_their_owner_has_them(things, sign_in):
    world, found = things
    ani, root = sign_in(world.ani), f"/pelatihan/{world.code}"
    for path in (f"laporan-kerja/foto/{found['photo_id']}", "sertifikat-saya.pdf", "tes/tes-akhir"):
        assert ani.get(f"{root}/{path}").status_code == 200, path
