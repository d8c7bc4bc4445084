"""Editions of a text: passages that only one of them shows.

::: edisi 2024
Di Kalimantan Selatan data acuannya DTKS.
:::
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

_OPEN = re.compile(r" {0,3}:::\s*edisi\s+(\S+)\s*")
_ANY = re.compile(r" {0,3}:::.*")
_CLOSE = re.compile(r" {0,3}:::\s*")
_CODE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True)
class Problem:
    """Something wrong with an edition mark, and the line it stands on."""

    line: int
    message: str


def for_edition(text: str, edition: str) -> str:
    """The text as one edition reads it."""
    lines = text.splitlines(keepends=True)
    kept = (line for line, own, is_mark in _read(lines) if not is_mark and own in ("", edition))
    return "".join(kept)


def problems_of(text: str, editions: Container[str]) -> list[Problem]:
    """Marks that are not closed, stand inside each other, or name an edition there is not."""
    found: list[Problem] = []
    opened = 0
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if mark := _CODE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        if fence or not _ANY.fullmatch(line):
            continue
        if _CLOSE.fullmatch(line):
            if not opened:
                found.append(Problem(number, "penutup ::: tanpa pembuka"))
            opened = 0
            continue
        begin = _OPEN.fullmatch(line)
        if begin is None:
            found.append(Problem(number, 'pembuka harus "::: edisi" dan nama edisinya'))
        elif begin[1] not in editions:
            found.append(Problem(number, f'edisi "{begin[1]}" tidak ada'))
        if opened:
            found.append(Problem(number, f"edisi di baris {opened} belum ditutup dengan :::"))
        opened = number
    if opened:
        found.append(Problem(opened, "edisi ini tidak ditutup dengan :::"))
    return found


def _read(lines: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Each line, the edition it belongs to ("" for all), and whether it is only a mark."""
    own, fence = "", ""
    for line in lines:
        bare = line.rstrip("\r\n")
        if mark := _CODE.match(bare):
            fence = "" if fence == mark[1] else fence or mark[1]
        if not fence and (begin := _OPEN.fullmatch(bare)):
            own = begin[1]
            yield line, own, True
        elif not fence and own and _CLOSE.fullmatch(bare):
            yield line, own, True
            own = ""
        else:
            yield line, own, False
