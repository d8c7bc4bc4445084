"""Between items and the bank: what the bank can hold of an item, and a bank's question as an item.

The bank has clean HTML, so every text is rendered and cleaned here.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from lms import markdown
from lms.words import N_, Words
from quizzes.exchange.items import (
    NOTHING,
    POINT,
    WHOLE,
    Choice,
    Item,
    Kind,
    Markup,
    RefusedError,
    Rich,
)
from quizzes.exchange.weights import are_right_minus_wrong, equal_share

MOST_CHOICES = len(ascii_lowercase)
MOST_LETTERS = 20_000
TRUTH = {"true": ("benar", "Benar"), "false": ("salah", "Salah")}
LEVELS = ("C1", "C2", "C3")
KIND_NAMES = {
    Kind.SINGLE: N_("pilihan ganda"),
    Kind.MULTIPLE: N_("pilihan ganda kompleks"),
    Kind.TRUE_FALSE: N_("benar atau salah"),
}
NOT_HELD = {
    Kind.SHORT_ANSWER: N_("jenis soal isian singkat belum dapat dipakai"),
    Kind.NUMERIC: N_("jenis soal angka belum dapat dipakai"),
    Kind.MATCHING: N_("jenis soal menjodohkan belum dapat dipakai"),
    Kind.ORDERING: N_("jenis soal mengurutkan belum dapat dipakai"),
    Kind.ESSAY: N_("jenis soal esai belum dapat dipakai"),
}
_FIXED = "tetap-"  # the tag that keeps a choice in its place where the format has no word for it
_HAS_TAGS = re.compile(
    r"</?(?:[abisu]|em|strong|p|br|div|span|su[bp]|ul|ol|li|table|img|script)\b[^<>]*>|&#?\w+;",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\b|!\[[^\]]*\]\(", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]+>")

NOTHING_LEFT = N_("pertanyaannya kosong setelah dibersihkan")
EMPTY_CHOICE = N_("ada pilihan yang kosong setelah dibersihkan")
SAME_CHOICES = N_("ada pilihan yang sama")
TOO_LONG = N_("teksnya lebih dari %(limit)s huruf", limit=MOST_LETTERS)
TOO_MANY_CHOICES = N_("lebih dari %(limit)s pilihan", limit=MOST_CHOICES)
IMAGE = N_("gambar tidak diambil; tambahkan keterangannya pada soal")
ALL_IS_FULL = N_("memilih semua pilihan memberi nilai penuh")


@dataclass(frozen=True)
class Candidate:
    """An item as the bank would hold it."""

    item: Item
    content: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.item.kind, self.content)

    @property
    def level(self) -> str:
        return next((tag for tag in self.item.tags if tag in LEVELS), "")

    @property
    def weights(self) -> list[int]:
        """What each option is worth, as the bank will count it."""
        options = self.content["options"]
        return [_weight(self.item.kind, option, options) for option in options]

    @property
    def warnings(self) -> list[Words]:
        """What a person should look at before the question is used."""
        choices = self.item.choices
        found = [IMAGE] if any(_IMAGE.search(rich.text) for rich in _texts(self.item)) else []
        total = sum(choice.fraction for choice in choices)
        has_wrong = any(choice.fraction <= 0 for choice in choices)
        if self.item.kind is Kind.MULTIPLE and has_wrong and total >= WHOLE:
            found.append(ALL_IS_FULL)
        return found


def candidate_of(item: Item) -> Candidate:
    """Raises RefusedError if the bank cannot hold the item as it is."""
    if item.kind in NOT_HELD:
        raise RefusedError(NOT_HELD[item.kind])
    if any(len(rich.text) > MOST_LETTERS for rich in _texts(item)):
        raise RefusedError(TOO_LONG)
    if len(item.choices) > MOST_CHOICES:
        raise RefusedError(TOO_MANY_CHOICES)
    stem = as_html(item.stem)
    if not as_text(stem):
        raise RefusedError(NOTHING_LEFT)
    content: dict[str, Any] = {
        "stem": stem,
        "options": _truth(item) if item.kind is Kind.TRUE_FALSE else _options(item),
        "explanation": as_html(item.feedback),
    }
    if item.points != POINT:
        content["points"] = item.points
    return Candidate(item, content)


def _texts(item: Item) -> list[Rich]:
    choices = [rich for choice in item.choices for rich in (choice.text, choice.feedback)]
    return [item.stem, item.feedback, *choices]


def _truth(item: Item) -> list[dict[str, Any]]:
    return [
        {
            "key": TRUTH[choice.text.text][0],
            "text": TRUTH[choice.text.text][1],
            "correct": choice.fraction == WHOLE,
            "why": as_line(choice.feedback),
        }
        for choice in item.choices
    ]


def _options(item: Item) -> list[dict[str, Any]]:
    texts = [as_line(choice.text) for choice in item.choices]
    shown = [as_text(text).casefold() for text in texts]
    if not all(shown):
        raise RefusedError(EMPTY_CHOICE)
    if len(set(shown)) < len(shown):
        raise RefusedError(SAME_CHOICES)
    has_weights = _needs_weights(item)
    return [
        {
            "key": key,
            "text": text,
            "correct": choice.fraction == WHOLE
            if item.kind is Kind.SINGLE
            else choice.fraction > 0,
            "why": as_line(choice.feedback),
            **({"fixed": True} if choice.is_fixed or _FIXED + key in item.tags else {}),
            **({"fraction": choice.fraction} if has_weights else {}),
        }
        for key, text, choice in zip(ascii_lowercase, texts, item.choices, strict=False)
    ]


def _needs_weights(item: Item) -> bool:
    if item.kind is Kind.MULTIPLE:
        return not are_right_minus_wrong(item.choices)
    return any(choice.fraction not in (0, WHOLE) for choice in item.choices)


def item_of(
    kind: str, content: Mapping[str, Any], *, name: str, category: str, level: str, line: int
) -> Item:
    """A question of the bank, to be written into a file. Its name is its key."""
    options: Sequence[Mapping[str, Any]] = content["options"]
    fixed = [_FIXED + option["key"] for option in options if option.get("fixed")]
    return Item(
        line=line,
        kind=Kind(kind),
        stem=_stored(content["stem"]),
        name=name,
        category=category,
        choices=tuple(_choice(kind, option, options) for option in options),
        feedback=_stored(content["explanation"]),
        points=content.get("points", POINT),
        tags=tuple(([level] if level else []) + fixed),
    )


def _choice(kind: str, option: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> Choice:
    truth = {key: text for text, (key, _label) in TRUTH.items()}
    is_truth = kind == Kind.TRUE_FALSE
    return Choice(
        text=Rich(truth[option["key"]]) if is_truth else _stored(option["text"]),
        fraction=_weight(kind, option, options),
        feedback=_stored(option["why"]),
        is_fixed=option.get("fixed", False) and all(each.get("fixed") for each in options),
    )


def _weight(kind: str, option: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> int:
    """The option's own, or what the usual rule makes of it: right minus wrong, all or nothing."""
    if "fraction" in option:
        return int(option["fraction"])
    if kind != Kind.MULTIPLE:
        return WHOLE if option["correct"] else 0
    share = equal_share(sum(each["correct"] for each in options))
    return share if option["correct"] else -share


