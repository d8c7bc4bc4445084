"""Who was shut out is out at the next request, and a page of before is not to be had again."""

from __future__ import annotations

import pytest

from lms.db import db, transaction
from lms.people.models import Person
from tests import factories


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.mark.parametrize("who", ["ani", "budi", "citra", "eko", "dewi"])
def test_who_is_made_inactive_is_sent_to_sign_in_at_once(app, world, sign_in, who):
    person_id = getattr(world, who)
    browser = sign_in(person_id)
    address = "/akun" if who == "dewi" else f"/pelatihan/{world.code}"
    assert browser.get(address).status_code == 200
    with app.app_context(), transaction():
        db.session.get_one(Person, person_id).is_active = False
    answer = browser.get(address)
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/masuk")
    refused = browser.post("/akun/data.json" if who == "dewi" else f"{address}/hadir")
    assert refused.status_code in {403, 405}
    told = browser.get(address, headers={"Accept": "application/json"})
    assert told.status_code == 403
    assert "Akun Anda tidak aktif lagi" in told.json["message"]
