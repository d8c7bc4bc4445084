"""The things that the office must confirm, as the content folder lists them, and its answers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.authoring.models import Confirmation
from courses.authoring.services import refuse_if_closed
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.people.models import Person

KEY_LENGTH = 16


class AnsweredMeanwhileError(DomainError):
    """Somebody else confirmed the thing, or opened it again, since the page was opened."""


@dataclass(frozen=True)
class Answer:
    """What is to be written of an item; `number` is how many entries its writer saw."""

    is_confirmed: bool
    answer: str
    source: str
    number: int


@dataclass(frozen=True)
class Entry:
    """One row of an item's history."""

    number: int
    text: str
    is_confirmed: bool
    answer: str
    source: str
    at: datetime
    person: str

    def says(self, said: Answer) -> bool:
        mine = (self.is_confirmed, self.answer, self.source)
        return mine == (said.is_confirmed, said.answer, said.source)


@dataclass(frozen=True)
class Item:
    """Something to confirm and what was said of it, the newest last."""

    key: str
    text: str
    entries: tuple[Entry, ...]

    @property
    def newest(self) -> Entry | None:
        return self.entries[-1] if self.entries else None

    @property
    def is_confirmed(self) -> bool:
        return self.newest is not None and self.newest.is_confirmed


_ENTRIES = (
    sa.select(
        Confirmation.item_key,
        Confirmation.number,
        Confirmation.text,
        Confirmation.is_confirmed,
        Confirmation.answer,
        Confirmation.source,
        Confirmation.at,
        Person.name,
    )
    .join(Person, Person.id == Confirmation.person_id)
    .where(Confirmation.training_id == sa.bindparam("training_id"))
    .order_by(Confirmation.item_key, Confirmation.number)
)


def key_of(text: str) -> str:
    """Another text is another thing: an answer never slips under a changed question."""
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def items_of(training: Training) -> list[Item]:
    """What the folder lists, in its order, then what it no longer lists but was answered."""
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in db.session.execute(_ENTRIES, {"training_id": training.id}):
        values: list[Any] = list(row)[1:]
        entries[row.item_key].append(Entry(*values))
    texts = {key_of(text): text for text in training.confirm}
    texts |= {key: rows[-1].text for key, rows in entries.items() if key not in texts}
    return [Item(key, text, tuple(entries.get(key, ()))) for key, text in texts.items()]


def open_count(training: Training) -> int:
    return sum(not item.is_confirmed for item in items_of(training))


def write(
    training: Training, key: str, said: Answer, *, actor_id: int, at: datetime
) -> Confirmation | None:
    """Confirm an item, or open it again with the reason as its answer. The same twice is once.

    Raises AnsweredMeanwhileError if the item is no longer as its writer saw it.
    """
    refuse_if_closed(training)
    item = next(item for item in items_of(training) if item.key == key)
    newest = item.newest
    if newest is not None and newest.says(said):
        return None
    if len(item.entries) != said.number or item.is_confirmed is said.is_confirmed:
        raise AnsweredMeanwhileError(
            _("Keadaan hal ini sudah berubah sejak Anda membukanya. Lihat catatan terakhirnya.")
        )
    row = Confirmation(
        training_id=training.id,
        item_key=key,
        number=len(item.entries) + 1,
        text=item.text,
        is_confirmed=said.is_confirmed,
        answer=said.answer,
        source=said.source,
        person_id=actor_id,
        at=at,
    )
    db.session.add(row)
    audit.record(
        "confirmation.given" if said.is_confirmed else "confirmation.withdrawn",
        row,
        actor_id=actor_id,
        training_id=training.id,
        reason=said.answer,
        item=item.text,
        source=said.source,
    )
    return row
