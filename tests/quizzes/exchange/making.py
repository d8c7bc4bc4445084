"""Items at random, as a reader could have made them, and bodies as people could write them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from quizzes.bank.bodies import AnyBody, body_of
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


# What people write, and what Markdown, HTML and the formats make something of.
_PIECES = [
    "kata", "**tebal**", "_miring_", "2 < 3 & 4 > 1", "a -> b", "= ~ # { } : \\\\", "%50%", "é",
    "TRUE", "[html]", "// x", "1.5", '"k"',
]  # fmt: skip
_SENTENCES = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=3).map(" ".join)
_BLOCKS = st.lists(
    st.one_of(_SENTENCES, st.sampled_from(["- satu\n- dua", "1. x\n2. y", "## Judul"])),
    min_size=1, max_size=3,
).map("\n\n".join)  # fmt: skip
_OPTIONAL = st.one_of(st.just(""), _SENTENCES)
_SHARES = st.integers(-100, 99).map(str) | st.sampled_from(["33,33333", "0"])
_AMOUNTS = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=3).map(
    lambda value: f"{value:f}".replace(".", ",")
)


def _different(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Told apart by a number, whatever their markup makes of them."""
    return st.lists(_SENTENCES, min_size=least, max_size=most).map(
        lambda found: [f"{number} {text}" for number, text in enumerate(found)]
    )


@st.composite
def _chosen(draw: st.DrawFn, kind: str) -> dict[str, object]:
    texts = draw(_different(3, 5))
    right = 1 if kind == "single" else 2
    options = [
        {
            "text": text,
            "correct": place < right,
            "why": draw(_OPTIONAL),
            "fixed": draw(st.booleans()),
        }
        for place, text in enumerate(texts)
    ]
    if draw(st.booleans()):
        for place, option in enumerate(options):
            wrong = (
                draw(_SHARES) if kind == "single" else draw(st.sampled_from(["0", "-25", "-50"]))
            )
            option["share"] = str(100 // right) if place < right else wrong
    return {"options": draw(st.permutations(options))}


@st.composite
def _accepted(draw: st.DrawFn, texts: list[dict[str, str]]) -> list[dict[str, str]]:
    shares = ["100", *(draw(_SHARES) for _text in texts[1:])]
    return [
        {**text, "share": share, "why": draw(_OPTIONAL)}
        for text, share in zip(texts, shares, strict=True)
    ]


@st.composite
def _typed(draw: st.DrawFn, kind: str) -> dict[str, object]:
    if kind == "short_answer":
        texts = [{"text": text} for text in draw(_different(1, 3))]
        return {"accepted": draw(_accepted(texts)), "case_sensitive": draw(st.booleans())}
    numbers = [
        {"value": draw(_AMOUNTS), "tolerance": draw(_AMOUNTS).lstrip("-")}
        for _place in range(draw(st.integers(1, 3)))
    ]
    return {"accepted": draw(_accepted(numbers)), "unit": draw(st.sampled_from(["", "kg"]))}


@st.composite
def _pairs(draw: st.DrawFn) -> dict[str, object]:
    lefts = draw(_different(2, 4))
    rights = draw(_different(len(lefts), len(lefts)))
    pairs = [{"left": left, "right": right} for left, right in zip(lefts, rights, strict=True)]
    return {"pairs": pairs, "distractors": draw(st.sampled_from([[], ["lain", "-> x"]]))}


_MODEL = {"model": _OPTIONAL}
_OWN = {
    "single": _chosen("single"),
    "multiple": _chosen("multiple"),
    "true_false": st.fixed_dictionaries(
        {"answer": st.booleans(), "why_true": _OPTIONAL, "why_false": _OPTIONAL}
    ),
    "short_answer": _typed("short_answer"),
    "numeric": _typed("numeric"),
    "matching": _pairs(),
    "ordering": st.fixed_dictionaries({"items": _different(2, 5)}),
    "essay": st.fixed_dictionaries(_MODEL, optional={"words": st.just({"least": 5, "most": 90})}),
    "file": st.fixed_dictionaries(_MODEL),
}


@st.composite
def bodies(draw: st.DrawFn) -> AnyBody:
    """Any kind that a file can hold: all but a case."""
    kind = draw(st.sampled_from(list(_OWN)))
    return body_of(
        {
            "kind": kind,
            "stem": draw(_BLOCKS),
            "explanation": draw(st.one_of(st.just(""), _BLOCKS)),
            "points": draw(st.sampled_from(["1", "2,5", "0,01"])),
            **draw(_OWN[kind]),
        }
    )
