"""The database: typed base class, SQLite and PostgreSQL set up alike, one way to write."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from types import ModuleType
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry

log = logging.getLogger(__name__)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite alone would give it back naive."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(sa.types.TypeDecorator[StrEnum]):
    """A StrEnum stored as its value, so that a dump can be read without the code."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMES)
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UTCDateTime(),
            dict[str, Any]: sa.JSON(),
            list[dict[str, Any]]: sa.JSON(),
            list[str]: sa.JSON(),
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

# The range in which a checkpoint can lose committed writes of WAL mode (sqlite.org/wal.html).
WAL_RESET_FIXED = (3, 51, 3)
WAL_RESET_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite is free of the WAL-reset fault."""
    if version >= WAL_RESET_FIXED:
        return True
    patch = WAL_RESET_BACKPORTS.get(version[:2])
    return patch is not None and version[2] >= patch


def sqlite_module() -> ModuleType:
    """The SQLite driver with a repaired library where it is installed, else Python's own."""
    try:
        import pysqlite3  # noqa: PLC0415 - only some platforms have a wheel
    except ImportError:
        import sqlite3  # noqa: PLC0415

        return sqlite3
    module: ModuleType = pysqlite3
    return module


def engine_options(url: str) -> dict[str, Any]:
    quiet = {"hide_parameters": True}  # an error's text is logged: no phone number, no code in it
    if make_url(url).get_backend_name() != "sqlite":
        return {"pool_size": 5, "max_overflow": 5, "pool_pre_ping": True, **quiet}
    return {"module": sqlite_module(), "connect_args": {"timeout": 10}, **quiet}


def prepare_engine(engine: sa.Engine) -> None:
    """Give SQLite its pragmas and let `transaction()` choose how a transaction begins."""
    if engine.dialect.name != "sqlite":
        return
    module = sqlite_module()
    safe = wal_is_safe(module.sqlite_version_info)
    if not safe:
        log.warning(
            "SQLite %s may lose writes in WAL mode: using a rollback journal. Install pysqlite3.",
            module.sqlite_version,
        )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event says BEGIN instead
        cursor = connection.cursor()
        # busy_timeout comes first: the others may have to wait for a writer themselves.
        cursor.execute("PRAGMA busy_timeout = 10000")
        (mode,) = cursor.execute("PRAGMA journal_mode").fetchone()
        wanted = "wal" if safe else "delete"
        if mode not in (wanted, "memory"):
            cursor.execute(f"PRAGMA journal_mode = {wanted}")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if safe else 'EXTRA'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


AFTER_COMMIT = "after_commit"  # in a session's info while its transaction() is open


def refuse_stray_changes() -> None:
    """Fail if something was changed where nothing will store it."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changed outside transaction()")


@event.listens_for(db.session, "before_flush")
def _only_inside(session: Session, _context: object, _instances: object) -> None:
    """A query flushes first: without this a stray change would be sent, then undone silently."""
    if AFTER_COMMIT not in session.info:
        raise RuntimeError("changed outside transaction()")


def let_go() -> None:
    """End what was read so far, and drop what failed: slow work must hold no connection."""
    db.session.rollback()


@contextmanager
def transaction(lock: str = "all") -> Iterator[None]:
    """Take the write lock, commit what the block did, or undo all of it.

    What was read before the block is read again inside it, so check-then-act is safe.
    SQLite has one writer at a time. On PostgreSQL writers that name the same `lock` take turns:
    the default serialises all of them, a narrower name lets unrelated rows go in parallel.
    """
    session = db.session()
    if AFTER_COMMIT in session.info:
        raise RuntimeError("transaction() inside transaction()")
    refuse_stray_changes()
    session.rollback()
    connection = session.connection(execution_options={"write": True})
    actions: list[Callable[[], None]] = []
    session.info[AFTER_COMMIT] = actions
    try:
        take_lock(connection, lock)
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[AFTER_COMMIT]
    for action in actions:
        try:
            action()
        except Exception:  # what is stored stays stored: the person must not be told otherwise
            log.exception("after the commit")


def take_lock(connection: Connection, name: str) -> None:
    """Hold a named lock until the transaction ends; SQLite's single writer needs none."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"key": crc32(name.encode())})


_LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")


def after_commit(action: Callable[[], None]) -> None:
    """Do something once the running transaction is safely stored, and never if it is undone."""
    db.session.info[AFTER_COMMIT].append(action)


def append_only_statements(name: str, dialect: str) -> list[str]:
    """The SQL that lets the database itself refuse to edit or delete rows of a table."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name}_no_{action.lower()} BEFORE {action} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for action in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ]


APPEND_ONLY: list[str] = []


def forbid_changes(table: sa.FromClause) -> None:
    """Make a table append-only wherever it is created."""
    assert isinstance(table, sa.Table)  # noqa: S101 - what a declarative class holds
    APPEND_ONLY.append(table.name)

    @event.listens_for(table, "after_create")
    def protect(target: sa.Table, connection: Connection, **_options: Any) -> None:
        for statement in append_only_statements(target.name, connection.dialect.name):
            connection.exec_driver_sql(statement.replace("%", "%%"))
