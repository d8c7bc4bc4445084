"""The signed-in person of a request: a token in the cookie, its hash in a row one can end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask, request, session
from flask_login import (
    AnonymousUserMixin,
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from lms import clock, crypto, logs
from lms.db import db
from lms.people.models import Consent, DataNotice, Person, SignIn


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """Plain values, so that a transaction's rollback does not read the person again."""

    token: str
    sign_in_id: int
    person_id: int
    name: str
    number: str
    has_consented: bool
    confirmed_at: datetime  # when the password was last typed

    def get_id(self) -> str:
        return self.token


_LATEST_NOTICE = sa.select(sa.func.max(DataNotice.id)).scalar_subquery()
_HAS_CONSENTED = sa.or_(
    _LATEST_NOTICE.is_(None),
    sa.exists().where(Consent.person_id == Person.id, Consent.notice_id == _LATEST_NOTICE),
)
_SIGNED_IN = (
    sa.select(SignIn.id, Person.id, Person.name, Person.number, _HAS_CONSENTED, SignIn.confirmed_at)
    .join(Person, Person.id == SignIn.person_id)
    .where(
        SignIn.token_hash == sa.bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > sa.bindparam("now"),
        Person.is_active,
    )
)


_IS_ACTIVE = (
    sa.select(Person.is_active)
    .join(SignIn, SignIn.person_id == Person.id)
    .where(SignIn.token_hash == sa.bindparam("token_hash"))
)


class Nobody(AnonymousUserMixin):  # type: ignore[misc]
    @property
    def is_shut_out(self) -> bool:
        """Whether the browser's last sign-in is of somebody whose account was ended."""
        token = session.get("_user_id")
        if token is None:
            return False
        return db.session.scalar(_IS_ACTIVE, {"token_hash": crypto.token_hash(token)}) is False


def load(token: str) -> SignedIn | None:
    values = {"token_hash": crypto.token_hash(token), "now": clock.now()}
    row = db.session.execute(_SIGNED_IN, values).first()
    if row is None:
        return None
    sign_in_id, person_id, name, number, has_consented, confirmed_at = row
    return SignedIn(token, sign_in_id, person_id, name, number, bool(has_consented), confirmed_at)


def add_row(person_id: int, *, at: datetime, hours: int, network: str, browser: str) -> str:
    """Store a new sign-in and return its token. Must run inside `transaction()`."""
    token = crypto.token()
    db.session.add(
        SignIn(
            token_hash=crypto.token_hash(token),
            person_id=person_id,
            created_at=at,
            confirmed_at=at,
            expires_at=at + timedelta(hours=hours),
            network=network,
            browser=browser[:120],
        )
    )
    return token


def row_of(token_hash: str) -> SignIn:
    return db.session.scalars(sa.select(SignIn).where(SignIn.token_hash == token_hash)).one()


def begin(token: str) -> None:
    """Give the browser a fresh session that carries the token and nothing from before."""
    session.clear()
    signed_in = load(token)
    if signed_in is not None:
        login_user(signed_in)


def forget() -> None:
    logout_user()
    session.clear()


def network_of_request() -> str:
    """The caller's network, not the exact address: enough to recognise a sign-in by."""
    return logs.network(request.remote_addr)


def init_app(app: Flask) -> None:
    # Flask-Login would load the person for every template, also for the page that says that
    # the database is down; as a global it is loaded where a template asks for it.
    manager = LoginManager(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    app.jinja_env.globals["person_label"] = lambda: crypto.person_label(current_user.person_id)
    manager.session_protection = None  # the row decides, not a hash of the browser's headers
    manager.anonymous_user = Nobody
    manager.user_loader(load)
