"""Modules are listed, read and finished."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.models import ModuleVersion
from courses.catalogue.rules import fetched_bytes, outline
from courses.trainings.models import ModuleReading
from lms import markdown
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.i18n import kilobytes
from tests import factories


@pytest.fixture
def world(app):
    return factories.make_world(app)


def modules_of(world, rest: str = "") -> str:
    return f"/pelatihan/{world.code}/modul{rest}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def count(app, statement) -> int:
    with app.app_context():
        return db.session.scalar(statement)


@pytest.mark.parametrize("who", ["ani", "budi", "citra", "eko"])
@pytest.mark.parametrize("rest", ["", "/PS-01"])
def test_everyone_of_the_training_may_read(sign_in, world, who, rest):
    assert sign_in(getattr(world, who)).get(modules_of(world, rest)).status_code == 200


@pytest.mark.parametrize("rest", ["", "/PS-01"])
def test_a_stranger_finds_nothing(sign_in, world, rest):
    assert sign_in(world.dewi).get(modules_of(world, rest)).status_code == 404


def test_the_list_says_hours_time_and_what_is_for_self_study(sign_in, world):
    page = text_of(sign_in(world.ani).get(modules_of(world)))
    assert "PS-00 Modul uji 0" in page
    assert "2 JP · waktu baca 1 menit · 3 KB" in page
    assert page.count("Belajar mandiri") == 1
    assert "0 dari 3 modul selesai dibaca" in page


def test_a_module_leads_to_its_neighbours(sign_in, world):
    page = text_of(sign_in(world.ani).get(modules_of(world, "/PS-01")))
    assert "Modul 2 dari 3" in page
    assert "3 KB" in page
    assert "Isi modul 1." in page
    assert "Sebelumnya: Modul uji 0" in page
    assert "Berikutnya: Modul uji 2" in page


def test_an_unknown_module_does_not_exist(sign_in, world):
    assert sign_in(world.ani).get(modules_of(world, "/PS-99")).status_code == 404
    assert sign_in(world.ani).post(modules_of(world, "/PS-99/selesai")).status_code == 404


def test_finishing_goes_on_to_the_next_module(sign_in, world):
    ani = sign_in(world.ani)
    answer = ani.post(modules_of(world, "/PS-01/selesai"))
    assert answer.status_code == 303
    assert answer.location.endswith("/PS-02")
    assert ani.post(modules_of(world, "/PS-02/selesai")).location.endswith("/modul")
    page = text_of(ani.get(modules_of(world)))
    assert "PS-02 ditandai selesai." in page
    assert "2 dari 3 modul selesai dibaca" in page
    assert "Tandai selesai" not in text_of(ani.get(modules_of(world, "/PS-01")))


def test_finishing_twice_is_the_same_as_once(sign_in, world, app):
    ani = sign_in(world.ani)
    for _ in range(2):
        assert ani.post(modules_of(world, "/PS-00/selesai")).status_code == 303
    assert count(app, sa.select(sa.func.count(ModuleReading.id))) == 1
    finished = sa.select(sa.func.count()).where(AuditEntry.action == "module.finished")
    assert count(app, finished) == 1


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("budi", 403), ("citra", 403)])
def test_only_trainees_finish_modules(sign_in, world, app, who, status):
    answer = sign_in(getattr(world, who)).post(modules_of(world, "/PS-00/selesai"))
    assert answer.status_code == status
    assert count(app, sa.select(sa.func.count(ModuleReading.id))) == 0


def test_opening_the_finish_address_writes_nothing(sign_in, world, app):
    assert sign_in(world.ani).get(modules_of(world, "/PS-00/selesai")).status_code == 405
    assert count(app, sa.select(sa.func.count(ModuleReading.id))) == 0


def test_finishing_is_the_readers_own(sign_in, world):
    sign_in(world.ani).post(modules_of(world, "/PS-00/selesai"))
    assert "0 dari 3 modul selesai" in text_of(sign_in(world.agus).get(modules_of(world)))


def test_a_long_text_has_its_parts_listed(sign_in, world, app):
    text = "## Awal & tujuan\n\nA.\n\n## Isi *pokok*\n\nB.\n\n## Akhir\n\nC.\n"
    with app.app_context(), transaction():
        row = db.session.scalars(
            sa.select(ModuleVersion).where(ModuleVersion.module_id == world.modules[1])
        ).one()
        row.html = markdown.render(text)
    page = text_of(sign_in(world.ani).get(modules_of(world, "/PS-01")))
    assert "Isi modul (3 bagian)" in page
    assert '<a class="govuk-link" href="#akhir">Akhir</a>' in page
    assert "Awal &amp; tujuan</a>" in page
    assert "Isi modul (" not in text_of(sign_in(world.ani).get(modules_of(world, "/PS-02")))


@pytest.mark.parametrize(("sections", "listed"), [(0, 0), (2, 0), (3, 3)])
def test_two_parts_need_no_list(sections, listed):
    text = "".join(f"## Bagian {number}\n\nIsi.\n\n" for number in range(sections))
    assert len(outline(markdown.render(text))) == listed


@pytest.mark.parametrize("rest", ["", "/PS-01"])
def test_reading_costs_six_statements_at_most(sign_in, world, statements, rest):
    ani = sign_in(world.ani)
    with statements() as seen:
        ani.get(modules_of(world, rest))
    assert len(seen) <= 6


@pytest.mark.parametrize(
    ("html", "bytes_of_pictures"),
    [
        ("<p>Isi.</p>", 0),
        ('<p><img src="figures/a.svg?v=1" alt="a"></p>', 3000),
        ('<img src="figures/a.svg?v=1" alt="a"><img alt="a" src="figures/a.svg?v=1">', 3000),
        ('<img src="figures/a.svg?v=1" alt="a"><img src="figures/b.png?v=2" alt="b">', 53_000),
        ('<img src="figures/gone.png?v=3" alt="c">', 0),
    ],
)
def test_a_text_weighs_itself_packed_and_each_picture_once(html, bytes_of_pictures):
    found = fetched_bytes(html, {"a.svg?v=1": 3000, "b.png?v=2": 50_000, "b.png?v=1": 9})
    assert 0 < found - bytes_of_pictures <= len(html) + 20


def test_a_long_text_is_counted_as_it_is_sent():
    assert fetched_bytes("<p>Kalimat yang sama.</p>" * 1000, {}) < 1000


@pytest.mark.parametrize(("size", "shown"), [(0, 1), (1, 1), (1000, 1), (1001, 2), (24_300, 25)])
def test_kilobytes_are_rounded_up(size, shown):
    assert kilobytes(size) == shown
