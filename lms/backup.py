"""Backup and restore: the database, the files and their proof, in one ordinary zip file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from lms import audit, clock, crypto, files
from lms.db import Base, db, let_go, sqlite_module

FORMAT = "bimtek-backup-1"
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files/"
SEAL_LENGTH = 64  # SHA-256 of all bytes before it, kept as the comment that ends a zip file
CHUNK = 1024 * 1024


class BackupError(Exception):
    """The message tells the operator what is wrong."""


@dataclass(frozen=True)
class Manifest:
    format: str
    made_at: str
    database: str  # the kind: sqlite or postgresql
    key: str  # tells whether SECRET_KEY is still the one that sealed the fields
    audit_entries: int
    audit_head: str
    damaged_files: list[str]


def write(target: Path) -> Manifest:
    """Back up the running application. The file appears whole or not at all."""
    if target.exists():
        raise BackupError(f"{target} sudah ada. Pilih nama lain.")
    entries, head = audit.head()
    let_go()
    with TemporaryDirectory(dir=target.parent, prefix=".cadangan-") as folder:
        # The database first: a row never names a file that was not there before it.
        dump, archive = Path(folder) / DATABASE, Path(folder) / "archive"
        kind = db.engine.dialect.name
        _dump_sqlite(dump) if kind == "sqlite" else _dump_postgres(dump)
        archive.touch(mode=0o600)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
            package.write(dump, DATABASE)
            manifest = Manifest(
                format=FORMAT,
                made_at=clock.now().isoformat(timespec="seconds"),
                database=kind,
                key=_key_fingerprint(),
                audit_entries=entries,
                audit_head=head,
                damaged_files=_pack_files(package),
            )
            package.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            package.comment = b"0" * SEAL_LENGTH
        _seal(archive)
        archive.replace(target)
    return manifest


def _pack_files(package: zipfile.ZipFile) -> list[str]:
    """Pack every file, and name those that can no longer be read as they were put there."""
    damaged = []
    for key in files.store().all_keys():
        try:
            package.writestr(FILES + key, files.store().get(key))
        except files.MissingFileError:
            damaged.append(key)
    return damaged


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Put a backup in place of what is here. Nothing is touched unless the file is whole."""
    _check_seal(source)
    with zipfile.ZipFile(source) as package:
        manifest = _read_manifest(package)
        if _has_data() and not force:
            raise BackupError("Sudah ada data di sini. Tambahkan --force untuk menggantinya.")
        store = files.store()
        for name in package.namelist():
            if name.startswith(FILES):
                key = name.removeprefix(FILES)
                store.put(package.read(name), key[len("ab/") + SEAL_LENGTH :])
        db.session.remove()
        with TemporaryDirectory() as folder:
            dump = Path(package.extract(DATABASE, folder))
            load = _load_sqlite if manifest.database == "sqlite" else _load_postgres
            load(dump)
    if audit.first_broken() is not None or not _has_entry(manifest.audit_head):
        raise BackupError("Data dipulihkan, tetapi jejak auditnya tidak utuh.")
    return manifest


def _read_manifest(package: zipfile.ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(package.read(MANIFEST)))
    except (KeyError, TypeError, ValueError):
        raise BackupError("Berkas ini bukan cadangan dari aplikasi ini.") from None
    if manifest.format != FORMAT:
        raise BackupError(f"Bentuk cadangan {manifest.format} tidak dikenal.")
    if manifest.database != db.engine.dialect.name:
        raise BackupError(
            f"Cadangan ini dari {manifest.database}, sedangkan DATABASE_URL menunjuk "
            f"{db.engine.dialect.name}."
        )
    if manifest.key != _key_fingerprint():
        raise BackupError(
            "SECRET_KEY bukan yang dipakai saat cadangan dibuat: NIK tidak akan terbaca. "
            "Pasang SECRET_KEY yang lama."
        )
    return manifest


def _key_fingerprint() -> str:
    return crypto.blind_index("backup", purpose="backup").hex()


def _has_data() -> bool:
    present = set(sa.inspect(db.engine).get_table_names())
    tables = [table for table in Base.metadata.sorted_tables if table.name in present]
    rows = (db.session.execute(sa.select(table).limit(1)).first() for table in tables)
    return any(row is not None for row in rows)


def _has_entry(head: str) -> bool:
    statement = sa.select(audit.AuditEntry.id).where(audit.AuditEntry.hash == head)
    return head == audit.GENESIS or db.session.scalar(statement) is not None


def _chunks_before_seal(path: Path) -> Iterator[bytes]:
    left = path.stat().st_size - SEAL_LENGTH
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    for chunk in _chunks_before_seal(path):
        digest.update(chunk)
    return digest.hexdigest().encode()


def _seal(path: Path) -> None:
    digest = _digest(path)
    with path.open("r+b") as file:
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def _check_seal(path: Path) -> None:
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise BackupError(f"{path} bukan cadangan dari aplikasi ini, atau rusak.")
    with path.open("rb") as file:
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        seal = file.read()
    if seal != _digest(path):
        raise BackupError(f"{path} rusak: isinya tidak lagi seperti saat dibuat.")


def _driver_connection(raw: sa.PoolProxiedConnection) -> Any:
    return raw.driver_connection


def _dump_sqlite(dump: Path) -> None:
    with closing(sqlite_module().connect(dump)) as copy, closing(db.engine.raw_connection()) as raw:
        _driver_connection(raw).backup(copy)
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise BackupError(f"Basis data rusak: {verdict}")


def _load_sqlite(dump: Path) -> None:
    with closing(sqlite_module().connect(dump)) as copy, closing(db.engine.raw_connection()) as raw:
        copy.backup(_driver_connection(raw))


def _dump_postgres(dump: Path) -> None:
    _postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={dump}")


def _load_postgres(dump: Path) -> None:
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _postgres_tool("pg_restore", *options, str(dump))


def _postgres_tool(name: str, *options: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"{name} tidak ada di komputer ini. Pasang paket postgresql-client.")
    url = db.engine.url.set(drivername="postgresql")
    place = url.set(password=None).render_as_string()
    environment = {**os.environ, "PGPASSWORD": url.password or ""}  # not where `ps` shows it
    done = subprocess.run(  # noqa: S603 - no part comes from a person
        [program, f"--dbname={place}", *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BackupError(f"{name}: {done.stderr.strip()}")
