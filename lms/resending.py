"""A form that came too late to be taken is shown again with all that was typed into it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from lms.errors import TITLES, error_page, wants_json

NEVER_ECHOED = ("people.", "desk.")  # their forms hold passwords and codes


def refused_form(
    status: int, reason: str, *, otherwise: str = "", way: str = ""
) -> ResponseReturnValue:
    """The page for a POST without a valid token or sign-in: what it said can be sent again.

    Only for a form of our own pages: another site must not be able to have its own fields shown
    here beside a button that sends them. Files cannot be given back by any page. `otherwise` is
    the message where there is nothing to send again, `way` leads to where the password is typed.
    """
    typed = [] if wants_json() else _typed()
    if not typed or not _came_from_here():
        return error_page(status, otherwise)
    page = render_template(
        "errors/resend.html",
        title=str(TITLES[status]),
        reason=reason,
        typed=typed,
        address=request.full_path.rstrip("?"),
        reference=g.request_id,
        way=way,
    )
    return page, status


def _typed() -> list[tuple[str, str]]:
    endpoint = request.endpoint or ""
    has_file = any(each.filename for each in request.files.values())  # an empty field comes too
    if request.method != "POST" or endpoint.startswith(NEVER_ECHOED) or has_file:
        return []
    return [each for each in request.form.items(multi=True) if each[0] != "csrf_token"]


def _came_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(origin).netloc == request.host
