"""Texts of GIFT: backslash escapes, the mark of a markup, and pieces that know their line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizzes.exchange.items import NOTHING, Markup, Rich

# While a question is cut up, what was escaped stands as a code point that no text may hold.
_ESCAPED = {char: chr(0xFDD0 + place) for place, char in enumerate("\\:#={}~n")}
_SHOWN = {ord(hidden): char for char, hidden in _ESCAPED.items()} | {ord(_ESCAPED["n"]): "\n"}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_MARK = re.compile(r"\[(html|markdown|plain|moodle)\]")
_RUN = re.compile(r"[ \t\r\n]+")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")


def hide_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], text)


def show(text: str) -> str:
    return text.translate(_SHOWN)


def read_rich(text: str, default: Markup = Markup.AUTO) -> Rich:
    """Take the mark off. Lines of the file are wrapped where the markup does not need them."""
    text = text.strip()
    match = _MARK.match(text)
    markup = Markup(match[1]) if match else default
    if match:
        text = text[match.end() :].strip()
    if markup in (Markup.AUTO, Markup.PLAIN):
        text = _RUN.sub(" ", text)
    shown = show(text).strip()
    return Rich(shown, markup) if shown else NOTHING


def escape(text: str) -> str:
    """Write a text so that it is read back as it is; a line break of its own becomes \\n."""
    text = re.sub(r"([\\:#={}~])", r"\\\1", text)
    return text.replace("\n", "\\n")


@dataclass(frozen=True)
class Piece:
    """Part of a question, and the line of the file on which it begins."""

    text: str
    line: int

    def cut(self, start: int, end: int | None = None) -> Piece:
        return Piece(self.text[start:end], self.line + self.text.count("\n", 0, start))

    def stripped(self) -> Piece:
        start = len(self.text) - len(self.text.lstrip())
        return Piece(self.text.strip(), self.cut(start).line)
