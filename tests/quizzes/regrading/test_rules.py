"""A new key on an old paper: carried over by texts, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.attempts.papers import Accepted, Option, PaperQuestion
from quizzes.regrading.rules import (
    Misfit,
    Outcome,
    Shift,
    cancelled,
    corrected,
    totals,
)


def choice(texts="ABCD", correct="b", kind="single", version=1, weights=(), **fields):
    options = tuple(
        Option(key, text, fraction=weights[place] if weights else None)
        for place, (key, text) in enumerate(zip("abcd", texts, strict=False))
    )
    return PaperQuestion(7, version, kind, "Bunyi", options, frozenset(correct), **fields)


def typed(kind="short_answer", accepted=(), unit="", **fields):
    return PaperQuestion(7, 1, kind, "Bunyi", accepted=tuple(accepted), unit=unit, **fields)


def pairs(lefts="PQ", rights="XYZ", correct=("a=1", "b=2"), kind="matching", version=1):
    return PaperQuestion(
        7,
        version,
        kind,
        "Bunyi",
        tuple(Option(key, text) for key, text in zip("abcd", lefts, strict=False)),
        frozenset(correct),
        targets=tuple(Option(str(n), text) for n, text in enumerate(rights, start=1)),
    )


def ordered(items):
    return pairs(items, "12", ("a=1", "b=2"), "ordering")


SKTM, SURAT = Accepted("SKTM", 10_000_000), Accepted("surat*", 5_000_000)


@pytest.mark.parametrize(
    ("asked", "newest", "correct"),
    [
        (choice(correct="b"), choice(correct="c"), "c"),
        # The newest names the same texts otherwise, the paper showed them in another order.
        (choice("ABCD", "b"), choice("DCBA", "a"), "d"),
        (choice("DBCA", "b"), choice("ABCD", "a"), "d"),
        (choice("ABCD", "ab", "multiple"), choice("BACD", "ac", "multiple"), "bc"),
        (choice("BS", "a", "true_false"), choice("BS", "b", "true_false"), "b"),
        (choice(("Pilihan  A", "B"), "a"), choice(("Pilihan A", "B"), "b"), "b"),  # only spaces
        (pairs(), pairs(correct=("a=2", "b=1")), ("a=2", "b=1")),
        (pairs("QP", "ZYX", ("a=2", "b=3")), pairs("PQ", "XYZ", ("a=2", "b=1")), ("a=3", "b=2")),
        (ordered("PQ"), ordered("QP"), ("a=2", "b=1")),
        # A distractor nobody saw does no harm while no pair needs it.
        (pairs(rights="XYZ"), pairs(rights="XYW", correct=("a=2", "b=1")), ("a=2", "b=1")),
    ],
)
def test_key_follows_the_texts(asked, newest, correct):
    newest = replace(newest, version=3)
    found = corrected(asked, [newest])
    assert isinstance(found, PaperQuestion)
    assert found == replace(asked, correct=frozenset(correct), version=3)


def test_weights_follow_the_texts():
    asked = choice("AB", "a", weights=(10_000_000, 0))
    newest = choice("BA", "a", weights=(10_000_000, 5_000_000), version=2)
    found = corrected(asked, [newest])
    assert [(each.text, each.fraction) for each in found.options] == [
        ("A", 5_000_000),
        ("B", 10_000_000),
    ]
    assert found.correct == frozenset("b")


def test_typed_answers_take_what_is_accepted_now():
    asked = typed(accepted=[SKTM])
    newest = replace(typed(accepted=[SKTM, SURAT], is_case_sensitive=True), version=2)
    assert corrected(asked, [newest]) == newest


@pytest.mark.parametrize(
    ("asked", "newest", "misfit"),
    [
        (choice(), choice(kind="multiple"), Misfit.KIND),
        (choice(), replace(choice(), stem="Lain"), Misfit.STEM),
        (choice(), choice("ABCE"), Misfit.OPTIONS),
        (choice(), choice("ABC"), Misfit.OPTIONS),
        (choice("ABC"), choice("ABCD"), Misfit.OPTIONS),
        (choice("ABAD"), choice("ABAD", "c"), Misfit.OPTIONS),  # which A?
        (choice(), choice("AbCD"), Misfit.OPTIONS),
        (pairs(), pairs("PR"), Misfit.OPTIONS),
        (pairs(rights="XYZ"), pairs(rights="XYW", correct=("a=3", "b=1")), Misfit.OPTIONS),
        (pairs(rights="XXZ"), pairs(correct=("a=2", "b=1")), Misfit.OPTIONS),
        (typed("numeric", unit="m"), typed("numeric", unit="cm"), Misfit.UNIT),
        (typed("essay"), typed("essay"), Misfit.MARKED),
        (typed("file"), typed("file"), Misfit.MARKED),
        (choice(part=1, case="Kasus"), choice(part=1, case="Kasus lain"), Misfit.STEM),
        (choice(part=2, case="Kasus"), choice(part=1, case="Kasus"), Misfit.PARTS),
        (choice(), choice(part=1), Misfit.PARTS),
    ],
)
def test_what_is_not_certain_is_not_carried_over(asked, newest, misfit):
    assert corrected(asked, [newest]) is misfit


def test_same_key_changes_nothing_not_even_the_version():
    asked = choice()
    assert corrected(asked, [replace(asked, version=2)]) is asked


def test_parts_of_a_case_each_take_their_own_key():
    first, second = (choice(part=part, case="Kasus") for part in (1, 2))
    newest = [replace(first, correct=frozenset("c"), version=2), replace(second, version=2)]
    assert corrected(first, newest).correct == frozenset("c")
    assert corrected(second, newest) is second


@pytest.mark.parametrize("asked", [choice(), typed(accepted=[SKTM]), typed("essay"), pairs()])
def test_cancelling_can_be_taken_back(asked):
    void = cancelled(asked)
    assert void.is_void
    assert cancelled(void) == void
    back = corrected(void, [replace(asked, version=5)])
    assert replace(back, version=1) == asked


def shift(before, after, pass_mark=7000):
    return Shift(Outcome(before, before), Outcome(after, after), pass_mark)


def test_totals_count_who_has_a_score_on_both_sides():
    found = totals(
        [
            shift(6900, 7000),
            shift(7000, 6999),
            shift(5000, 6000),
            shift(8000, 8000),
            shift(None, None),
            shift(None, 9000),
        ]
    )
    assert (found.risen, found.fallen, found.same, found.count) == (2, 1, 1, 4)
    assert (found.now_pass, found.no_longer_pass) == (1, 1)
    assert found.scores == (26_900, 27_999)
