"""The written shape of modules: their entry in training.yaml and their Markdown file."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import StrictBool

from courses.catalogue.editions import for_edition, problems_of
from courses.catalogue.figures import check_images
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
    """A module's Markdown, and the headings that questions may refer to."""

    code: str
    file: str
    markdown: str
    headings: frozenset[str]


def read_module(
    folder: Path,
    entry: ModuleEntry,
    editions: Iterable[str],
    images: Container[str],
    faults: list[Fault],
) -> ModuleText | None:
    """Read a module's file; `images` are the pictures there are, by their path in the folder."""
    markdown = read_text(folder, entry.file, faults)
    if markdown is None:
        return None
    headings = check_module(entry.file, markdown, list(editions), images, faults)
    return ModuleText(entry.code, entry.file, markdown, headings)


def check_module(
    file: str, markdown: str, editions: Sequence[str], images: Container[str], faults: list[Fault]
) -> frozenset[str]:
    """Find what is wrong with a module's text, and its headings.

    Its title stands elsewhere, so it has no first-level heading. Each edition is read by itself.
    """
    for problem in problems_of(markdown, editions):
        faults.append(Fault(file, place_name((":::",), problem.line), problem.message))
    for line, level, text in _headings(markdown):
        if level == 1:
            message = "judul tingkat 1 (#) ada di training.yaml"
            faults.append(Fault(file, place_name((text,), line), message))
    for edition in editions:
        seen: set[str] = set()
        for _line, _level, text in _headings(for_edition(markdown, edition)):
            if text in seen:
                fault = Fault(file, _place_of(markdown, text), "judul bagian ditulis dua kali")
                faults.extend([fault] if fault not in faults else [])
            seen.add(text)
        if not seen:
            faults.append(Fault(file, place_name(()), "tidak ada judul bagian (##)"))
            break
    check_images(file, markdown, images, faults)
    return frozenset(text for _line, _level, text in _headings(markdown))


def _place_of(markdown: str, heading: str) -> str:
    lines = [line for line, _level, text in _headings(markdown) if text == heading]
    return place_name((heading,), lines[-1])


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
