"""What a module's text says about itself: its flags, and what differs between two texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FLAG = "*(perlu konfirmasi Dinsos)*"

_HEADING = re.compile(r" {0,3}#{2,6}\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_BEGINS = re.compile(r"\s*(?:\||[-*+] |\d+[.)] |> |#|:::|!\[)")  # a block of its own
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]+|^\s*(?:[-*+]|\d+[.)]|>|#+)\s+")
_END = re.compile(r"[.!?][*\"”')]*\s+(?=[*\"“'(]*[A-Z0-9])")
# A point after these ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:jo|jis|no|nomor|hal|ps|prov|kab|kec|jl|drs?|ir|hj?|rp|dkk|mis|s\.d|a\.n|u\.p)|\b[A-Z])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """Something in a module that rests on a fact which the office must confirm."""

    line: int
    section: str
    sentence: str


def passages(text: str) -> list[Passage]:
    """Every flagged sentence outside code, with the section it stands in."""
    found: list[Passage] = []
    section = ""
    for number, block in _blocks(text):
        if heading := _HEADING.match(block[0]):
            section = plain(heading[1])
        whole = " ".join(line.strip() for line in block)
        ends = [number + step for step, line in enumerate(block) for _ in range(line.count(FLAG))]
        begin = 0
        for line in ends:
            at = whole.index(FLAG, begin)
            found.append(Passage(line, section, sentence_before(whole[begin:at])))
            begin = at + len(FLAG)
            begin += len(whole[begin:]) - len(whole[begin:].lstrip(".;, "))
    return found


def without_flag(text: str, number: int) -> str:
    """The text without its flag of this number, as `passages` counts them from 1."""
    found = passages(text)
    line = found[number - 1].line
    earlier = sum(one.line == line for one in found[: number - 1])
    lines = text.splitlines(keepends=True)
    parts = lines[line - 1].split(FLAG)
    before, after = FLAG.join(parts[: earlier + 1]), FLAG.join(parts[earlier + 1 :])
    lines[line - 1] = before.rstrip(" ") + after
    return "".join(lines)


def sentence_before(text: str) -> str:
    """The last sentence of a text, or of a table's row all its cells, without its markup."""
    if text.lstrip().startswith("|"):
        return plain(": ".join(cell.strip() for cell in text.split("|") if cell.strip()))
    begin = 0
    for end in _END.finditer(text):
        if text[end.end() :].strip() and not _SHORT.search(text[: end.start() + 1]):
            begin = end.end()
    return plain(text[begin:])


def plain(text: str) -> str:
    """A line of Markdown as one reads it."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", text.replace(FLAG, "")).split())


def tidy(text: str | None) -> str:
    """A text as it is stored: plain line ends, nothing invisible, one line end at the end."""
    lines = (text or "").splitlines()
    kept = ("".join(mark for mark in line if mark == "\t" or _is_seen(mark)) for line in lines)
    return "\n".join(kept).strip("\n").rstrip() + "\n"


def _is_seen(mark: str) -> bool:
    """Neither a control letter nor half of one: a database takes none of them."""
    return not ("\0" <= mark < " " or "\x7f" <= mark < "\xa0" or "\ud800" <= mark <= "\udfff")


def snippet(name: str, alt: str) -> str:
    """How a text shows a picture, with the line that says what it shows."""
    words = re.sub(r"[\[\]\\]", "", " ".join(alt.split()))
    return f"![{words}](figures/{name})\n*{words.replace('*', '')}*\n"


def with_snippet(text: str, piece: str, cursor: int | None) -> str:
    """Put a piece between paragraphs: after the line of the cursor, or at the end."""
    at = len(text) if cursor is None else text.find("\n", min(max(cursor, 0), len(text)))
    before, after = (text, "") if at < 0 else (text[:at], text[at:])
    parts = [part for part in (before.rstrip(), piece.strip(), after.strip("\n")) if part]
    return "\n\n".join(parts) + "\n"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs, rows, items and headings, each with the number of its first line."""
    block: list[str] = []
    begun, fence = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        is_code = bool(mark or fence)
        if block and (is_code or not line.strip() or _BEGINS.match(line)):
            yield begun, block
            block = []
        if not is_code and line.strip():
            begun = begun if block else number
            block.append(line)
    if block:
        yield begun, block
