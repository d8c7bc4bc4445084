"""One application for the whole run, and a blank database before each test."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

import certificates
import courses
import quizzes
from lms import clock, crypto, web
from lms.app import create_app
from lms.config import Settings
from lms.db import db, sqlite_module

FEATURES = (courses, quizzes, certificates)
PASSWORD = "sungai martapura jernih"


def make_settings(folder: Path, database_url: str) -> Settings:
    return Settings(
        secret_key="a secret that only the tests know, long enough",
        public_url="http://localhost",
        instance=folder,
        database_url=database_url,
        queue_url="none",
        files_url=f"file://{folder / 'files'}",
        development=True,
        testing=True,
    )


DATABASE = frozenset({"_app", "database_url"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database is not run on PostgreSQL again: it ran on SQLite just before."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    chosen = [item for item in items if DATABASE & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite, or a database of this worker's own on the server of TEST_DATABASE_URL."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        base = tmp_path_factory.mktemp("database")
        if Path("/dev/shm").is_dir():  # noqa: S108
            base = Path(tempfile.mkdtemp(prefix="bimtek-", dir="/dev/shm"))
        return f"sqlite:///{base / 'test.db'}"
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _app(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Flask]:
    settings = make_settings(tmp_path_factory.mktemp("instance"), database_url)
    app = create_app(settings, FEATURES)
    web.limiter.enabled = False  # every test comes from one address
    with app.app_context():
        db.create_all()
        app.extensions["blank"] = _blank_image() if db.engine.dialect.name == "sqlite" else None
    yield app
    with app.app_context():
        db.engine.dispose()
    if database_url.startswith("sqlite:////dev/shm"):
        for path in Path(database_url.removeprefix("sqlite:///")).parent.iterdir():
            path.unlink()
        Path(database_url.removeprefix("sqlite:///")).parent.rmdir()


def _blank_image() -> object:
    image = sqlite_module().connect(":memory:", check_same_thread=False)
    raw = db.engine.raw_connection()
    raw.driver_connection.backup(image)
    raw.close()
    return image


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application on an empty database. Never hold its context open around a client."""
    with _app.app_context():
        _empty(_app)
    yield _app
    clock.use(None)
    with _app.app_context():
        db.session.remove()


# Tables that gave a number away since they were last empty, with the sequence of each.
_USED_TABLES = sa.text(
    "SELECT owner.relname, pg_sequences.sequencename FROM pg_sequences"
    " JOIN pg_depend ON pg_depend.objid = quote_ident(sequencename)::regclass"
    " JOIN pg_class AS owner ON owner.oid = pg_depend.refobjid AND owner.relkind = 'r'"
    " WHERE last_value IS NOT NULL AND pg_depend.deptype IN ('a', 'i')"
)


def _empty(app: Flask) -> None:
    db.session.remove()
    image = app.extensions["blank"]
    if image is not None:
        raw = db.engine.raw_connection()
        image.backup(raw.driver_connection)
        raw.close()
        return
    with db.engine.begin() as connection:
        used = connection.execute(_USED_TABLES).all()
        # Emptying all tables would take longer than most tests, and so would their triggers.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table, sequence in used:
            connection.exec_driver_sql(f'DELETE FROM "{table}"')
            connection.exec_driver_sql(f"SELECT setval('{sequence}', 1, false)")
        for each in db.metadata.sorted_tables:
            if each.autoincrement_column is None:  # it gives no number away
                connection.exec_driver_sql(f'DELETE FROM "{each.name}"')


class Browser:
    """A test client that fills in the CSRF token and can be signed in as a person."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, **kwargs: object) -> TestResponse:
        return self.client.get(url, **kwargs)  # type: ignore[arg-type]

    def post(
        self, url: str, data: dict[str, object] | None = None, **kwargs: object
    ) -> TestResponse:
        """POST as a form of ours would: with the token of this session."""
        fields = {"csrf_token": self.csrf_token(), **(data or {})}
        return self.client.post(url, data=fields, **kwargs)  # type: ignore[arg-type]

    def csrf_token(self) -> str:
        """The token that a form of this session carries, without asking for a page."""
        with self.client.session_transaction() as state:
            raw = state.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw))

    def sign_in(self, person_id: int) -> Browser:
        """Be this person, through a real sign-in row but without the password's hash."""
        from lms.db import transaction  # noqa: PLC0415
        from lms.people import session  # noqa: PLC0415

        with self.app.app_context():
            with transaction():
                token = session.add_row(
                    person_id, at=clock.now(), hours=12, network="", browser="test"
                )
            assert crypto.token_hash(token)
        with self.client.session_transaction() as state:
            state.clear()
            state["_user_id"] = token
            state["_fresh"] = True
        return self


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask):
    """`sign_in(person_id)` gives a browser of that person."""
    return lambda person_id: Browser(app).sign_in(person_id)


@pytest.fixture
def at(app: Flask):
    """`at(moment)` stops the application's clock there."""

    def stop(moment: datetime) -> None:
        clock.use(lambda: moment)

    return stop


class Statements:
    """Counts the SQL statements of a request: `with statements() as seen: …; len(seen)`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.seen: list[str] = []

    def __enter__(self) -> list[str]:
        with self.app.app_context():
            self.engine = db.engine
        sa.event.listen(self.engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_error: object) -> None:
        sa.event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _conn, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "SELECT pg_advisory_xact_lock")):
            self.seen.append(statement)


@pytest.fixture
def statements(app: Flask):
    return lambda: Statements(app)
