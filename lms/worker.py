"""The service worker at the root of the site: which pages have a shell for when there is no signal.

Features name their pages, and those that one person's phone may keep. The worker's text changes
with the version of what it keeps, so that browsers fetch a new shell after every deployment and
after a change of language.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, make_response
from flask_login import current_user

from lms import access, crypto
from lms.assets import FOLDER, static_url
from lms.config import PROJECT
from lms.i18n import current_locale

SOURCE = FOLDER / "js" / "worker.js"
SCRIPTS = ("js/phone.js", "js/sending.js", "js/answers.js", "js/outbox.js", "js/pages.js")
KEEP_FOR = "X-Keep-For"

bp = Blueprint("worker", __name__)


@dataclass(frozen=True)
class Shell:
    """A page without anything personal, shown for addresses like `patterns` without signal."""

    address: str
    patterns: tuple[str, ...]
    files: tuple[str, ...]  # of the static folder, that it needs
    templates: tuple[str, ...]  # that it is made from


def add_shell(app: Flask, shell: Shell) -> None:
    app.extensions.setdefault("shells", []).append(shell)


def add_kept(app: Flask, *patterns: str) -> None:
    """Addresses like these may be kept on a phone, where the page itself says so."""
    app.extensions.setdefault("kept", []).extend(patterns)


def kept(page: str) -> Response:
    """Let the phone of whoever is signed in keep this page: nothing in it may be secret to them,
    now or later. What is not given out through here is never kept."""
    answer = make_response(page)
    answer.headers[KEEP_FOR] = crypto.person_label(current_user.person_id)
    return answer


@bp.get("/sw.js")
def script() -> Response:
    answer = Response(_text(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def _text() -> str:
    shells: list[Shell] = current_app.extensions.get("shells", [])
    files = sorted({static_url(name) for shell in shells for name in shell.files})
    shell_files = [shell.address for shell in shells] + files
    pages = [[pattern, shell.address] for shell in shells for pattern in shell.patterns]
    facts = {
        "SCRIPTS": [static_url(name) for name in SCRIPTS],
        "SHELL": shell_files,
        "PAGES": pages,
        "KEPT": current_app.extensions.get("kept", []),
    }
    text = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    text += SOURCE.read_text()
    version = hashlib.sha256(f"{current_locale()} {text}".encode())
    for shell in shells:
        for name in shell.templates:
            version.update((PROJECT / "templates" / name).read_bytes())
    return f'const VERSION = "{version.hexdigest()[:12]}";\n{text}'


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    access.register(app, {"worker.script": access.PUBLIC})
