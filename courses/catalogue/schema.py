"""The written shape of modules: their entry in training.yaml and their Markdown file."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import StrictBool

from courses.catalogue.figures import FigureFile, read_figures
from lms.content import Fault, place_name, read_text
from lms.content_fields import ContentModel, Line, ModuleCode, Positive

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")


class ModuleEntry(ContentModel):
    """One module of the curriculum; a self-study module stands outside the schedule."""

    code: ModuleCode
    title: Line
    lesson_hours: Positive
    self_study: StrictBool = False
    file: Line


@dataclass(frozen=True)
class ModuleText:
    """A module's Markdown, the headings that questions may refer to, and its drawings."""

    code: str
    markdown: str
    headings: frozenset[str]
    figures: tuple[FigureFile, ...] = ()


def read_module(folder: Path, entry: ModuleEntry, faults: list[Fault]) -> ModuleText | None:
    """Read a module's file. Its title stands in training.yaml, so it has no first-level heading."""
    markdown = read_text(folder, entry.file, faults)
    if markdown is None:
        return None
    headings: set[str] = set()
    for line, level, text in _headings(markdown):
        place = place_name((text,), line)
        if level == 1:
            faults.append(Fault(entry.file, place, "judul tingkat 1 (#) ada di training.yaml"))
        if text in headings:
            faults.append(Fault(entry.file, place, "judul bagian ditulis dua kali"))
        headings.add(text)
    if not headings:
        message = "tidak ada judul bagian (##)"
        faults.append(Fault(entry.file, place_name(()), message))
    figures = read_figures(folder, entry.file, markdown, faults)
    return ModuleText(entry.code, markdown, frozenset(headings), tuple(figures))


def _headings(markdown: str) -> list[tuple[int, int, str]]:
    """Find (line, level, text) of the headings that stand outside code blocks."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    for number, line in enumerate(markdown.splitlines(), start=1):
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (heading := _HEADING.match(line)):
            found.append((number, len(heading[1]), heading[2]))
    return found
