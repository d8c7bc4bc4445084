"""A person's own certificates on the account page, also of trainings they have left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from certificates.badges import queries as badges
from certificates.register import queries, standing
from certificates.register.queries import Entry
from certificates.register.rules import State
from courses.trainings.models import Training
from lms import clock
from lms.db import db
from lms.panels import Context

_TRAININGS = sa.select(Training.id, Training.code, Training.title)


@dataclass(frozen=True)
class Owned:
    entry: Entry
    state: State
    training_code: str
    title: str
    has_badge: bool


def _own() -> list[Owned]:
    """One or a few: each is looked at by itself."""
    entries, now = queries.of_person(current_user.person_id), clock.now()
    ids = {entry.certificate.training_id for entry in entries}
    rows = db.session.execute(_TRAININGS.where(Training.id.in_(ids))) if ids else ()
    named = {row.id: (row.code, row.title) for row in rows}
    with_badge = badges.given_out(entry.certificate.id for entry in entries)
    return [
        Owned(
            entry,
            standing.of_one(entry, now),
            *named[entry.certificate.training_id],
            has_badge=entry.certificate.id in with_badge,
        )
        for entry in entries
    ]


def part(_context: Context) -> Markup | None:
    found = _own()
    if not found:
        return None
    page = render_template("certificates/account_part.html", certificates=found)
    return Markup(page)  # noqa: S704 - a template of ours, escaped by itself


def data(_context: Context) -> dict[str, Any]:
    return {
        "sertifikat": [
            {
                "jenis": owned.entry.facts.kind,
                "nomor": owned.entry.certificate.number,
                "cetakan": owned.entry.certificate.edition,
                "kode": owned.entry.certificate.code,
                "pelatihan": owned.training_code,
                "terbit": owned.entry.issued_at.isoformat(),
                "keadaan": owned.state,
                "dicabut": owned.entry.is_revoked,
            }
            for owned in _own()
        ]
    }
