"""What every page shows around its content, and hashed addresses of static files."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms import access, panels
from lms.i18n import COOKIE, LOCALES, current_locale
from lms.web import safe_next

bp = Blueprint("layout", __name__)
YEAR = 365 * 24 * 3600


@bp.post("/bahasa")
def choose_language() -> ResponseReturnValue:
    target = safe_next(request.form.get("lanjut")) or "/"
    response = redirect(target, 303)
    chosen = request.form.get("bahasa", "")
    if chosen in LOCALES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True)
    return response


@lru_cache(maxsize=200)
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be cached for long."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_digest(f"{folder}/{name}"))


def _page_values() -> dict[str, Any]:
    roles = g.get("roles", frozenset())
    return {
        "locale": current_locale(),
        "training": g.get("training"),
        "roles": roles,
        "nav": panels.nav_for(roles) if roles else [],
    }


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.context_processor(_page_values)
    app.jinja_env.globals["static_url"] = static_url  # imported macros see globals only
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    access.register(app, {"layout.choose_language": access.PUBLIC})
