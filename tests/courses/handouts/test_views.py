"""Handouts are asked for, made by a job, and fetched by everybody of the training."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.models import Module, ModuleVersion
from courses.handouts.models import Handout
from courses.handouts.rules import PATIENCE
from lms import files, jobs
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.jobs import Job, JobState
from tests import factories

NOW = factories.BEFORE
NAMES = ("buku.pdf", "buku.epub", "PS-01.pdf")


@pytest.fixture
def world(app, at):
    at(NOW)
    return factories.make_world(app)


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


def url(world, rest=""):
    return f"/pelatihan/{world.code}/bahan{rest}"


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def work(app):
    with app.app_context():
        return jobs.run_due()


def count(app, statement):
    with app.app_context():
        return db.session.scalar(statement)


def rows_of(app, name):
    with app.app_context():
        return list(db.session.scalars(sa.select(Handout).where(Handout.name == name)))


def rewrite(app, world, html, **facts):
    """Put another text into PS-01."""
    with app.app_context(), transaction():
        version = db.session.scalars(
            sa.select(ModuleVersion).where(ModuleVersion.module_id == world.modules[1])
        ).one()
        version.html = html
        for field, value in facts.items():
            setattr(version, field, value)


@pytest.mark.parametrize("who", ["ani", "budi", "citra", "eko"])
def test_everybody_of_the_training_may_have_them(sign_in, world, app, who):
    browser = sign_in(getattr(world, who))
    assert browser.get(url(world)).status_code == 200
    assert browser.get(url(world, "/buku.epub")).status_code == 200
    assert browser.post(url(world, "/buku.epub")).status_code == 303
    work(app)
    assert browser.get(url(world, "/buku.epub/berkas")).status_code == 200


@pytest.mark.parametrize("rest", ["", "/buku.epub", "/buku.epub/berkas"])
def test_a_stranger_finds_nothing(sign_in, world, app, rest):
    dewi = sign_in(world.dewi)
    assert dewi.get(url(world, rest)).status_code == 404
    assert dewi.post(url(world, "/buku.epub")).status_code == 404
    assert count(app, sa.select(sa.func.count(Handout.id))) == 0


@pytest.mark.parametrize("name", ["PS-99.pdf", "PS-01.epub", "PS-01", "buku.docx", "..%2Fx"])
def test_there_are_no_others(ani, world, name):
    for rest in (f"/{name}", f"/{name}/berkas"):
        assert ani.get(url(world, rest)).status_code == 404
    assert ani.post(url(world, f"/{name}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type", "start", "file_name"),
    [
        ("buku.pdf", "application/pdf", b"%PDF-", "Buku materi - Bimbingan Teknis Uji.pdf"),
        ("buku.epub", "application/epub+zip", b"PK", "Buku materi - Bimbingan Teknis Uji.epub"),
        ("PS-01.pdf", "application/pdf", b"%PDF-", "Modul PS-01 - Modul uji 1.pdf"),
    ],
)
def test_asked_for_waited_for_and_fetched(ani, world, app, name, media_type, start, file_name):
    assert "Siapkan" in text_of(ani.get(url(world, f"/{name}")))
    answer = ani.post(url(world, f"/{name}"))
    assert (answer.status_code, answer.location) == (303, url(world, f"/{name}"))
    waiting = text_of(ani.get(answer.location))
    assert "Berkas sedang disiapkan." in waiting
    assert "data-reload" in waiting
    assert ani.get(url(world, f"/{name}/berkas")).location == url(world, f"/{name}")
    work(app)
    ready = text_of(ani.get(url(world, f"/{name}")))
    size = rows_of(app, name)[0].size
    assert f"({-(-size // 1000)} KB)" in ready
    assert "data-reload" not in ready
    assert f"({-(-size // 1000)} KB)" in text_of(ani.get(url(world)))
    got = ani.get(url(world, f"/{name}/berkas"))
    assert got.mimetype == media_type
    assert got.data.startswith(start)
    assert len(got.data) == size
    assert f'filename="{file_name}"' in got.headers["Content-Disposition"]


def test_a_download_that_broke_off_goes_on(ani, world, app):
    ani.post(url(world, "/buku.epub"))
    work(app)
    whole = ani.get(url(world, "/buku.epub/berkas"))
    headers = {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    rest = ani.get(url(world, "/buku.epub/berkas"), headers=headers)
    assert rest.status_code == 206
    assert rest.data == whole.data[100:]


def test_asking_twice_is_the_same_as_once(ani, sign_in, world, app):
    for browser in (ani, ani, sign_in(world.budi)):
        assert browser.post(url(world, "/buku.epub")).status_code == 303
    work(app)
    ani.post(url(world, "/buku.epub"))
    assert count(app, sa.select(sa.func.count(Handout.id))) == 1
    assert count(app, sa.select(sa.func.count(Job.id))) == 1
    asked = sa.select(sa.func.count()).where(AuditEntry.action == "handout.asked")
    assert count(app, asked) == 1


def test_opening_the_page_makes_nothing(ani, world, app):
    for name in NAMES:
        ani.get(url(world, f"/{name}"))
        ani.get(url(world, f"/{name}/berkas"))
    assert count(app, sa.select(sa.func.count(Job.id))) == 0


def test_a_changed_text_wants_a_new_file_and_drops_the_old(ani, world, app):
    ani.post(url(world, "/PS-01.pdf"))
    work(app)
    (old,) = rows_of(app, "PS-01.pdf")
    rewrite(app, world, "<h2>Baru</h2>", content_hash="new")
    assert "Siapkan" in text_of(ani.get(url(world, "/PS-01.pdf")))
    ani.post(url(world, "/PS-01.pdf"))
    work(app)
    (new,) = rows_of(app, "PS-01.pdf")
    assert new.file_key != old.file_key
    with app.app_context():
        kept = set(files.store().all_keys())
    assert new.file_key in kept
    assert old.file_key not in kept


def test_a_text_that_changes_while_its_file_waits_is_made_as_it_is_now(ani, world, app):
    ani.post(url(world, "/buku.epub"))
    with app.app_context(), transaction():
        db.session.get_one(Module, world.modules[0]).title = "Judul baru"
    work(app)
    work(app)
    assert "Berkas siap" in text_of(ani.get(url(world, "/buku.epub")))
    assert len(rows_of(app, "buku.epub")) == 1


def test_a_file_that_cannot_be_made_is_told_and_can_be_tried_again(ani, world, app, at):
    rewrite(app, world, '<p><img src="figures/hilang.svg?v=0123456789ab" alt="x"></p>')
    ani.post(url(world, "/PS-01.pdf"))
    work(app)
    assert "Berkas gagal disiapkan." in text_of(ani.get(url(world, "/PS-01.pdf")))
    assert "Coba lagi" in text_of(ani.get(url(world, "/PS-01.pdf")))
    rewrite(app, world, "<p>Sudah benar.</p>")
    ani.post(url(world, "/PS-01.pdf"))
    assert "Berkas sedang disiapkan." in text_of(ani.get(url(world, "/PS-01.pdf")))
    work(app)
    assert "Berkas siap" in text_of(ani.get(url(world, "/PS-01.pdf")))
    at(NOW + PATIENCE)
    work(app)  # the first job tries again by itself, and finds the file made
    assert count(app, sa.select(sa.func.count()).where(Job.state != JobState.DONE)) == 0
    assert len(rows_of(app, "PS-01.pdf")) == 1


def test_a_job_that_died_can_be_begun_anew(ani, world, app, at):
    ani.post(url(world, "/buku.epub"))
    with app.app_context(), transaction():
        db.session.execute(sa.delete(Job))
    at(NOW + PATIENCE * 2)
    assert "Coba lagi" in text_of(ani.get(url(world, "/buku.epub")))
    ani.post(url(world, "/buku.epub"))
    work(app)
    assert "Berkas siap" in text_of(ani.get(url(world, "/buku.epub")))


def test_a_training_without_modules_says_so(ani, world, app):
    with app.app_context(), transaction():
        other = factories.Curriculum(code="kosong", title="Kosong", edition="2024", editions={})
        db.session.add(other)
        db.session.flush()
        training = db.session.get_one(factories.Training, world.training_id)
        training.curriculum_id = other.id
    assert "Belum ada modul." in text_of(ani.get(url(world)))
    assert ani.get(url(world, "/buku.pdf")).status_code == 404


@pytest.mark.parametrize("rest", ["", "/buku.epub"])
def test_the_pages_cost_six_statements_at_most(ani, world, statements, rest):
    ani.get(url(world, rest))
    with statements() as seen:
        ani.get(url(world, rest))
    assert len(seen) <= 6


@pytest.mark.parametrize("page", ["", "/PS-01"])
def test_modules_lead_to_their_files(ani, world, page):
    text = text_of(ani.get(f"/pelatihan/{world.code}/modul{page}"))
    assert f'href="{url(world, "/PS-01.pdf" if page else "")}"' in text
