"""An authority and keys of offices, made for the run and nowhere kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from certificates.register.models import Certificate
from certificates.signing import Safe
from certificates.signing.bsre import Account
from courses.trainings.models import Training
from lms import jobs
from lms.config import Bsre
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.signing.fakes import FakeBsre, FakeTsa

PASSWORD = "rahasia kantor"
OFFICE = "Dinas Sosial Contoh"
START, END = datetime(2023, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
PRIVATE = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "RSA 1024": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505 - to be refused
    "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
}


def key_usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})


class Authority:
    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.certify(
            "CA Contoh", self.private.public_key(), key_usage(key_cert_sign=True), is_ca=True
        )

    def certify(
        self,
        name: str,
        public: Any,
        usage: x509.KeyUsage,
        *,
        start: datetime = START,
        end: datetime = END,
        is_ca: bool = False,
        stamps_time: bool = False,
    ) -> x509.Certificate:
        public_of_ca = self.private.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name("CA Contoh"))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(public_of_ca), critical=False
            )
        )
        if stamps_time:
            use = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(use, critical=True)
        return builder.sign(self.private, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def make_key(authority, tmp_path_factory):
    """`make_key("RSA 2048", end=…)` writes a PKCS#12 file and gives its path."""

    def make(kind: str = "P-256", usage: x509.KeyUsage | None = None, **validity: datetime) -> Path:
        private = PRIVATE[kind]()
        certificate = authority.certify(
            OFFICE, private.public_key(), usage or key_usage(content_commitment=True), **validity
        )
        path = tmp_path_factory.mktemp("key") / "kantor.p12"
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"kantor", private, certificate, [authority.certificate],
                BestAvailableEncryption(PASSWORD.encode()),
            )
        )  # fmt: skip
        return path

    return make


@pytest.fixture(scope="session")
def password_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("password") / "password"
    path.write_text(f"{PASSWORD}\n")
    return path


@pytest.fixture(scope="session")
def key_file(make_key) -> Path:
    return make_key()


@pytest.fixture(scope="session")
def tsa(authority):
    """An authority that stamps the time, on a port of this machine."""
    private = PRIVATE["RSA 2048"]()
    usage = key_usage(digital_signature=True)
    certificate = authority.certify(
        "Stempel Waktu Contoh", private.public_key(), usage, stamps_time=True
    )
    with FakeTsa(private, certificate, authority.certificate) as running:
        yield running


@pytest.fixture
def bsre(make_key):
    """A server that answers as BSrE's does, signs for real, and fails on demand."""
    with FakeBsre(make_key(), PASSWORD) as running:
        yield running


@pytest.fixture
def account(bsre) -> Account:
    return Account(bsre.url, FakeBsre.USER, FakeBsre.PASSWORD, FakeBsre.NIK)


@pytest.fixture
def install(app, monkeypatch, password_file):
    """`install(key_file)` lets the application sign with it for this test."""

    def put(key: Path | str, password: Path | str = password_file) -> None:
        monkeypatch.setitem(app.extensions, "signing", Safe(str(key), str(password)))

    return put


@pytest.fixture
def world(app, at):
    """Ani is decided competent; her certificate can be issued."""
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    at(making.AT)
    return world


@pytest.fixture
def connect(app, bsre, tmp_path, monkeypatch):
    """The application signs through the server that stands in for BSrE's."""
    password = tmp_path / "bsre"
    password.write_text(f"{FakeBsre.PASSWORD}\n")
    found = Bsre(bsre.url, FakeBsre.USER, str(password), FakeBsre.NIK)
    settings = replace(app.config["SETTINGS"], bsre=found)
    monkeypatch.setitem(app.config, "SETTINGS", settings)


@pytest.fixture
def on_desk(app, world, sign_in):
    """`on_desk("bsre")` issues for two trainees, to be signed that way; gives their ids."""

    def issue(signer: str) -> list[int]:
        with app.app_context(), transaction():
            training = db.session.get_one(Training, world.training_id)
            training.certificate = {**making.CERTIFICATE, "signer": signer}
        making.complete(app, world, world.agus_seat)
        making.decide(app, world, world.agus_seat)
        citra = sign_in(world.citra)
        assert citra.post(f"/pelatihan/{world.code}/terbitkan").status_code == 303
        with app.app_context():
            jobs.run_due()
            return list(db.session.scalars(sa.select(Certificate.id).order_by(Certificate.id)))

    return issue
