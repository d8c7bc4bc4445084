"""The body of a bank's question that says what an item says, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.words import N_
from quizzes.bank.bodies import MOST, OPTION_KEYS
from quizzes.bank.rendering import Pictures
from quizzes.exchange.comparing import usual_weights
from quizzes.exchange.items import POINT, WHOLE, Choice, Item, Kind, RefusedError
from quizzes.exchange.texts import as_html, as_line, as_text
from quizzes.exchange.weights import shares_are_usual

MOST_LETTERS = 20_000
FIXED = "tetap-"  # the tag that keeps a choice in its place where the format has no word for it
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_LINE = 200
_UNIT = 20

NOTHING_LEFT = N_("pertanyaannya kosong setelah dibersihkan")
EMPTY_CHOICE = N_("ada pilihan yang kosong setelah dibersihkan")
SAME_CHOICES = N_("ada pilihan yang sama")
SAME_ANSWERS = N_("ada jawaban yang sama")
SAME_LEFT = N_("ada dua pasangan dengan sisi kiri yang sama")
SAME_RIGHT = N_("semua pasangan bersisi kanan sama")
EMPTY_LEFT = N_("ada sisi kiri pasangan yang kosong setelah dibersihkan")
TOO_LONG = N_("teksnya lebih dari %(limit)s huruf", limit=MOST_LETTERS)
LINE_TOO_LONG = N_("ada jawaban yang lebih dari %(limit)s huruf", limit=_LINE)
UNIT_TOO_LONG = N_("satuannya lebih dari %(limit)s huruf", limit=_UNIT)
TOO_MANY_CHOICES = N_("lebih dari %(limit)s pilihan", limit=MOST)
ONE_PAIR = N_("hanya satu pasangan")
OTHER_NUMBERS = N_("angka lain (*) juga diberi nilai; itu tidak dapat dipakai")
NUMBER_TOO_LONG = N_("angka paling banyak 15 digit dengan 9 desimal")

Fields = dict[str, Any]


def written_body(item: Item, pictures: Pictures) -> Fields:
    """What `bank.bodies.body_of` takes. Raises RefusedError with what is in the way."""
    if any(len(rich.text) > MOST_LETTERS for rich in item.texts()):
        raise RefusedError(TOO_LONG)
    if max(len(item.choices), len(item.numbers), len(item.pairs)) > MOST:
        raise RefusedError(TOO_MANY_CHOICES)
    named = {path: replace(picture, address=path) for path, picture in pictures.items()}
    stem = as_html(item.stem, named)
    if not as_text(stem):
        raise RefusedError(NOTHING_LEFT)
    return {
        "markup": "html",
        "kind": item.kind.value,
        "stem": stem,
        "explanation": as_html(item.feedback, named),
        "points": _decimal(Decimal(item.points) / POINT),
        **_OWN[item.kind](item, named),
    }


def _options(item: Item, pictures: Pictures) -> Fields:
    texts = [as_line(choice.text, pictures) for choice in item.choices]
    _all_differ(texts, EMPTY_CHOICE, SAME_CHOICES)
    shares = _shares(item)
    options: list[Fields] = [
        {
            "text": text,
            "correct": _is_right(item.kind, choice),
            "why": as_line(choice.feedback, pictures),
            "fixed": choice.is_fixed or FIXED + key in item.tags,
        }
        for key, text, choice in zip(OPTION_KEYS, texts, item.choices, strict=False)
    ]
    if shares:
        for option, share in zip(options, shares, strict=True):
            option["share"] = share
    return {"options": options}


def _is_right(kind: Kind, choice: Choice) -> bool:
    return choice.fraction == WHOLE if kind is Kind.SINGLE else choice.fraction > 0


def _shares(item: Item) -> list[str]:
    """The weights, where they are not what goes without saying."""
    weights = [choice.fraction for choice in item.choices]
    correct = [_is_right(item.kind, choice) for choice in item.choices]
    if item.kind is Kind.SINGLE:
        is_usual = weights == usual_weights(item.kind, correct)
    else:
        is_usual = shares_are_usual(weights) and 2 <= sum(correct) < len(correct)
    return [] if is_usual else [_share(weight) for weight in weights]


def _truth(item: Item, pictures: Pictures) -> Fields:
    true, false = item.choices
    return {
        "answer": true.fraction == WHOLE,
        "why_true": as_line(true.feedback, pictures),
        "why_false": as_line(false.feedback, pictures),
    }


def _short(item: Item, pictures: Pictures) -> Fields:
    """What is typed is compared as it stands: it has no markup, whatever the texts around it."""
    texts = [" ".join(choice.text.text.split()) for choice in item.choices]
    seen = texts if item.case_sensitive else [text.casefold() for text in texts]
    if len(set(seen)) < len(seen):
        raise RefusedError(SAME_ANSWERS)
    _fit_a_line(texts)
    return {
        "accepted": [
            {
                "text": text,
                "share": _share(choice.fraction),
                "why": as_line(choice.feedback, pictures),
            }
            for text, choice in zip(texts, item.choices, strict=True)
        ],
        "case_sensitive": item.case_sensitive,
    }


def _numeric(item: Item, pictures: Pictures) -> Fields:
    """Any other number is wrong without being told so."""
    if any(number.value is None and number.fraction for number in item.numbers):
        raise RefusedError(OTHER_NUMBERS)
    if len(item.unit) > _UNIT:
        raise RefusedError(UNIT_TOO_LONG)
    accepted = [
        {
            "value": _decimal(number.value),
            "tolerance": _decimal(number.tolerance),
            "share": _share(number.fraction),
            "why": as_line(number.feedback, pictures),
        }
        for number in item.numbers
        if number.value is not None
    ]
    return {"accepted": accepted, "unit": item.unit}


def _matching(item: Item, pictures: Pictures) -> Fields:
    """A right side that several share is one, and one without a left side misleads."""
    found = [pair for pair in item.pairs if pair.left]
    if len(found) < 2:
        raise RefusedError(ONE_PAIR)
    lefts = [as_line(pair.left, pictures) for pair in found]
    _all_differ(lefts, EMPTY_LEFT, SAME_LEFT)
    rights = [" ".join(pair.right.split()) for pair in found]
    wrong = [" ".join(pair.right.split()) for pair in item.pairs if not pair.left]
    distractors = [text for text in dict.fromkeys(wrong) if text not in rights]
    _fit_a_line(rights + distractors)
    if len({text.casefold() for text in rights + distractors}) < 2:
        raise RefusedError(SAME_RIGHT)
    pairs = [{"left": left, "right": right} for left, right in zip(lefts, rights, strict=True)]
    return {"pairs": pairs, "distractors": distractors}


def _ordering(item: Item, pictures: Pictures) -> Fields:
    items = [as_line(choice.text, pictures) for choice in item.choices]
    _all_differ(items, EMPTY_CHOICE, SAME_CHOICES)
    return {"items": items}


def _essay(item: Item, pictures: Pictures) -> Fields:
    model = as_html(item.model, pictures)
    if item.words is None:
        return {"model": model}
    least, most = item.words
    return {"model": model, "words": {"least": least, "most": most}}


def _file(item: Item, pictures: Pictures) -> Fields:
    return {"model": as_html(item.model, pictures)}


_OWN: dict[Kind, Callable[[Item, Pictures], Fields]] = {
    Kind.SINGLE: _options,
    Kind.MULTIPLE: _options,
    Kind.TRUE_FALSE: _truth,
    Kind.SHORT_ANSWER: _short,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
    Kind.FILE: _file,
}


def _all_differ(lines: list[str], when_empty: Any, when_same: Any) -> None:
    """As people see them; of two pictures only the files can tell."""
    if not all(as_text(line) or "<img" in line for line in lines):
        raise RefusedError(when_empty)
    seen = [line if "<img" in line else as_text(line).casefold() for line in lines]
    if len(set(seen)) < len(seen):
        raise RefusedError(when_same)


def _fit_a_line(texts: list[str]) -> None:
    if any(len(text) > _LINE for text in texts):
        raise RefusedError(LINE_TOO_LONG)


def _share(fraction: int) -> str:
    return _decimal(Decimal(fraction) / (WHOLE // 100))


def _decimal(number: Decimal) -> str:
    """As the bank has numbers written: a comma, no more decimals than needed."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if not _DECIMAL.fullmatch(text):
        raise RefusedError(NUMBER_TOO_LONG)
    return text.replace(".", ",")
