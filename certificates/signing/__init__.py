"""The electronic signature on a certificate's file, made with the office's own key."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app
from flask_babel import gettext as _

from certificates.document.facts import CertificateFacts
from certificates.signing import keys
from certificates.signing.keys import KeyFault, SigningKey
from lms import clock
from lms.config import Settings
from lms.errors import DomainError
from lms.i18n import say
from lms.words import N_

log = logging.getLogger(__name__)


class Signer(Protocol):
    """Signs the files of certificates; `kind` is what the register says of them."""

    kind: str

    def sign(self, pdf: bytes, facts: CertificateFacts, *, at: datetime) -> bytes: ...


class KeyNotReadyError(DomainError):
    """A key is set but cannot sign now: better no certificate than one without a signature."""


class Safe:
    """Where the key lies. It is opened once a process; an opening that failed is tried again."""

    def __init__(self, key_file: str, password_file: str) -> None:
        self._files = (Path(key_file), Path(password_file) if password_file else None)
        self.is_used = bool(key_file)
        self._key: SigningKey | None = None
        self._signer: Signer | None = None

    def open(self) -> SigningKey:
        """The key as it is in the file, also when its time is over."""
        if not self.is_used:
            raise KeyFault(N_("kunci belum dipasang"))
        if self._key is None:
            self._key = keys.read(*self._files)
        return self._key

    def key(self, at: datetime) -> SigningKey:
        key = self.open()
        key.refuse_unless_valid(at)
        return key

    def signer(self, at: datetime) -> Signer:
        """Who signs now. Raises KeyFault if nobody can."""
        from certificates.signing.local import LocalSigner  # noqa: PLC0415 - heavy, for workers

        key = self.key(at)
        if self._signer is None:
            self._signer = LocalSigner(key)
        return self._signer


def safe() -> Safe:
    found: Safe = current_app.extensions["signing"]
    return found


def key_for_issuing(at: datetime) -> SigningKey | None:
    """The key that will sign what is issued now, or None: it will be a specimen.

    Raises KeyNotReadyError.
    """
    if not safe().is_used:
        return None
    try:
        return safe().key(at)
    except KeyFault as fault:
        raise KeyNotReadyError(
            _(
                "Kunci tanda tangan kantor tidak dapat dipakai: %(fault)s. Sertifikat belum "
                "diterbitkan dan nomor belum terpakai. Hubungi pengelola server.",
                fault=say(fault.words),
            )
        ) from fault


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    opened = Safe(settings.signing_key_file, settings.signing_key_password_file)
    app.extensions["signing"] = opened
    if opened.is_used:
        try:
            opened.key(clock.now())
        except KeyFault as fault:
            log.error("signing key cannot be used", extra={"fault": str(fault)})
