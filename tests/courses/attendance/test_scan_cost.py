"""A room that scans at once: what each phone costs the database."""

from __future__ import annotations

import pytest

from tests.factories import DAY_1, make_trainees, wita

# One for the sign-in, one for the training and the seat; a tap also locks, marks and audits.
MOST = {"scan": 4, "tap": 8, "page": 5}


@pytest.mark.parametrize("others", [0, 200])
def test_a_scan_costs_few_statements_in_any_crowd(
    app, sign_in, world, at, code_of, statements, others
):
    at(wita(DAY_1, "08.04"))
    make_trainees(app, world.training_id, others)
    ani = sign_in(world.ani)
    address = f"/hadir/{world.code}/h1-pagi/{code_of(world.meetings[0])}"
    with statements() as scan:
        assert ani.get(address).status_code == 200
    form = {"csrf_token": ani.csrf_token()}
    with statements() as tap:
        assert ani.client.post(address, data=form).status_code == 303
    with statements() as page:
        assert ani.get(f"/pelatihan/{world.code}/hadir").status_code == 200
    assert {"scan": len(scan), "tap": len(tap), "page": len(page)} == MOST
