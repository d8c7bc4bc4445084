"""The electronic signature on a certificate's file: the office's own key, or BSrE."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flask import Flask, current_app
from flask_babel import gettext as _

from certificates.document.facts import CertificateFacts
from certificates.signing import keys
from certificates.signing.faults import NotAvailableError, WrongPassphraseError
from certificates.signing.keys import KeyFault, SigningKey, WrongPasswordFault
from certificates.signing.kinds import SignerKind
from lms import clock
from lms.config import Settings
from lms.errors import DomainError
from lms.i18n import say
from lms.words import N_

if TYPE_CHECKING:
    from certificates.signing.bsre import Account

log = logging.getLogger(__name__)


class Signer(Protocol):
    """Signs the files of certificates; `kind` is what the register says of them."""

    kind: str

    def sign(self, pdf: bytes, facts: CertificateFacts, *, at: datetime) -> bytes:
        """The document with the signature behind it. Raises a SigningError and keeps nothing."""
        ...


class KeyNotReadyError(DomainError):
    """A key is set but cannot sign now: better no certificate than one without a signature."""


class Safe:
    """Where the key lies. It is opened once a process; an opening that failed is tried again."""

    def __init__(self, key_file: str, password_file: str, tsa_url: str = "") -> None:
        self._files = (Path(key_file), Path(password_file) if password_file else None)
        self._tsa_url = tsa_url
        self.is_used = bool(key_file)
        self.asks = self.is_used and not password_file  # for the passphrase, at the desk
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
            self._signer = LocalSigner(key, tsa_url=self._tsa_url)
        return self._signer

    def signer_by(self, passphrase: str, at: datetime) -> Signer:
        """Who signs while the passphrase is at hand: neither it nor the key is kept."""
        from certificates.signing.local import LocalSigner  # noqa: PLC0415 - heavy, as above

        try:
            key = keys.opened(self._files[0], passphrase.encode())
            key.refuse_unless_valid(at)
        except WrongPasswordFault as fault:
            raise WrongPassphraseError(
                N_("Kata sandi kunci salah. Ketik lagi dengan teliti.")
            ) from fault
        except KeyFault as fault:
            raise NotAvailableError(
                N_("Kunci tanda tangan tidak dapat dipakai: %(fault)s.", fault=fault.words)
            ) from fault
        return LocalSigner(key, tsa_url=self._tsa_url)


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


def will_sign(kind: SignerKind, at: datetime) -> bool:
    """Whether what is issued now gets signed; else it will be a specimen.

    Raises KeyNotReadyError.
    """
    if kind is SignerKind.OFFICE:
        return key_for_issuing(at) is not None
    if kind is SignerKind.DESK:
        return safe().is_used
    return kind is SignerKind.WET or _settings().bsre is not None


def at_desk(kind: SignerKind, passphrase: str, at: datetime) -> Signer:
    """Who signs with this passphrase. Raises a SigningError."""
    if kind is SignerKind.DESK and safe().is_used:
        return safe().signer_by(passphrase, at)
    account = bsre_account() if kind is SignerKind.BSRE else None
    if account is not None:
        from certificates.signing.bsre import BsreSigner  # noqa: PLC0415 - heavy, as above

        return BsreSigner(account, passphrase)
    raise NotAvailableError(N_("Penanda tangan elektronik belum dipasang di server ini."))


def bsre_account() -> Account | None:
    from certificates.signing.bsre import Account  # noqa: PLC0415 - heavy, as above

    bsre = _settings().bsre
    if bsre is None:
        return None
    password = Path(bsre.password_file).read_text("utf-8").rstrip("\r\n")
    return Account(bsre.url, bsre.user, password, bsre.nik)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    opened = Safe(settings.signing_key_file, settings.signing_key_password_file, settings.tsa_url)
    app.extensions["signing"] = opened
    if opened.is_used:
        try:
            opened.key(clock.now())
        except KeyFault as fault:
            if opened.asks and isinstance(fault, WrongPasswordFault):
                log.info("signing key waits for the passphrase of the desk")
            else:
                log.error("signing key cannot be used", extra={"fault": str(fault)})
