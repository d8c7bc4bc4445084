"""The application factory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

import flask_migrate
from flask import Flask

from lms import (
    access,
    assets,
    audit,
    cli,
    errors,
    files,
    health,
    i18n,
    jobs,
    layout,
    logs,
    people,
    web,
    worker,
)
from lms.config import PROJECT, Settings
from lms.db import db, engine_options, prepare_engine
from lms.people import session

__all__ = ["audit", "create_app"]

MEGABYTE = 1024 * 1024


class Feature(Protocol):
    def init_app(self, app: Flask) -> None: ...


def create_app(settings: Settings, features: Iterable[Feature]) -> Flask:
    """Build the application from the ground up; features are given in floor order."""
    app = Flask(
        "lms",
        root_path=str(PROJECT / "lms"),
        instance_path=str(settings.instance),
        static_folder="static",
        template_folder="../templates",
    )
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    flask_migrate.Migrate(app, db, directory=str(PROJECT / "lms" / "migrations"))
    for tool in (logs, errors, i18n, session, assets, layout, health, worker):
        tool.init_app(app)
    web.init_app(app, settings)
    app.before_request(access.enforce)
    files.init_app(app, settings.files_url)
    jobs.init_app(app, settings.queue_url)
    cli.init_app(app)
    for feature in (people, *features):
        feature.init_app(app)
    access.verify(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.testing = settings.testing
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=20 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=1 * MEGABYTE,
        MAX_FORM_PARTS=1000,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.sign_in_hours),
        SESSION_COOKIE_NAME="__Host-sesi" if settings.is_https else "sesi",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_STORAGE_URI=settings.rate_limit_url,
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_SWALLOW_ERRORS=True,
    )
