"""The code on the paper leads to PUBLIC_URL, whatever proxies and browsers say of the address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.register import queries
from certificates.register.rendering import render_certificate
from lms import files
from lms.config import SettingsError, from_environment
from tests import factories
from tests.certificates import making
from tests.certificates.document.conftest import Paper

FORGED = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "jahat.example"}


@pytest.mark.parametrize("public", ["https://bimtek.example", "https://bimtek.example/kelas"])
def test_code_is_that_of_the_setting_though_the_proxy_speaks_http_to_us(
    app, at, sign_in, monkeypatch, tmp_path, public
):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    settings = replace(app.config["SETTINGS"], public_url=public)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    citra = sign_in(world.citra)
    url = f"/pelatihan/{world.code}/terbitkan"
    assert citra.post(url, headers=FORGED).status_code == 303
    with app.app_context():
        (entry,) = queries.register_of(world.training_id)
        render_certificate(entry.certificate.id)
        (entry,) = queries.register_of(world.training_id)
        path = tmp_path / "one.pdf"
        path.write_bytes(files.store().get(entry.file.file_key))
    assert Paper(path).scanned() == f"{public}/v/{entry.certificate.code}"


@pytest.mark.parametrize("given", [{}, {"PUBLIC_URL": ""}, {"PUBLIC_URL": "bimtek.example"}])
def test_without_the_setting_nothing_runs_that_could_issue(tmp_path, given):
    environment = {"SECRET_KEY": "s" * 40, "INSTANCE_PATH": str(tmp_path), **given}
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        from_environment(environment)
