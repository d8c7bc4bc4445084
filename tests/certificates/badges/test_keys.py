"""The key of credentials: made in development, asked for in production, never fatal."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from certificates.badges import keys
from certificates.badges.issuer import Issuer
from certificates.badges.keyring import Keyring
from lms.config import PROJECT, SettingsError, from_environment

PEM = (Encoding.PEM, PrivateFormat.PKCS8)
PRODUCTION = {"SECRET_KEY": "k" * 40, "PUBLIC_URL": "https://bimtek.example"}


def test_a_made_key_is_its_owner_s_alone_and_stays(tmp_path):
    path = tmp_path / "badge.pem"
    keys.make(path)
    first = keys.read(path).multibase
    keys.make(path)
    assert keys.read(path).multibase == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert first.startswith("z6Mk")  # as every Ed25519 key does


def test_in_development_it_is_made_once_it_is_needed(tmp_path):
    settings = from_environment({"BIMTEK_ENV": "development", "INSTANCE_PATH": str(tmp_path)})
    assert settings.badge_key_file == str(tmp_path / "badge.pem")
    first = Keyring(settings.badge_key_file, makes=True).key()
    assert first is not None
    second = Keyring(settings.badge_key_file, makes=True).key()
    assert second.multibase == first.multibase


def test_in_production_there_is_none_unless_it_is_named(tmp_path):
    environment = {**PRODUCTION, "INSTANCE_PATH": str(tmp_path)}
    assert from_environment(environment).badge_key_file == ""
    assert Keyring("").key() is None
    with pytest.raises(SettingsError, match="BADGE_KEY_FILE"):
        from_environment({**environment, "BADGE_KEY_FILE": str(tmp_path / "missing.pem")})


def other_kind():
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(*PEM, NoEncryption())


def with_password(tmp_path):
    keys.make(tmp_path / "own.pem")
    private = keys.read(tmp_path / "own.pem").private
    return private.private_bytes(*PEM, BestAvailableEncryption(b"rahasia"))


@pytest.mark.parametrize("kind", ["empty", "text", "P-256", "password"])
def test_a_key_that_cannot_be_used_stops_nothing_and_is_told_in_the_log(tmp_path, caplog, kind):
    data = {"empty": b"", "text": b"bukan kunci", "P-256": other_kind()}
    path = tmp_path / "badge.pem"
    path.write_bytes(data.get(kind) or (with_password(tmp_path) if kind == "password" else b""))
    with caplog.at_level(logging.ERROR):
        assert Keyring(str(path)).key() is None
    assert "badge key cannot be used" in caplog.text


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://bimtek.example", "did:web:bimtek.example"),
        ("https://bimtek.example:8443", "did:web:bimtek.example%3A8443"),
        ("http://127.0.0.1:5000", "did:web:127.0.0.1%3A5000"),
    ],
)
def test_the_issuer_is_named_after_the_public_address(url, did):
    assert Issuer(url).did == did
    assert Issuer(url).method("z6Mk") == f"{did}#z6Mk"


def test_web_processes_do_not_carry_what_only_signing_needs(tmp_path):
    told = (
        "import sys, wsgi; print(sorted({'pyld', 'jsonschema', 'weasyprint'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=PROJECT, capture_output=True, text=True, check=True,
        env={
            "BIMTEK_ENV": "development", "QUEUE_URL": "none", "INSTANCE_PATH": str(tmp_path),
            "PATH": "/usr/bin:/bin",
        },
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
