from __future__ import annotations

from datetime import timedelta

import pytest

from lms.db import db, transaction
from lms.people import services
from lms.people.models import Person
from tests import factories

NOW = factories.BEFORE


def prepare(app, person_id, *, at=NOW, days=14):
    with app.app_context():
        with transaction():
            services.prepare_slip(db.session.get_one(Person, person_id), at=at, days=days)
        return factories.person(app, person_id).slip_code


@pytest.fixture
def ani(app):
    return factories.make_person(app, "Ani Rahmawati")


def test_slip_in_force_stays_when_prepared_again(app, ani):
    code = prepare(app, ani)
    assert prepare(app, ani, at=NOW + timedelta(days=13)) == code
    assert factories.person(app, ani).slip_expires_at == NOW + timedelta(days=14)


def test_expired_slip_gets_a_new_code(app, ani):
    code = prepare(app, ani)
    assert prepare(app, ani, at=NOW + timedelta(days=14)) != code


def test_person_with_password_gets_no_slip(app):
    budi = factories.make_person(app, "Budi Santoso", password="sungai martapura jernih")
    prepare(app, budi)
    assert factories.person(app, budi).slip_index is None


def test_code_is_found_however_it_is_typed(app, ani):
    code = prepare(app, ani)
    stored = factories.person(app, ani).slip_index
    with app.app_context():
        for typed in (code.lower(), code.replace("-", ""), f" {code[:2]} {code[2:]} "):
            assert services.slip_index(typed) == stored
