"""Items at random, as a reader could have made them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from quizzes.exchange.items import WHOLE, Choice, Item, Kind, Markup, Number, Pair, Rich

# What means something in one of the formats, beside letters and what XML has to escape.
_SIGNS = ":=~#{}\\%->[]/$*\"'&<|éß"
_WORD = st.text(st.sampled_from("abAB1 .,?" + _SIGNS), min_size=1, max_size=12)


def _tidy(text: str) -> str:
    return " ".join(text.split())


WORDS = _WORD.map(_tidy).filter(bool)
NAMES = st.one_of(st.just(""), WORDS)
MARKUPS = st.sampled_from(list(Markup))


def _rich(text: str, markup: Markup) -> Rich:
    return Rich(text, markup)


RICH = st.builds(_rich, WORDS, MARKUPS)
FEEDBACK = st.one_of(st.just(Rich("")), RICH)
WEIGHTS = st.integers(-WHOLE, WHOLE - 1)
NUMBERS = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2).map(
    lambda value: abs(value) if value == 0 else value
)


@st.composite
def _choices(draw: st.DrawFn, kind: Kind) -> tuple[Choice, ...]:
    wrong = draw(st.lists(st.builds(Choice, RICH, WEIGHTS, FEEDBACK), min_size=1, max_size=4))
    if kind is Kind.SINGLE:
        right = [Choice(draw(RICH), WHOLE, draw(FEEDBACK))]
    else:
        share = draw(st.integers(1, WHOLE - 1))
        wrong = [Choice(each.text, min(each.fraction, 0), each.feedback) for each in wrong]
        right = [Choice(draw(RICH), part, draw(FEEDBACK)) for part in (share, WHOLE - share)]
    return tuple(draw(st.permutations(right + wrong)))


@st.composite
def _truth(draw: st.DrawFn) -> tuple[Choice, ...]:
    is_true = draw(st.booleans())
    return tuple(
        Choice(Rich(text), WHOLE if truth is is_true else 0, draw(FEEDBACK))
        for text, truth in (("true", True), ("false", False))
    )


_ANSWERS = {
    Kind.SINGLE: st.fixed_dictionaries({"choices": _choices(Kind.SINGLE)}),
    Kind.MULTIPLE: st.fixed_dictionaries({"choices": _choices(Kind.MULTIPLE)}),
    Kind.TRUE_FALSE: st.fixed_dictionaries({"choices": _truth()}),
    Kind.SHORT_ANSWER: st.fixed_dictionaries(
        {
            "choices": st.lists(
                st.builds(Choice, RICH, st.just(WHOLE), FEEDBACK), min_size=1, max_size=3
            ).map(tuple)
        }
    ),
    Kind.NUMERIC: st.fixed_dictionaries(
        {
            "numbers": st.lists(
                st.builds(Number, NUMBERS, NUMBERS.map(abs), st.just(WHOLE), FEEDBACK),
                min_size=1,
                max_size=3,
            ).map(lambda numbers: (*numbers, Number(None, Decimal(0), 0)))
        }
    ),
    Kind.MATCHING: st.fixed_dictionaries(
        {"pairs": st.lists(st.builds(Pair, RICH, WORDS), min_size=2, max_size=4).map(tuple)}
    ),
    Kind.ESSAY: st.just({}),
}


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(list(_ANSWERS)))
    return Item(
        line=0,
        kind=kind,
        stem=draw(RICH),
        name=draw(NAMES),
        category=draw(st.sampled_from(["", "Bimtek", "Bimtek/Hari 1"])),
        feedback=draw(FEEDBACK),
        tags=draw(st.sampled_from([(), ("C2",), ("C1", "tetap-a")])),
        **draw(_ANSWERS[kind]),
    )
