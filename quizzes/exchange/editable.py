"""Lets a trainer edit what was imported: its texts as Markdown, where Markdown can say them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizzes.bank.rendering import Pictures
from quizzes.exchange.as_markdown import block_as_markdown, line_as_markdown

_BLOCKS = ("stem", "explanation", "model")
_LINES = ("why_true", "why_false")
_PIECES = {"options": ("text", "why"), "accepted": ("why",), "pairs": ("left",)}

Fields = dict[str, Any]
_Change = Callable[[str], str]


class _OnlyHtmlError(Exception):
    pass


def editable(written: Fields, pictures: Pictures) -> Fields:
    """A written body of clean HTML in Markdown; as it was if one of its texts cannot be said so."""

    def block(html: str) -> str:
        return _found(block_as_markdown(html, pictures))

    def line(html: str) -> str:
        return _found(line_as_markdown(html, pictures))

    try:
        return {
            name: _changed(name, value, block, line)
            for name, value in written.items()
            if name != "markup"
        }
    except _OnlyHtmlError:
        return written


def _found(text: str | None) -> str:
    if text is None:
        raise _OnlyHtmlError
    return text


def _changed(name: str, value: Any, block: _Change, line: _Change) -> Any:
    if name in _BLOCKS:
        return block(value)
    if name in _LINES:
        return line(value)
    if name == "items":
        return [line(item) for item in value]
    if marked := _PIECES.get(name):
        return [
            {key: line(text) if key in marked else text for key, text in piece.items()}
            for piece in value
        ]
    return value
