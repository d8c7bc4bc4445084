"""Liveness and readiness, for whoever watches the server."""

from __future__ import annotations

import shutil

import sqlalchemy as sa
from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue

from lms import access, files, pdf
from lms.config import Settings
from lms.db import db

LEAST_FREE_BYTES = 50 * 1024 * 1024

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """503 until database, queue, file store and disk can all do their work.

    What only makes it slow stands beside, as a warning.
    """
    settings: Settings = current_app.config["SETTINGS"]
    checks = {
        "database": _database_answers(),
        "queue": _queue_answers(),
        "files": files.store().is_writable(),
        "disk": shutil.disk_usage(settings.instance).free >= LEAST_FREE_BYTES,
    }
    is_ready = all(checks.values())
    slow = pdf.missing_subsetter()
    said = {"checks": checks, "warnings": [slow] if slow else []}
    return jsonify(status="ok" if is_ready else "unready", **said), 200 if is_ready else 503


def _database_answers() -> bool:
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return False
    return True


def _queue_answers() -> bool:
    try:
        current_app.extensions["queue"].pending_count()
    except Exception:  # each queue's driver has its own errors; any of them means "no"
        return False
    return True


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    access.register(app, {"health.alive": access.PUBLIC, "health.ready": access.PUBLIC})
