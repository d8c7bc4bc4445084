"""Questions of the bank as items, to be written into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.words import N_
from quizzes.exchange import weights
from quizzes.exchange.bodies import FIXED
from quizzes.exchange.comparing import weights_of
from quizzes.exchange.gift_text import FORBIDDEN
from quizzes.exchange.items import (
    NOTHING,
    POINT,
    WHOLE,
    Choice,
    Item,
    Kind,
    Markup,
    Number,
    Pair,
    RefusedError,
    Rich,
)

CASE = N_("soal kasus bercerita satu kali untuk beberapa soal; format ini tidak mengenalnya")
CONTROL = N_("teksnya memuat huruf kendali")

_Content = Mapping[str, Any]


def item_of(
    kind: str, content: _Content, *, name: str, category: str, level: str, line: int
) -> Item:
    """A question of the bank; its name is its key.

    Raises RefusedError for a case: taken apart, its questions would come back as others.
    """
    if kind == "case":
        raise RefusedError(CASE)
    own = _OWN[Kind(kind)](kind, content)
    fixed = [FIXED + each["key"] for each in content.get("options", ()) if each.get("fixed")]
    item = Item(
        line=line,
        kind=Kind(kind),
        stem=stored(content["stem"]),
        name=name,
        category=category,
        feedback=stored(content["explanation"]),
        points=content.get("points", POINT),
        tags=tuple(([level] if level else []) + fixed),
        **own,
    )
    _check(item)
    return item


def _check(item: Item) -> None:
    """Weights that no reader takes back are not written either."""
    if item.kind is Kind.SINGLE:
        weights.check_single(item.choices)
    elif item.kind is Kind.MULTIPLE:
        weights.check_multiple(item.choices)
    if any(FORBIDDEN.search(rich.text) for rich in item.texts()):
        raise RefusedError(CONTROL)


def _options(kind: str, content: _Content) -> dict[str, Any]:
    options: Sequence[_Content] = content["options"]
    are_fixed = all(each.get("fixed") for each in options)
    return {
        "choices": tuple(
            Choice(stored(option["text"]), weight, stored(option["why"]), is_fixed=are_fixed)
            for option, weight in zip(options, weights_of(kind, options), strict=True)
        )
    }


def _truth(_kind: str, content: _Content) -> dict[str, Any]:
    return {
        "choices": tuple(
            Choice(Rich(text), WHOLE if option["correct"] else 0, stored(option["why"]))
            for text, option in zip(("true", "false"), content["options"], strict=True)
        )
    }


def _short(_kind: str, content: _Content) -> dict[str, Any]:
    accepted = tuple(
        Choice(Rich(each["text"], Markup.HTML), each["fraction"], stored(each["why"]))
        for each in content["accepted"]
    )
    return {"choices": accepted, "case_sensitive": content["case_sensitive"]}


def _numeric(_kind: str, content: _Content) -> dict[str, Any]:
    numbers = tuple(
        Number(
            Decimal(each["value"]),
            Decimal(each["tolerance"]),
            each["fraction"],
            stored(each["why"]),
        )
        for each in content["accepted"]
    )
    return {"numbers": numbers, "unit": content["unit"]}


def _matching(_kind: str, content: _Content) -> dict[str, Any]:
    pairs = [Pair(stored(each["left"]), each["right"]) for each in content["pairs"]]
    return {"pairs": (*pairs, *(Pair(NOTHING, text) for text in content["distractors"]))}


def _ordering(_kind: str, content: _Content) -> dict[str, Any]:
    return {"choices": tuple(Choice(stored(text), WHOLE) for text in content["items"])}


def _written(_kind: str, content: _Content) -> dict[str, Any]:
    """Essays and files."""
    words = content.get("words")
    return {"model": stored(content["model"]), "words": tuple(words) if words else None}


_OWN: dict[Kind, Callable[[str, _Content], dict[str, Any]]] = {
    Kind.SINGLE: _options,
    Kind.MULTIPLE: _options,
    Kind.TRUE_FALSE: _truth,
    Kind.SHORT_ANSWER: _short,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _written,
    Kind.FILE: _written,
}


def stored(written: str) -> Rich:
    return Rich(written.strip(), Markup.HTML) if written.strip() else NOTHING
