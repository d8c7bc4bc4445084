"""People, their sign-ins, and what they were told about their data."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms import crypto
from lms.db import Base, forbid_changes


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Six digits, printed on the slip: the name a person without NIP or phone signs in with.
    number: Mapped[str] = mapped_column(sa.String(12), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(200), index=True)
    nip: Mapped[str | None] = mapped_column(sa.String(18), unique=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(200))
    nik_sealed: Mapped[bytes | None]
    nik_index: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16), unique=True)
    gender: Mapped[str] = mapped_column(sa.String(1), default="")
    birth_place: Mapped[str] = mapped_column(sa.String(100), default="")
    birth_date: Mapped[date | None]
    employment: Mapped[str] = mapped_column(sa.String(60), default="")
    rank: Mapped[str] = mapped_column(sa.String(60), default="")
    grade: Mapped[str] = mapped_column(sa.String(20), default="")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    slip_nonce: Mapped[str] = mapped_column(sa.String(43), default=crypto.token)
    slip_index: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16), unique=True)
    slip_expires_at: Mapped[datetime | None]
    slip_used_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @property
    def slip_code(self) -> str:
        """The activation code on the slip, always the same until the slip is renewed."""
        code = crypto.derived_code(self.number + self.slip_nonce, purpose="slip", length=8)
        return f"{code[:4]}-{code[4:]}"

    def has_slip_in_force(self, at: datetime) -> bool:
        return (
            self.slip_index is not None
            and self.slip_used_at is None
            and self.slip_expires_at is not None
            and at < self.slip_expires_at
        )

    @property
    def nik(self) -> str | None:
        if self.nik_sealed is None:
            return None
        return crypto.decrypt(self.nik_sealed, place=f"person.nik.{self.number}")

    def set_nik(self, nik: str | None) -> None:
        """Seal the NIK; the person's number must be known, it is bound to it."""
        if nik is None:
            self.nik_sealed = self.nik_index = None
            return
        self.nik_sealed = crypto.encrypt(nik, place=f"person.nik.{self.number}")
        self.nik_index = crypto.blind_index(nik, purpose="nik")


class SignIn(Base):
    """One signed-in browser. The cookie holds a token, this row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the password was last typed
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    network: Mapped[str] = mapped_column(sa.String(45), default="")
    browser: Mapped[str] = mapped_column(sa.String(120), default="")


class SignInFailure(Base):
    """A wrong password or code, kept to slow down guessing of one account."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    device_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class DataNotice(Base):
    """The text that tells a person what is kept about them and why."""

    __tablename__ = "data_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(40), unique=True)
    html: Mapped[str] = mapped_column(sa.Text)
    published_at: Mapped[datetime]


class Consent(Base):
    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("person_id", "notice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("data_notice.id"))
    at: Mapped[datetime]


for table in (DataNotice.__table__, Consent.__table__):
    forbid_changes(table)
