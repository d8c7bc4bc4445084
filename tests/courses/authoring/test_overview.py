"""The list of modules: who may open it, what it says, and the choice of the edition."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue import services as catalogue
from courses.catalogue.models import Curriculum, ModuleVersion
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.courses.authoring.conftest import said, written

BOTH = "## A\n\n::: edisi 2024\nData DTKS.\n:::\n\n::: edisi 2025\nData DTSEN.\n:::\n"

GET = ("", "/PS-01", "/PS-01/riwayat", "/PS-01/riwayat/1", "/konfirmasi", "/konfirmasi.xlsx")
POST = ("/edisi", "/PS-01", "/PS-01/pratinjau", "/PS-01/riwayat/1/kembalikan")


@pytest.fixture
def editions(app):
    """Two editions, the first in force."""
    with app.app_context(), transaction():
        curriculum = db.session.scalars(sa.select(Curriculum)).one()
        curriculum.editions = {"2024": "Edisi 2024", "2025": "Edisi 2025+"}
        curriculum.edition = "2024"
        catalogue.render_modules(curriculum, author_id=None, at=factories.BEFORE)


@pytest.mark.parametrize("who", ["budi", "citra"])
@pytest.mark.parametrize("rest", GET)
def test_trainers_and_organisers_open_every_page(sign_in, world, materi, who, rest):
    assert sign_in(getattr(world, who)).get(materi(rest)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("ani", 403), ("eko", 403), ("dewi", 404)])
@pytest.mark.parametrize("rest", GET)
def test_nobody_else_opens_them(sign_in, world, materi, who, status, rest):
    assert sign_in(getattr(world, who)).get(materi(rest)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("ani", 403), ("eko", 403), ("dewi", 404)])
@pytest.mark.parametrize("rest", POST)
def test_nobody_else_writes(sign_in, world, materi, who, status, rest):
    assert sign_in(getattr(world, who)).post(materi(rest)).status_code == status


@pytest.mark.parametrize("rest", ["/edisi", "/PS-01/pratinjau", "/PS-01/riwayat/1/kembalikan"])
def test_addresses_that_write_are_not_pages(sign_in, world, materi, rest):
    assert sign_in(world.budi).get(materi(rest)).status_code in {404, 405}


@pytest.mark.parametrize("rest", ["/PS-99", "/PS-99/riwayat", "/PS-01/riwayat/7", "/ps-01"])
def test_what_does_not_exist_is_not_found(sign_in, world, materi, rest):
    assert sign_in(world.budi).get(materi(rest)).status_code == 404


def test_the_list_says_what_stands_where(sign_in, world, materi):
    budi = sign_in(world.budi)
    budi.post(
        materi("/PS-01"), written("## A\n\nSatu *(perlu konfirmasi Dinsos)*.\n", note="Nilai baru")
    )
    page = said(budi.get(materi()))
    assert "Versi 2" in page
    assert "Budi Santoso: Nilai baru" in page
    assert "5 kata" in page
    assert "2 hal umum · 1 tanda dalam modul" in page
    assert "dari folder pelatihan" in page


def test_readers_who_may_write_find_the_way(sign_in, world, materi):
    module = f"/pelatihan/{world.code}/modul/PS-01"
    assert materi("/PS-01") in said(sign_in(world.budi).get(module))
    assert "/materi" not in said(sign_in(world.ani).get(module))
    home = said(sign_in(world.citra).get(f"/pelatihan/{world.code}"))
    assert "2 hal perlu dipastikan Dinsos · 0 tanda dalam modul" in home
    assert materi() not in said(sign_in(world.eko).get(f"/pelatihan/{world.code}"))


def test_more_modules_cost_no_more_statements(sign_in, world, materi, statements):
    budi = sign_in(world.budi)
    counts = []
    for text in ("## A\n", "## A\n\nBaru *(perlu konfirmasi Dinsos)*.\n"):
        budi.post(materi("/PS-01"), written(text, version=len(counts) + 1))
        with statements() as seen:
            budi.get(materi())
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7


def test_a_closed_training_is_read_but_not_written(sign_in, world, materi, close):
    close()
    budi = sign_in(world.budi)
    assert "sudah ditutup" in said(budi.get(materi()))
    for answer in (budi.get(materi("/PS-01")), budi.post(materi("/PS-01"), written("## A\n"))):
        assert answer.status_code == 409
        assert "sudah ditutup" in said(answer)


def test_the_other_edition_is_chosen_with_what_it_changes_in_sight(
    sign_in, world, materi, editions, newest
):
    budi = sign_in(world.budi)
    budi.post(materi("/PS-01"), written(BOTH, version=2))
    assert "Edisi 2025+: yang berubah ialah modul PS-01." in said(budi.get(materi()))
    assert "DTKS" in newest(1)[1].html
    answer = budi.post(materi("/edisi"), {"edition": "2025"}, follow_redirects=True)
    assert "Sekarang dipakai Edisi 2025+. 1 modul berubah." in said(answer)
    version = newest(1)[1]
    assert (version.number, version.author_id) == (4, world.budi)
    assert ("DTSEN" in version.html, "DTKS" in version.html) == (True, False)
    page = said(sign_in(world.ani).get(f"/pelatihan/{world.code}/modul/PS-01"))
    assert "Data DTSEN." in page


def test_choosing_the_edition_in_force_is_nothing(app, sign_in, world, materi, editions):
    budi = sign_in(world.budi)
    for _ in range(2):
        answer = budi.post(materi("/edisi"), {"edition": "2025"}, follow_redirects=True)
    assert "Edisi 2025+ sudah dipakai." in said(answer)
    with app.app_context():
        chosen = sa.select(sa.func.count()).where(AuditEntry.action == "edition.chosen")
        assert db.session.scalar(chosen) == 1


@pytest.mark.parametrize("edition", ["", "2026", "<b>"])
def test_an_unknown_edition_is_refused(app, sign_in, world, materi, editions, edition):
    answer = sign_in(world.budi).post(materi("/edisi"), {"edition": edition})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(sa.select(Curriculum.edition)) == "2024"


def test_another_trainings_modules_stay_out_of_reach(app, sign_in, world, materi):
    other = factories.make_training(app, "bimtek-lain")[0]
    with app.app_context():
        assert other != world.training_id
        before = db.session.scalar(sa.select(sa.func.count(ModuleVersion.id)))
    answer = sign_in(world.budi).post("/pelatihan/bimtek-lain/materi/PS-01", written("## A\n"))
    assert answer.status_code == 404
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ModuleVersion.id))) == before
