"""Who may open what: one table of rules that every route must be in, or the app won't start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.errors import error_page, wants_json
from lms.resending import refused_form


@dataclass(frozen=True)
class Rule:
    """`check(view_args)` aborts with 404 for a stranger and 403 for the wrong role."""

    name: str
    check: Callable[[Mapping[str, Any]], None]
    needs_sign_in: bool = True


def _nothing(_view_args: Mapping[str, Any]) -> None:
    return None


PUBLIC = Rule("umum", _nothing, needs_sign_in=False)
SIGNED_IN = Rule("siapa pun yang sudah masuk", _nothing)


MATRIX_HEAD = (
    "# Who may open what",
    "",
    "Made by `flask --app wsgi access matrix` from the table that the application enforces; it",
    "does not start with a route that is missing here. Somebody who is not signed in is sent to",
    "sign in. Whoever has no part in a training gets 404, whoever has another role in it 403.",
    "",
    "| address | method | who | endpoint |",
    "| --- | --- | --- | --- |",
)


class AccessTableError(RuntimeError):
    """A route without a rule, or a rule without a route."""


def register(
    app: Flask,
    table: Mapping[str, Rule],
    *,
    stays_open: Collection[str] = (),
    asks_password: Collection[str] = (),
) -> None:
    """Add a feature's endpoints with their rules.

    Those named in `stays_open` may still change something where the rest is closed for good.
    Those named in `asks_password` want the password typed again, see lms.people.confirming.
    """
    for name, endpoints in (("stays_open", stays_open), ("asks_password", asks_password)):
        unknown = set(endpoints) - table.keys()
        if unknown:
            raise AccessTableError(f"{name} without a rule: {sorted(unknown)}")
        app.extensions.setdefault(name, set()).update(endpoints)
    known: dict[str, Rule] = app.extensions.setdefault("access", {})
    twice = known.keys() & table.keys()
    if twice:
        raise AccessTableError(f"in the access table twice: {sorted(twice)}")
    known.update(table)


def matrix(app: Flask) -> dict[str, Rule]:
    table: dict[str, Rule] = app.extensions["access"]
    return table


def describe(app: Flask) -> str:
    """The access matrix as a page of Markdown."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    rows = [
        f"| `{rule.rule}` | {methods} | {matrix(app)[rule.endpoint].name} | `{rule.endpoint}` |"
        for rule in rules
        if (methods := " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
    ]
    return "\n".join((*MATRIX_HEAD, *rows, ""))


def verify(app: Flask) -> None:
    """Refuse to start with a route that nobody decided about."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    table = set(matrix(app))
    if routes != table:
        raise AccessTableError(
            f"routes without a rule: {sorted(routes - table)}; "
            f"rules without a route: {sorted(table - routes)}"
        )


def enforce() -> ResponseReturnValue | None:
    """Run before every request."""
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    rule = matrix(current_app)[request.endpoint]
    if rule.needs_sign_in and not current_user.is_authenticated:
        if request.method == "GET" and not wants_json():
            return redirect(url_for("people.sign_in", lanjut=request.full_path.rstrip("?")))
        if current_user.is_shut_out:
            return error_page(403, _("Akun Anda tidak aktif lagi. Hubungi panitia."))
        return refused_form(401, _("Sesi Anda berakhir sebelum isian ini sampai."))
    rule.check(request.view_args or {})
    return None


def changes_what_is_closed() -> bool:
    """Whether this request would change something, at an address that does not stay open."""
    is_reading = request.method in {"GET", "HEAD", "OPTIONS"}
    return not is_reading and request.endpoint not in current_app.extensions["stays_open"]


def stranger() -> NoReturn:
    """The thing does not exist for this person."""
    abort(404)


def wrong_role() -> NoReturn:
    """The person belongs here, but may not do this."""
    abort(403)
