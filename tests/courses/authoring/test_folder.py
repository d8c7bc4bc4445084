"""What was written on screen goes out with the folder, and comes back as the same."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.models import Figure, Module, ModuleVersion
from courses.sample import CODE, FOLDER
from courses.trainings.cli import load_folder
from courses.trainings.models import Role
from lms.db import db, transaction
from lms.people import services as people
from lms.people.queries import notice_in_force
from tests import factories
from tests.courses.authoring.conftest import said, written
from tests.courses.authoring.test_editing import upload
from tests.courses.authoring.test_pictures import noise, saved

MATERIAL = f"/pelatihan/{CODE}/materi"


@pytest.fixture
def author(app, sign_in):
    """A trainer of the shipped training."""
    with app.app_context():
        training_id = load_folder(FOLDER).id
    person_id = factories.make_person(app, "Fitri Hasanah")
    factories.enrol(app, training_id, person_id, Role.TRAINER)
    with app.app_context():
        notice = notice_in_force()
        assert notice is not None
        with transaction():
            people.give_consent(person_id, notice, at=factories.BEFORE)
    return sign_in(person_id)


def rows(app):
    with app.app_context():
        tables = (Module, ModuleVersion, Figure)
        return [
            db.session.execute(sa.select(table.__table__).order_by(table.id)).all()
            for table in tables
        ]


def test_shipped_modules_can_be_saved_as_they_are(app, author):
    before = rows(app)
    with app.app_context():
        texts = db.session.execute(
            sa.select(Module.code, Module.title, ModuleVersion.markdown).join(
                ModuleVersion, ModuleVersion.module_id == Module.id
            )
        ).all()
    for code, title, text in texts:
        form = written(text, title=title, opened_title=title)
        answer = author.post(f"{MATERIAL}/{code}", form, follow_redirects=True)
        assert "Tidak ada yang berubah." in said(answer), code
    assert len(texts) == 9
    assert rows(app) == before


def test_an_exported_folder_says_what_was_written_here(app, author, tmp_path):
    author.post(f"{MATERIAL}/PS-01", upload(saved(noise(400, 300), "JPEG"), "Rumah.jpeg"))
    text = (
        "## Hasil belajar\n\n![Rumah](figures/rumah.jpg)\n*Rumah*\n\n::: edisi 2025\nBaru.\n:::\n"
    )
    with app.app_context():
        title = db.session.scalar(sa.select(Module.title).where(Module.code == "PS-01"))
    form = written(text, title="Judul dari layar", opened_title=title, drop_headings="y")
    assert author.post(f"{MATERIAL}/PS-01", form).status_code == 303
    folder = tmp_path / "keluar"
    runner = app.test_cli_runner()
    # Questions still point to headings that are gone: that the folder's reader has to say.
    assert runner.invoke(args=["training", "export", CODE, str(folder)]).exit_code == 0
    assert (folder / "modules" / "ps-01.md").read_text() == text
    assert "Judul dari layar" in (folder / "training.yaml").read_text()
    assert (folder / "figures" / "rumah.jpg").is_file()


def test_a_folder_that_did_not_change_leaves_what_was_written_here(app, author):
    with app.app_context():
        module = db.session.scalars(sa.select(Module).where(Module.code == "PS-02")).one()
        version = db.session.scalars(
            sa.select(ModuleVersion).where(ModuleVersion.module_id == module.id)
        ).one()
    text = version.markdown + "\nKalimat dari layar.\n"
    form = written(text, title="Judul dari layar", opened_title=module.title)
    assert author.post(f"{MATERIAL}/PS-02", form).status_code == 303
    before = rows(app)
    with app.app_context():
        load_folder(FOLDER)
    assert rows(app) == before
