"""What is written is read back as it was, in every format and from the bank itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.sample import FOLDER
from courses.trainings.reading import read_training
from quizzes.bank.bodies import body_of, source_of
from quizzes.bank.loader import new_question
from quizzes.bank.reading import read_quizzes
from quizzes.bank.rendering import content_of
from quizzes.exchange.bank_items import item_of
from quizzes.exchange.candidates import candidate_of
from quizzes.exchange.comparing import fingerprint
from quizzes.exchange.gift import read_gift
from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import Choice, Item, Kind, Pair, Reading, RefusedError, Rich
from quizzes.exchange.moodle import read_moodle
from quizzes.exchange.moodle_writer import write_moodle
from tests.quizzes.exchange.making import bodies, items

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
    quizzes = read_quizzes(FOLDER, read_training(FOLDER, []), [])
    assert quizzes is not None
    return [
        new_question(entry, None, {})
        for document in quizzes.files
        for entry in document.content.questions
    ]


FORMATS = pytest.mark.parametrize(
    ("write", "read"),
    [
        (write_gift, read_gift),
        (write_moodle, lambda text: read_moodle(text.encode())),
    ],
    ids=["gift", "moodle-xml"],
)


@FORMATS
@given(made=st.lists(bodies(), min_size=1, max_size=6))
@MANY
def test_what_the_bank_holds_comes_back_the_same_or_is_named(write, read, made):
    """Whatever the kind: nothing of it is lost without a word."""
    contents = {f"q{place}": content_of(body, {}) for place, body in enumerate(made)}
    kinds = {f"q{place}": body.kind for place, body in enumerate(made)}
    sent = [
        item_of(kinds[key], content, name=key, category="", level="C1", line=1)
        for key, content in contents.items()
    ]
    written = write(sent)
    returned = without_lines(read(written.text))
    assert len(returned) + len(written.left_out) == len(made)
    if write is write_moodle:
        assert not written.left_out
    for item in returned:
        before = fingerprint(kinds[item.name], contents[item.name])
        after = candidate_of(item)
        assert after.fingerprint == before, (contents[item.name], after.content)
        assert content_of(body_of(source_of(after.body)), {}) == after.content


@FORMATS
def test_the_shipped_bank_comes_back_the_same(shipped, write, read):
    whole = {each.key: each for each in shipped if each.kind != "case"}
    written = write(
        [
            item_of(each.kind, each.content, name=key, category="PS", level=each.level, line=1)
            for key, each in whole.items()
        ]
    )
    returned = without_lines(read(written.text))
    left_out = {remark.name for remark in written.left_out}
    assert {item.name for item in returned} == whole.keys() - left_out
    assert len(returned) > 100
    assert write is write_gift or not left_out
    for item in returned:
        before, after = whole[item.name], candidate_of(item)
        assert after.fingerprint == fingerprint(before.kind, before.content), item.name
        assert after.level == before.level


def test_a_case_is_named_and_not_taken_apart(shipped):
    case = next(each for each in shipped if each.kind == "case")
    with pytest.raises(RefusedError, match="soal kasus"):
        item_of("case", case.content, name=case.key, category="PS", level="C3", line=1)
