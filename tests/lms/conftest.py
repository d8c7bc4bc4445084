"""Applications beside the shared one: on a database and a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from lms.app import create_app
from lms.db import db
from tests.conftest import FEATURES, make_settings


@pytest.fixture
def empty_database(tmp_path: Path, database_url: str) -> Iterator[Callable[[str], str]]:
    """`empty_database(name)` gives the address of a database without a single table."""
    if database_url.startswith("sqlite"):
        yield lambda name: f"sqlite:///{tmp_path / name}.db"
        return
    made = []
    server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")

    def make(name: str) -> str:
        full = f"extra_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {full}")
        made.append(full)
        return make_url(database_url).set(database=full).render_as_string(hide_password=False)

    yield make
    with server.connect() as connection:
        for full in made:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def other_app(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Flask]]:
    """`other_app(**settings)` is one more application, by default on the shared database."""
    made = []

    def make(**changes: object) -> Flask:
        app = create_app(replace(make_settings(tmp_path, database_url), **changes), FEATURES)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
