"""The settings come from the environment, and what is wrong in it is named."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from lms.config import PROJECT, SettingsError, from_environment

SECRET = "rahasia panjang untuk uji saja 0123456789"


@pytest.fixture
def read(tmp_path):
    """The settings of a server, with some variables changed; None leaves one out."""

    def settings(**changes):
        environ = {
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": "https://diklat.example",
            "INSTANCE_PATH": str(tmp_path / "instance"),
            **changes,
        }
        return from_environment({name: text for name, text in environ.items() if text is not None})

    return settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "terlalu pendek"),
        ("PUBLIC_URL", None),
        ("PUBLIC_URL", "diklat.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://diklat.example/aplikasi"),
        ("PUBLIC_URL", "ftp://diklat.example"),
        ("BIMTEK_ENV", "produksi"),
        ("FLASK_DEBUG", "1"),
        ("DATABASE_URL", "mysql://db/x"),
        ("DATABASE_URL", "bimtek.db"),
        ("QUEUE_URL", "reddis://queue"),
        ("RATE_LIMIT_URL", "memcached://x"),
        ("FILES_URL", "gudang://x"),
        ("TRUSTED_PROXIES", "satu"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "²"),
        ("SLIP_DAYS", "0"),
        ("SIGN_IN_HOURS", "0"),
        ("SIGN_IN_HOURS", "1.5"),
    ],
)
def test_a_wrong_variable_is_named(read, name, value):
    with pytest.raises(SettingsError, match=name):
        read(**{name: value})


def test_a_server_needs_no_more_than_a_secret_and_its_address(read, tmp_path):
    settings = read()
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/bimtek.db"
    assert settings.files_url == f"file://{tmp_path}/instance/files"
    assert settings.is_https
    assert not settings.development


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_postgresql_address_gets_the_driver_that_is_installed(read, scheme):
    settings = read(DATABASE_URL=f"{scheme}://u:p@db/bimtek")
    assert settings.database_url == "postgresql+psycopg://u:p@db/bimtek"


def test_secrets_are_not_shown_when_settings_are_printed(read):
    text = repr(read(DATABASE_URL="postgresql://u:sandi@db/bimtek", QUEUE_URL="redis://:sandi@q"))
    assert SECRET not in text
    assert "sandi" not in text


def test_the_folder_of_personal_data_is_its_owners_alone(read):
    assert stat.S_IMODE(read().instance.stat().st_mode) == 0o700


class TestKeptSecret:
    """In development a secret is made once and kept."""

    def test_is_the_same_at_the_next_start_and_readable_by_its_owner_only(self, read):
        first = read(SECRET_KEY=None, PUBLIC_URL=None, BIMTEK_ENV="development")
        again = read(SECRET_KEY=None, PUBLIC_URL=None, BIMTEK_ENV="development")
        kept = first.instance / "secret.key"
        assert first.secret_key == again.secret_key
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert [path.name for path in first.instance.iterdir()] == ["secret.key"]

    def test_is_one_for_programs_that_start_together(self, read):
        with ThreadPoolExecutor(8) as pool:
            starts = pool.map(
                lambda _: read(SECRET_KEY=None, BIMTEK_ENV="development").secret_key, range(8)
            )
            assert len(set(starts)) == 1

    def test_that_was_cut_off_is_not_used(self, read):
        folder = read().instance
        (folder / "secret.key").write_text("")
        with pytest.raises(SettingsError, match=r"secret\.key"):
            read(SECRET_KEY=None, BIMTEK_ENV="development")


def test_the_operators_guide_explains_every_setting():
    code = (PROJECT / "lms" / "config.py").read_text()
    used = set(re.findall(r'(?:environ\.get\(|environ, )"([A-Z_]+)"', code))
    guide = (PROJECT / "docs" / "operator.md").read_text()
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert explained == used


class TestBsre:
    @pytest.fixture
    def given(self, tmp_path):
        (tmp_path / "sandi").write_text("sandi aplikasi")
        return {
            "BSRE_URL": "https://esign.example",
            "BSRE_USER": "aplikasi",
            "BSRE_PASSWORD_FILE": str(tmp_path / "sandi"),
            "BSRE_NIK": "0" * 15 + "1",
        }

    def test_is_absent_or_whole(self, read, given):
        assert read().bsre is None
        assert read(**given).bsre.url == "https://esign.example"
        for name in given:
            with pytest.raises(SettingsError, match=name):
                read(**(given | {name: None}))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("BSRE_URL", "esign.example"),
            ("BSRE_URL", "http://esign.example"),
            ("BSRE_URL", "https://a:b@esign.example"),
            ("BSRE_NIK", "123"),
            ("BSRE_PASSWORD_FILE", "/no/such/file"),
            ("TSA_URL", "ldap://waktu.example"),
        ],
    )
    def test_what_is_wrong_is_named(self, read, given, name, value):
        with pytest.raises(SettingsError, match=name):
            read(**(given | {name: value}))

    def test_a_client_on_this_machine_needs_no_tls(self, read, given):
        assert read(**(given | {"BSRE_URL": "http://127.0.0.1:8080/"})).bsre.url.endswith("8080")

    def test_neither_nik_nor_password_is_in_what_is_printed(self, read, given):
        assert given["BSRE_NIK"] not in repr(read(**given))


def test_a_signing_key_that_is_not_there_is_named(read):
    with pytest.raises(SettingsError, match="SIGNING_KEY_FILE"):
        read(SIGNING_KEY_FILE="/no/such/key.p12")
