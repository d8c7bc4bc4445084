from __future__ import annotations

import pytest
import sqlalchemy as sa

from certificates.register import queries
from certificates.register.models import Revocation
from lms.db import db
from tests import factories
from tests.certificates import making
from tests.certificates.register.conftest import REASON, page_of, shown_on

NUMBER = "800.2/0001/Dinsos/UJI/II/2024"


@pytest.fixture
def world(app, at):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    at(making.AT)
    return world


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["certificates", *args])


def test_issue_numbers_and_renders_what_was_decided(run, world):
    answer = run("issue", "--training", world.code)
    assert NUMBER in answer.output
    assert "1 sertifikat terbit." in answer.output
    assert "0 sertifikat terbit." in run("issue", "--training", world.code).output


def test_file_of_the_register_is_known_and_a_changed_one_is_not(run, world, sign_in, tmp_path):
    run("issue", "--training", world.code)
    page = f"/pelatihan/{world.code}/sertifikat-saya.pdf"
    genuine, forged = tmp_path / "genuine.pdf", tmp_path / "forged.pdf"
    genuine.write_bytes(sign_in(world.ani).get(page).data)
    forged.write_bytes(genuine.read_bytes().replace(b"%%EOF", b"%%EOG"))
    answer = run("verify", str(genuine))
    assert answer.output.startswith("SPECIMEN")
    assert (answer.exit_code, NUMBER in answer.output) == (1, True), "it proves nothing"
    answer = run("verify", str(forged))
    assert (answer.exit_code, "TIDAK DITEMUKAN" in answer.output) == (1, True)


def test_revoked_file_is_named_as_revoked(run, world, sign_in, tmp_path):
    run("issue", "--training", world.code)
    path = tmp_path / "one.pdf"
    path.write_bytes(sign_in(world.ani).get(f"/pelatihan/{world.code}/sertifikat-saya.pdf").data)
    assert "Tulis alasan" in run("revoke", NUMBER, "--reason", " ").output
    assert run("revoke", NUMBER, "--reason", "Data keliru").exit_code == 0
    answer = run("verify", str(path))
    assert answer.exit_code == 1
    assert "DICABUT pada 2 Februari 2024: Data keliru" in answer.output
    assert run("revoke", NUMBER, "--reason", "Lagi").exit_code == 1


@pytest.mark.parametrize(
    "args", [("issue", "--training", "tidak-ada"), ("revoke", "tidak/ada", "--reason", "x")]
)
def test_unknown_names_are_refused(run, world, args):
    answer = run(*args)
    assert answer.exit_code == 1
    assert "Tidak ada" in answer.output


def test_the_newest_print_of_a_number_is_what_is_revoked(app, run, world, sign_in):
    run("issue", "--training", world.code)
    citra = sign_in(world.citra)
    url = page_of(world, "register/1/cetak-ulang")
    shown = shown_on(citra.get(url).get_data(as_text=True))
    assert citra.post(url, {"reason": REASON, "shown": shown}).status_code == 303
    assert run("revoke", NUMBER, "--reason", "Data keliru").exit_code == 0
    with app.app_context():
        entry = queries.by_number(NUMBER)
        assert (entry.certificate.edition, entry.is_revoked) == (1, True)
        revoked = db.session.scalars(sa.select(Revocation.certificate_id))
        assert list(revoked) == [entry.certificate.id]
