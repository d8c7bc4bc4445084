"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g, redirect, request
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
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    access.register(app, {"layout.choose_language": access.PUBLIC})
