from __future__ import annotations

import pytest

from tests import factories


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.mark.smoke
@pytest.mark.parametrize("who", ["ani", "budi", "citra", "eko"])
def test_everyone_of_the_training_has_a_home(sign_in, world, who):
    page = sign_in(getattr(world, who)).get(f"/pelatihan/{world.code}")
    assert page.status_code == 200
    assert "Bimbingan Teknis Uji" in page.get_data(as_text=True)


def test_stranger_learns_nothing(sign_in, world):
    assert sign_in(world.dewi).get(f"/pelatihan/{world.code}").status_code == 404
