"""What is written is read back as it was, in every format and from the bank itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.sample import FOLDER
from courses.trainings.reading import read_training
from quizzes.bank.loader import new_question
from quizzes.bank.schema import read_quizzes
from quizzes.exchange import banking
from quizzes.exchange.gift import read_gift
from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import Choice, Item, Kind, Pair, Reading, Rich
from quizzes.exchange.moodle import read_moodle
from quizzes.exchange.moodle_writer import write_moodle
from tests.quizzes.exchange.making import items

MANY = settings(max_examples=150, deadline=None)


def without_lines(reading: Reading) -> list[Item]:
    assert not reading.refusals, reading.refusals
    return [replace(item, line=0) for item in reading.items]


def in_order(found: list[Item]) -> list[Item]:
    """A category is written when it changes, and there is none that says "no category"."""
    return sorted(found, key=lambda item: item.category)


def has_arrow(item: Item) -> bool:
    texts = [rich.text for choice in item.choices for rich in (choice.text, choice.feedback)]
    texts += [pair.left.text for pair in item.pairs]
    return item.kind in (Kind.SHORT_ANSWER, Kind.MATCHING) and "->" in "\n".join(texts)


@given(st.lists(items().filter(lambda item: not has_arrow(item)), min_size=1, max_size=4))
@MANY
def test_gift_is_read_back_as_it_was_written(made):
    made = in_order(made)
    written = write_gift(made)
    assert not written.left_out
    assert without_lines(read_gift(written.text)) == made


@given(st.lists(items(), min_size=1, max_size=4), st.integers(1, 10_000))
@MANY
def test_moodle_xml_is_read_back_as_it_was_written(made, points):
    made = in_order([replace(item, points=points) for item in made])
    written = write_moodle(made)
    assert without_lines(read_moodle(written.text.encode())) == made


def test_gift_names_what_it_cannot_say():
    arrow = Item(1, Kind.SHORT_ANSWER, Rich("?"), choices=(Choice(Rich("a -> b"), 10_000_000),))
    pairs = Item(2, Kind.MATCHING, Rich("?"), pairs=(Pair(Rich("a->"), "1"), Pair(Rich("b"), "2")))
    order = Item(3, Kind.ORDERING, Rich("?"), choices=(Choice(Rich("a"), 0), Choice(Rich("b"), 0)))
    fine = Item(4, Kind.ESSAY, Rich("Tulis."))
    written = write_gift([arrow, pairs, order, fine])
    assert [remark.line for remark in written.left_out] == [1, 2, 3]
    assert len(read_gift(written.text).items) == 1


@pytest.fixture(scope="module")
def shipped():
    """Every question of the sample training, as the bank holds it."""
    documents = read_quizzes(FOLDER, read_training(FOLDER, []), [])
    assert documents is not None
    return [
        new_question(entry, None) for document in documents for entry in document.content.questions
    ]


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (write_gift, read_gift),
        (write_moodle, lambda text: read_moodle(text.encode())),
    ],
    ids=["gift", "moodle-xml"],
)
def test_the_shipped_bank_comes_back_the_same(shipped, write, read):
    exported = [
        banking.item_of(
            each.kind, each.content, name=each.key, category="PS", level=each.level, line=1
        )
        for each in shipped
    ]
    returned = without_lines(read(write(exported).text))
    assert len(returned) == len(shipped) > 100
    for before, item in zip(shipped, returned, strict=True):
        after = banking.candidate_of(item)
        assert after.fingerprint == banking.fingerprint(before.kind, before.content), before.key
        assert (item.name, after.level) == (before.key, before.level)
