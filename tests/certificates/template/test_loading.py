"""The certificate section of a content folder becomes versions, and comes back from an export."""

from __future__ import annotations

import shutil

import pytest
import sqlalchemy as sa
from PIL import Image

from certificates.template import queries, services
from certificates.template.models import CertificateTemplate
from courses.sample import CODE, FOLDER
from courses.trainings.cli import ContentError, export_folder, load_folder
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories

TITLE = "title: SERTIFIKAT KOMPETENSI"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "pelatihan")
    return tmp_path / "pelatihan"


@pytest.fixture
def load(app):
    def run(folder, **options) -> list[CertificateTemplate]:
        with app.app_context():
            load_folder(folder, **options)
        return versions(app)

    return run


def versions(app) -> list[CertificateTemplate]:
    with app.app_context():
        found = sa.select(CertificateTemplate).order_by(CertificateTemplate.version)
        return list(db.session.scalars(found))


def retitle(folder, title: str) -> None:
    file = folder / "training.yaml"
    file.write_text(file.read_text().replace(TITLE, f"title: {title}"))


def save_on_screen(app, **changed) -> None:
    editor = factories.make_person(app, "Citra Lestari")
    with app.app_context(), transaction():
        training = db.session.scalars(sa.select(Training)).one()
        template = queries.in_force(training)
        settings = template.settings.model_copy(update=changed)
        services.save(
            training, settings, template.logo,
            version=template.version, actor_id=editor, at=factories.BEFORE,
        )  # fmt: skip


def draw_logo(folder, colour: str = "green", size: tuple[int, int] = (900, 700)) -> None:
    path = folder / "certificate" / "logo.png"
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, colour).save(path)


def test_a_folder_loaded_twice_is_one_version(load, folder, app):
    for _ in range(2):
        (only,) = load(folder)
    assert (only.version, only.made_by_id, only.logo) == (1, None, None)
    assert only.settings["title"] == "SERTIFIKAT KOMPETENSI"
    with app.app_context():
        written = sa.select(AuditEntry).where(AuditEntry.action == "certificate_template.saved")
        assert len(db.session.scalars(written).all()) == 1


def test_a_changed_section_or_logo_is_the_next_version(load, folder):
    load(folder)
    retitle(folder, "SERTIFIKAT PELATIHAN")
    _first, second = load(folder)
    assert (second.version, second.settings["title"]) == (2, "SERTIFIKAT PELATIHAN")
    draw_logo(folder)
    *_, third = load(folder)
    assert third.version == 3
    assert third.logo.endswith(".png")
    assert len(load(folder)) == 3


def test_what_was_changed_on_screen_stays_when_the_folder_changes_elsewhere(load, folder, app):
    load(folder)
    save_on_screen(app, title="DARI LAYAR")
    file = folder / "training.yaml"
    file.write_text(file.read_text().replace("organiser: ", "organiser: Panitia ", 1))
    assert len(load(folder)) == 2
    with app.app_context():
        training = db.session.scalars(sa.select(Training)).one()
        assert training.organiser.startswith("Panitia ")
        assert queries.in_force(training).settings.title == "DARI LAYAR"


def test_what_both_sides_changed_is_named_and_nothing_is_written(load, folder, app):
    load(folder)
    save_on_screen(app, title="DARI LAYAR")
    retitle(folder, "DARI FOLDER")
    with pytest.raises(ContentError) as error:
        load(folder)
    (fault,) = error.value.faults
    assert fault.place.startswith("certificate (baris ")
    assert len(versions(app)) == 2
    *_, third = load(folder, overwrite=True)
    assert (third.version, third.settings["title"]) == (3, "DARI FOLDER")


def test_an_export_says_what_stands_and_loads_unchanged(load, folder, app, tmp_path):
    draw_logo(folder)
    load(folder)
    save_on_screen(app, title="DARI LAYAR", valid_years=3)
    out, again = tmp_path / "keluar", tmp_path / "lagi"
    for target in (out, again):
        with app.app_context():
            training = db.session.scalars(sa.select(Training).where(Training.code == CODE)).one()
            export_folder(training, target)
            load_folder(out)
    assert len(versions(app)) == 2
    assert "title: DARI LAYAR" in (out / "training.yaml").read_text()
    for name in ("training.yaml", "certificate/logo.png"):
        assert (out / name).read_bytes() == (again / name).read_bytes()


def test_a_logo_that_is_none_is_named(load, folder, app):
    draw_logo(folder, size=(20, 20))
    with pytest.raises(ContentError) as error:
        load(folder)
    assert [fault.file for fault in error.value.faults] == ["certificate/logo.png"]
    assert versions(app) == []
