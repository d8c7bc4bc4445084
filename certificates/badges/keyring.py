"""Where the key of credentials lies. Without one, certificates go without a credential."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, current_app

from certificates.badges import keys
from certificates.badges.issuer import Issuer
from certificates.badges.keys import BadgeKeyFault, SigningKey
from lms.config import Settings

log = logging.getLogger(__name__)


class Keyring:
    """Opened once a process. In development the key is made where it is missing."""

    def __init__(self, key_file: str, *, makes: bool = False) -> None:
        self._path = Path(key_file) if key_file else None
        self._makes = makes
        self._key: SigningKey | None = None

    def key(self) -> SigningKey | None:
        """What signs today, or None. A file that cannot be used stops no certificate."""
        if self._key is None and self._path is not None:
            if self._makes and not self._path.exists():
                keys.make(self._path)
            try:
                self._key = keys.read(self._path)
            except BadgeKeyFault as fault:
                log.error("badge key cannot be used", extra={"fault": str(fault)})
        return self._key


def current_key() -> SigningKey | None:
    found: Keyring = current_app.extensions["badges"]
    return found.key()


def issuer() -> Issuer:
    settings: Settings = current_app.config["SETTINGS"]
    return Issuer(settings.public_url)


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    found = Keyring(settings.badge_key_file, makes=settings.development)
    app.extensions["badges"] = found
    if not settings.development:
        found.key()  # says in the log, at the start, what is wrong
