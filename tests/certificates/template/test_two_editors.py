"""Two organisers save in the same moment: one version comes of it, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.certificates.template.conftest import ADDRESS, fields_of
from tests.certificates.template.test_views import versions

pytestmark = pytest.mark.faults
ROUNDS = 4


def test_one_of_two_at_once_is_kept_and_the_other_asked(app, world, sign_in):
    people = [sign_in(world.citra) for _ in range(2)]
    tokens = [each.csrf_token() for each in people]
    for place in range(ROUNDS):
        shown = fields_of(people[0].get(ADDRESS).get_data(as_text=True))
        gate = Barrier(2)

        def save(n, shown=shown, gate=gate, place=place):
            form = {**shown, "csrf_token": tokens[n], "title": f"JUDUL {place} {n}"}
            gate.wait(timeout=30)
            return people[n].client.post(ADDRESS, data=form).status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(save, range(2))) == [303, 409]
    assert [row.version for row in versions(app)] == list(range(1, ROUNDS + 2))
