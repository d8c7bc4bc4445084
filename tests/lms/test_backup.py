"""Yesterday's backup restores, and anything that is not a whole backup is refused."""

from __future__ import annotations

import shutil
import stat
import threading
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from lms import audit, backup, files
from lms.db import Base, db, transaction
from lms.people.models import Person
from tests import factories

CERTIFICATE = b"%PDF-1.7 sertifikat " + bytes(range(256)) * 40
NIK = "6303010101010001"


def invoke(app, *args):
    return app.test_cli_runner().invoke(args=[str(arg) for arg in args])


@pytest.fixture
def world(app):
    """A training whose people left entries in the log, and files."""
    world = factories.make_world(app)
    with app.app_context():
        for person_id in (world.ani, world.agus, world.budi):
            with transaction():
                person = db.session.get_one(Person, person_id)
                audit.record("person.seen", person, actor_id=world.citra)
        with transaction():
            db.session.get_one(Person, world.ani).set_nik(NIK)
        for key in files.store().all_keys():
            files.store().remove(key)
        files.store().put(CERTIFICATE, ".pdf")
        files.store().put(b"foto")
    return world


@pytest.fixture
def saved(app, world, tmp_path):
    target = tmp_path / "cadangan.zip"
    result = invoke(app, "backup", target)
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture
def elsewhere(other_app, empty_database, tmp_path):
    """An application that was just installed."""
    return other_app(
        database_url=empty_database("elsewhere"), files_url=f"file://{tmp_path}/elsewhere"
    )


def contents(app):
    """Every row of every table, and every file."""
    with app.app_context():
        rows = {
            table.name: sorted(map(repr, db.session.execute(sa.select(table))))
            for table in Base.metadata.sorted_tables
        }
        store = files.store()
        return rows, {key: store.get(key) for key in store.all_keys()}


def test_a_backup_restores_into_an_empty_place_to_the_last_byte(app, saved, world, elsewhere):
    result = invoke(elsewhere, "restore", saved)
    assert result.exit_code == 0, result.output
    assert contents(elsewhere) == contents(app)
    assert "utuh: 3 catatan" in invoke(elsewhere, "audit", "verify").output
    with elsewhere.app_context():
        assert db.session.get_one(Person, world.ani).nik == NIK
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.text("DELETE FROM audit_entry"))


def test_a_backup_is_an_ordinary_zip_that_only_its_owner_reads(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with zipfile.ZipFile(saved) as package:
        assert package.testzip() is None
        assert {"database", "manifest.json"} <= set(package.namelist())
    assert [path.name for path in saved.parent.iterdir() if "cadangan" in path.name] == [saved.name]


def test_a_backup_does_not_write_over_another(app, saved):
    before = saved.read_bytes()
    assert invoke(app, "backup", saved).exit_code == 1
    assert saved.read_bytes() == before


@pytest.mark.faults
def test_a_backup_of_a_busy_application_is_one_moment_of_it(app, world, elsewhere, tmp_path):
    enough = threading.Event()

    def write():
        while not enough.is_set():
            with app.app_context(), transaction():
                person = db.session.get_one(Person, world.ani)
                audit.record("person.seen", person, actor_id=None)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        result = invoke(app, "backup", tmp_path / "ramai.zip")
    finally:
        enough.set()
        writer.join()
    assert result.exit_code == 0, result.output
    assert invoke(elsewhere, "restore", tmp_path / "ramai.zip").exit_code == 0
    assert invoke(elsewhere, "audit", "verify").exit_code == 0


def refused(app, source, *options):
    result = invoke(app, "restore", source, *options)
    with app.app_context():
        assert sa.inspect(db.engine).get_table_names() == []
        assert list(files.store().all_keys()) == []
    assert result.exit_code == 1, result.output
    return result.output


def test_one_flipped_byte_anywhere_is_refused(saved, elsewhere, tmp_path):
    data = saved.read_bytes()
    places = [0, 40, len(data) // 3, len(data) // 2, len(data) - 90, len(data) - 70, len(data) - 1]
    for place in places:
        altered = bytearray(data)
        altered[place] ^= 1
        (tmp_path / "rusak.zip").write_bytes(altered)
        assert "rusak" in refused(elsewhere, tmp_path / "rusak.zip"), place


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1])
def test_a_cut_off_backup_is_refused(saved, elsewhere, tmp_path, kept):
    data = saved.read_bytes()
    length = int(len(data) * kept) if isinstance(kept, float) else kept
    (tmp_path / "terpotong.zip").write_bytes(data[:length])
    refused(elsewhere, tmp_path / "terpotong.zip")


def test_a_foreign_file_is_refused(elsewhere, tmp_path):
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8 bukan cadangan")
    assert "bukan cadangan" in refused(elsewhere, tmp_path / "foto.jpg")
    assert "bukan cadangan" in refused(elsewhere, tmp_path / "tidak-ada.zip")
    with zipfile.ZipFile(tmp_path / "lain.zip", "w") as package:
        package.writestr("database", "x")
        package.comment = b"0" * backup.SEAL_LENGTH
    backup._seal(tmp_path / "lain.zip")
    assert "bukan cadangan" in refused(elsewhere, tmp_path / "lain.zip")


def test_another_secret_is_refused_because_it_could_not_read_the_nik(
    saved, other_app, empty_database, tmp_path
):
    app = other_app(
        secret_key="quite another secret, long enough for anybody",
        database_url=empty_database("other_secret"),
        files_url=f"file://{tmp_path}/elsewhere",
    )
    assert "SECRET_KEY" in refused(app, saved, "--force")


def test_data_that_is_here_is_replaced_only_when_asked(app, saved, elsewhere):
    assert invoke(elsewhere, "restore", saved).exit_code == 0
    factories.make_person(elsewhere, "Sesudah Cadangan")
    again = invoke(elsewhere, "restore", saved)
    assert again.exit_code == 1
    assert "--force" in again.output
    assert contents(elsewhere) != contents(app)
    assert invoke(elsewhere, "restore", saved, "--force").exit_code == 0
    assert contents(elsewhere) == contents(app)


def test_a_damaged_file_is_named_and_the_rest_is_saved(app, world, tmp_path):
    with app.app_context():
        key = files.store().put(b"akan rusak")
    folder = Path(app.config["SETTINGS"].files_url.removeprefix("file://"))
    (folder / key).write_bytes(b"rusak")
    result = invoke(app, "backup", tmp_path / "cadangan.zip")
    (folder / key).unlink()
    assert result.exit_code == 1
    assert key in result.output
    with zipfile.ZipFile(tmp_path / "cadangan.zip") as package:
        assert len([name for name in package.namelist() if name.startswith("files/")]) == 2


def test_a_full_disk_leaves_no_half_backup(app, world, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_seal", full)
    assert invoke(app, "backup", tmp_path / "cadangan.zip").exit_code != 0
    assert [path for path in tmp_path.iterdir() if "cadangan" in path.name] == []


def test_missing_postgresql_tools_are_named(app, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with app.app_context(), pytest.raises(backup.BackupError, match="postgresql-client"):
        backup._dump_postgres(tmp_path / "dump")
