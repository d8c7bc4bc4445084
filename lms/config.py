"""Settings: typed, from the environment only, without a secret default in production."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MINIMUM_SECRET_LENGTH = 32
PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(RuntimeError):
    """The environment does not describe a runnable application."""


@dataclass(frozen=True)
class Settings:
    secret_key: str
    public_url: str
    instance: Path
    database_url: str
    queue_url: str
    files_url: str
    rate_limit_url: str = "memory://"
    development: bool = False
    testing: bool = False
    trusted_proxies: int = 0
    slip_days: int = 14
    sign_in_hours: int = 12
    signing_key_file: str = ""
    signing_key_password_file: str = ""

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises SettingsError naming the variable that is missing or unusable.
    """
    development = environ.get("BIMTEK_ENV", "production") == "development"
    if not development and environ.get("FLASK_DEBUG", "0") not in {"", "0"}:
        raise SettingsError("FLASK_DEBUG must not be set outside development")
    instance = Path(environ.get("INSTANCE_PATH") or PROJECT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        secret_key=_secret(environ, instance, development=development),
        public_url=_public_url(environ, development=development),
        instance=instance,
        database_url=_driver(environ.get("DATABASE_URL") or f"sqlite:///{instance / 'bimtek.db'}"),
        queue_url=environ.get("QUEUE_URL") or f"sqlite:///{instance / 'queue.db'}",
        files_url=environ.get("FILES_URL") or f"file://{instance / 'files'}",
        rate_limit_url=environ.get("RATE_LIMIT_URL") or "memory://",
        development=development,
        trusted_proxies=_whole(environ, "TRUSTED_PROXIES", 0),
        slip_days=_whole(environ, "SLIP_DAYS", 14),
        sign_in_hours=_whole(environ, "SIGN_IN_HOURS", 12),
        signing_key_file=environ.get("SIGNING_KEY_FILE", ""),
        signing_key_password_file=environ.get("SIGNING_KEY_PASSWORD_FILE", ""),
    )


def _secret(environ: Mapping[str, str], instance: Path, *, development: bool) -> str:
    given = environ.get("SECRET_KEY", "")
    if given:
        if len(given) < MINIMUM_SECRET_LENGTH:
            raise SettingsError(f"SECRET_KEY needs at least {MINIMUM_SECRET_LENGTH} characters")
        return given
    if not development:
        raise SettingsError("SECRET_KEY is not set (or set BIMTEK_ENV=development)")
    return _kept_secret(instance / "secret.key")


def _kept_secret(path: Path) -> str:
    """Make the secret once, readable by its owner only, and keep it for the next start."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def _public_url(environ: Mapping[str, str], *, development: bool) -> str:
    url = environ.get("PUBLIC_URL", "").rstrip("/")
    if url:
        if not url.startswith(("http://", "https://")):
            raise SettingsError("PUBLIC_URL must begin with http:// or https://")
        return url
    if development:
        return "http://127.0.0.1:5000"
    raise SettingsError("PUBLIC_URL is not set: certificates print this address in their QR code")


def _driver(url: str) -> str:
    """Name psycopg 3 as the driver of any plain PostgreSQL address."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)