def _stored(written: str) -> Rich:
    return Rich(written.strip(), Markup.HTML) if written.strip() else NOTHING


def as_html(rich: Rich) -> str:
    match _markup(rich):
        case Markup.HTML:
            return markdown.clean_html(rich.text)
        case Markup.MARKDOWN:
            return markdown.clean_html(markdown.render(rich.text))
    paragraphs = [part for part in rich.text.split("\n\n") if part.strip()]
    return markdown.clean_html("\n".join(f"<p>{_with_breaks(part)}</p>" for part in paragraphs))


def as_line(rich: Rich) -> str:
    match _markup(rich):
        case Markup.HTML:
            return markdown.clean_inline_html(rich.text)
        case Markup.MARKDOWN:
            return markdown.render_inline(rich.text).strip()
    return markdown.clean_inline_html(_with_breaks(rich.text))


def _markup(rich: Rich) -> Markup:
    """Moodle takes unmarked text for HTML; without a tag in it, that could only lose a "<"."""
    if rich.markup is not Markup.AUTO:
        return rich.markup
    return Markup.HTML if _HAS_TAGS.search(rich.text) else Markup.PLAIN


def _with_breaks(text: str) -> str:
    return html.escape(text.strip(), quote=False).replace("\n", "<br>")


def as_text(written: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub(" ", written)).split())


def fingerprint(kind: str, content: Mapping[str, Any]) -> str:
    """Equal for questions that say the same; space around and between texts says nothing."""
    text = json.dumps([str(kind), content], sort_keys=True, ensure_ascii=False)
    text = re.sub(r"(?:\\n|\s)+", " ", text)
    return hashlib.sha256(re.sub(r'" | "', '"', text).encode()).hexdigest()
