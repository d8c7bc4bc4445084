"""Settings: typed, from the environment only, without a secret default in production."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import fsspec

MINIMUM_SECRET_LENGTH = 32
PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(RuntimeError):
    """The environment does not describe a runnable application."""


@dataclass(frozen=True)
class Bsre:
    """The agency's client of the national signing service, and who signs there."""

    url: str
    user: str
    password_file: str
    nik: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    secret_key: str = field(repr=False)
    public_url: str
    instance: Path
    database_url: str = field(repr=False)  # the addresses may hold passwords
    queue_url: str = field(repr=False)
    files_url: str = field(repr=False)
    rate_limit_url: str = field(default="memory://", repr=False)
    development: bool = False
    testing: bool = False
    trusted_proxies: int = 0
    slip_days: int = 14
    sign_in_hours: int = 12
    signing_key_file: str = ""
    signing_key_password_file: str = ""
    tsa_url: str = ""
    badge_key_file: str = ""
    bsre: Bsre | None = None

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises SettingsError naming the variable that is missing or unusable.
    """
    kind = environ.get("BIMTEK_ENV") or "production"
    if kind not in {"production", "development"}:
        raise SettingsError("BIMTEK_ENV must be production or development")
    development = kind == "development"
    if not development and environ.get("FLASK_DEBUG", "0") not in {"", "0"}:
        raise SettingsError("FLASK_DEBUG must not be set outside development")
    instance = Path(environ.get("INSTANCE_PATH") or PROJECT / "instance").resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)  # holds personal data
    return Settings(
        secret_key=_secret(environ, instance, development=development),
        public_url=_public_url(environ, development=development),
        instance=instance,
        database_url=_database(environ.get("DATABASE_URL") or f"sqlite:///{instance}/bimtek.db"),
        queue_url=_address(environ, "QUEUE_URL", f"sqlite:///{instance}/queue.db", QUEUES),
        files_url=_files(environ.get("FILES_URL") or f"file://{instance}/files"),
        rate_limit_url=_address(environ, "RATE_LIMIT_URL", "memory://", COUNTERS),
        development=development,
        trusted_proxies=_whole(environ, "TRUSTED_PROXIES", 0),
        slip_days=_whole(environ, "SLIP_DAYS", 14, least=1),
        sign_in_hours=_whole(environ, "SIGN_IN_HOURS", 12, least=1),
        signing_key_file=_readable(environ, "SIGNING_KEY_FILE"),
        signing_key_password_file=_readable(environ, "SIGNING_KEY_PASSWORD_FILE"),
        tsa_url=_service(environ, "TSA_URL", plain=True),
        badge_key_file=_badge_key(environ, instance, development=development),
        bsre=_bsre(environ),
    )


def _bsre(environ: Mapping[str, str]) -> Bsre | None:
    """All of what BSrE needs, or nothing of it."""
    found = {
        "BSRE_URL": _service(environ, "BSRE_URL"),
        "BSRE_USER": environ.get("BSRE_USER", ""),
        "BSRE_PASSWORD_FILE": _readable(environ, "BSRE_PASSWORD_FILE"),
        "BSRE_NIK": environ.get("BSRE_NIK", ""),
    }
    missing = [name for name, value in found.items() if not value]
    if len(missing) == len(found):
        return None
    if missing:
        raise SettingsError(f"BSrE needs {' and '.join(missing)} too")
    if not re.fullmatch(r"[0-9]{16}", found["BSRE_NIK"]):
        raise SettingsError("BSRE_NIK must be the 16 digits of the signatory's NIK")
    return Bsre(*found.values())


def _service(environ: Mapping[str, str], name: str, *, plain: bool = False) -> str:
    """An address to send to. What carries a passphrase is encrypted, or stays on this machine."""
    url = environ.get(name, "").rstrip("/")
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"{name} must begin with https:// and name a host")
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme == "http" and not (plain or is_here):
        raise SettingsError(f"{name} must begin with https://: what is sent there is secret")
    if parts.username is not None:
        raise SettingsError(f"{name} must not hold a user name or password")
    return url


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
    """Make the secret once and keep it for the next start."""
    if not path.exists():
        write_once(path, secrets.token_urlsafe(48).encode())
    secret = path.read_text().strip()
    if len(secret) < MINIMUM_SECRET_LENGTH:
        raise SettingsError(f"{path} holds no usable secret: restore it, or set SECRET_KEY")
    return secret


def write_once(path: Path, content: bytes) -> None:
    """Keep a secret, readable by its owner only; one that is there stays."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    with suppress(FileExistsError):  # a program started at the same moment was first
        os.link(fresh, path)
    fresh.unlink()


def _badge_key(environ: Mapping[str, str], instance: Path, *, development: bool) -> str:
    """In development a key is made there once it is needed."""
    given = _readable(environ, "BADGE_KEY_FILE")
    return given or (f"{instance / 'badge.pem'}" if development else "")


def _public_url(environ: Mapping[str, str], *, development: bool) -> str:
    url = environ.get("PUBLIC_URL", "").rstrip("/")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError("PUBLIC_URL must begin with http:// or https:// and name a host")
        if parts.path or parts.query or parts.fragment:
            raise SettingsError("PUBLIC_URL is the address of the whole site, without a path")
        return url
    if development:
        return "http://127.0.0.1:5000"
    raise SettingsError("PUBLIC_URL is not set: certificates print this address in their QR code")


def _database(url: str) -> str:
    """Name psycopg 3 as the driver of any plain PostgreSQL address."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url


QUEUES = ("sqlite:///", "redis://", "rediss://", "unix://", "none")
COUNTERS = ("memory://", "redis://", "rediss://", "redis+unix://")


def _address(environ: Mapping[str, str], name: str, default: str, kinds: tuple[str, ...]) -> str:
    url = environ.get(name) or default
    if not url.startswith(kinds):
        raise SettingsError(f"{name} must begin with one of {', '.join(kinds)}")
    return url


def _files(url: str) -> str:
    try:
        fsspec.get_filesystem_class(urlsplit(url).scheme or "file")
    except ValueError as error:
        raise SettingsError(f"FILES_URL names a kind of store that is not known: {error}") from None
    except ImportError as error:
        raise SettingsError(f"FILES_URL needs a package that is not installed: {error}") from None
    return url


def _readable(environ: Mapping[str, str], name: str) -> str:
    path = environ.get(name, "")
    if path and not os.access(path, os.R_OK):
        raise SettingsError(f"{name} names a file that is not there or cannot be read: {path}")
    return path


def _whole(environ: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise SettingsError(f"{name} must be a whole number from {least} up, not {text!r}")
    return int(text)
