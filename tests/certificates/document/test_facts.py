"""Frozen facts: what is stored can be read back, and its hash means something."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from certificates.document.facts import CertificateFacts, FactsError, Marks

Maker = Callable[..., CertificateFacts]


def test_facts_survive_being_stored(make_facts: Maker) -> None:
    facts = make_facts()
    assert CertificateFacts.from_json(facts.to_json()) == facts


def test_facts_survive_a_column_that_reorders_keys(make_facts: Maker) -> None:
    facts = make_facts(recipient_nip=None, marks=Marks())
    stored = dict(reversed(facts.to_dict().items()))
    assert CertificateFacts.from_dict(stored).digest() == facts.digest()


def test_one_changed_letter_changes_the_hash(make_facts: Maker) -> None:
    assert make_facts(recipient_name="Sugianto").digest() != (
        make_facts(recipient_name="Sugiarto").digest()
    )


def test_json_keeps_letters_and_sorts_its_keys(make_facts: Maker) -> None:
    text = make_facts(recipient_name="Noor’aini José").to_json()
    assert "Noor’aini José" in text
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_facts_cannot_be_changed(make_facts: Maker) -> None:
    with pytest.raises(FrozenInstanceError):
        make_facts().number = "1"  # type: ignore[misc]


@pytest.mark.parametrize(
    "change",
    [{"schema": 99}, {"surname": "x"}, {"issued_on": "kemarin"}, {"modules": [{"code": "A"}]}],
    ids=lambda change: next(iter(change)),
)
def test_json_of_another_shape_is_refused(make_facts: Maker, change: dict[str, object]) -> None:
    with pytest.raises(FactsError):
        CertificateFacts.from_dict({**make_facts().to_dict(), **change})


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "{"])
def test_text_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(FactsError):
        CertificateFacts.from_json(text)
