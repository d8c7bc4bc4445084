"""Writes GIFT that `gift` reads back to the same items; what it cannot say is left out and told.

What a question is worth, which other programs ask elsewhere, stands in a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lms.words import N_
from quizzes.exchange.gift_text import escape
from quizzes.exchange.items import (
    POINT,
    POINTS_TAG,
    WHOLE,
    Choice,
    Item,
    Kind,
    Markup,
    Number,
    RefusedError,
    Remark,
    Rich,
    Written,
)
from quizzes.exchange.weights import write_points, write_weight

NO_ORDERING = N_("GIFT tidak mengenal soal mengurutkan")
NO_FILE = N_("GIFT tidak mengenal soal unggah berkas")
NO_CASE = N_("GIFT tidak dapat membedakan huruf besar dan kecil pada isian singkat")
NO_UNIT = N_("GIFT tidak dapat memuat satuan angka")
NO_MODEL = N_("GIFT tidak dapat memuat pedoman penilaian dan batas kata esai")
ARROW = N_('GIFT tidak dapat memuat "->" dalam jawaban ini')
_LOOKS_MARKED = re.compile(r"\[\w+\]")
_TRUTH = {"true": "TRUE", "false": "FALSE"}


def write_gift(items: Sequence[Item]) -> Written:
    blocks: list[str] = []
    left_out: list[Remark] = []
    category = ""
    for item in items:
        try:
            block = _question(item)
        except RefusedError as error:
            left_out.append(Remark(item.line, item.name, error.reason))
            continue
        if item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: $course$/top/{category}")
        blocks.append(block)
    return Written("\n\n".join(blocks) + "\n", tuple(left_out))


def _question(item: Item) -> str:
    _check(item)
    tags = [*item.tags]
    if item.points != POINT:
        tags.append(POINTS_TAG + write_points(item.points, ","))
    lines = [f"// [tag:{tag}]" for tag in tags]
    title = f"::{escape(item.name)}::" if item.name else ""
    answers = list(_answers(item))
    if item.feedback:
        answers.append(f"####{_rich(item.feedback, item.stem.markup)}")
    inside = "\n" + "\n".join(f"\t{answer}" for answer in answers) + "\n" if answers else ""
    lines.append(f"{title}{_rich(item.stem, Markup.AUTO)} {{{inside}}}")
    return "\n".join(lines)


def _check(item: Item) -> None:
    reasons = {
        NO_ORDERING: item.kind is Kind.ORDERING,
        NO_FILE: item.kind is Kind.FILE,
        NO_CASE: item.case_sensitive,
        NO_UNIT: bool(item.unit),
        NO_MODEL: bool(item.model or item.words),
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise RefusedError(reason)


def _answers(item: Item) -> Iterator[str]:
    markup = item.stem.markup
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            for choice in item.choices:
                yield _choice(choice, markup, is_single=item.kind is Kind.SINGLE)
        case Kind.TRUE_FALSE:
            yield _truth(item.choices, markup)
        case Kind.SHORT_ANSWER:
            for choice in item.choices:
                weight = f"%{write_weight(choice.fraction)}%"
                yield f"={weight}{_without_arrow(_with_feedback(choice, markup))}"
        case Kind.NUMERIC:
            yield "#"
            for number in item.numbers:
                yield _number(number, markup)
        case Kind.MATCHING:
            for pair in item.pairs:
                left = _without_arrow(_rich(pair.left, markup))
                yield f"={left} -> {escape(pair.right)}"
        case Kind.ESSAY | Kind.ORDERING | Kind.FILE:
            return


def _choice(choice: Choice, markup: Markup, *, is_single: bool) -> str:
    """A weight stands wherever the marker alone would mean another, or the text looks like one."""
    is_key = is_single and choice.fraction == WHOLE
    is_plain = is_key or choice.fraction == 0
    weight = write_weight(choice.fraction)
    mark = "" if is_plain and not choice.text.text.startswith("%") else f"%{weight}%"
    return f"{'=' if is_key else '~'}{mark}{_with_feedback(choice, markup)}"


def _without_arrow(text: str) -> str:
    """An arrow would make pairs of answers, and nothing can escape it."""
    if "->" in text:
        raise RefusedError(ARROW)
    return text


def _with_feedback(choice: Choice, markup: Markup) -> str:
    feedback = f" #{_rich(choice.feedback, markup)}" if choice.feedback else ""
    return _rich(choice.text, markup) + feedback


def _truth(choices: Sequence[Choice], markup: Markup) -> str:
    right = next(choice for choice in choices if choice.fraction == WHOLE)
    wrong = next(choice for choice in choices if choice.fraction != WHOLE)
    feedback = ""
    if wrong.feedback or right.feedback:
        feedback = f"#{_rich(wrong.feedback, markup)}"
    if right.feedback:
        feedback += f"#{_rich(right.feedback, markup)}"
    return _TRUTH[right.text.text] + feedback


def _number(number: Number, markup: Markup) -> str:
    feedback = f" #{_rich(number.feedback, markup)}" if number.feedback else ""
    weight = f"%{write_weight(number.fraction)}%"
    if number.value is None:
        return f"~{weight}*{feedback}"
    return f"={weight}{_plain(number.value)}:{_plain(number.tolerance)}{feedback}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _rich(rich: Rich, default: Markup) -> str:
    """Mark a text that is not marked up as the stem is, or could be taken to be."""
    if not rich:
        return ""
    could_be_mistaken = _LOOKS_MARKED.match(rich.text) or rich.text.startswith("//")
    mark = f"[{rich.markup}]" if rich.markup is not default or could_be_mistaken else ""
    return mark + escape(rich.text)
