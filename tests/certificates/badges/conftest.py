"""An office with both its keys, whose certificates get credentials."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from certificates.badges import keys, proof, status
from certificates.badges.credential import Holder, compose
from certificates.badges.issuer import Issuer
from certificates.badges.keyring import Keyring
from certificates.register.models import Certificate
from lms import jobs
from lms.db import db
from tests import factories
from tests.certificates import making
from tests.certificates.document.conftest import FACTS
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    authority,
    install,
    key_file,
    make_key,
    password_file,
)

ISSUER = Issuer("https://bimtek.example")
AT = datetime(2024, 2, 2, 2, 0, tzinfo=UTC)
HOLDER = Holder("Ani Rahmawati", "ani@contoh.example", "garam")
BIT = 42


class Office:
    """Signs credentials without an application."""

    def __init__(self, path: Any) -> None:
        keys.make(path)
        self.key = keys.read(path)
        self.method = ISSUER.method(self.key.multibase)
        self.did = ISSUER.document([self.key.multibase])

    def credential(self, facts: Any = FACTS, holder: Holder = HOLDER) -> dict[str, Any]:
        document = compose(facts, ISSUER, holder, status_index=BIT)
        return proof.sign(document, self.key.private, method=self.method, at=AT)

    def status_list(self, *bits: int) -> dict[str, Any]:
        document = status.document(ISSUER, 1, bits, since=AT)
        return proof.sign(document, self.key.private, method=self.method, at=AT)


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Office:
    return Office(tmp_path_factory.mktemp("badges") / "badge.pem")


@pytest.fixture
def badge_key(app, tmp_path, monkeypatch):
    """`badge_key()` gives the application another key; none at first."""

    def put(name: str = "badge.pem") -> str:
        path = tmp_path / name
        keys.make(path)
        monkeypatch.setitem(app.extensions, "badges", Keyring(str(path)))
        return keys.read(path).multibase

    return put


@pytest.fixture
def world(app, at, install, key_file):  # noqa: F811 - the fixtures imported above
    """Ani and Agus are decided competent, and the office can sign PDF files."""
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat, world.agus_seat)
    at(making.AT)
    install(key_file)
    return world


@pytest.fixture
def issue(app, world, sign_in):
    """`issue(seat)` decides, issues, renders, and gives the code of the certificate."""

    def make(seat: int | None = None, *, render: bool = True) -> str:
        seat = seat or world.ani_seat
        making.decide(app, world, seat)
        answer = sign_in(world.citra).post(f"/pelatihan/{world.code}/terbitkan")
        assert answer.status_code == 303
        with app.app_context():
            if render:
                jobs.run_due()
            found = sa.select(Certificate.code).where(Certificate.enrolment_id == seat)
            return str(db.session.scalar(found))

    return make
