"""Drawings of the modules: which ones a text names, and whether a drawing is safe to serve.

A drawing comes from the content folder and is shown to everybody in the training, so only what
draws is let through: shapes, words and colours; nothing that runs, moves or loads something.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lms import markdown
from lms.content import WHOLE_FILE, Fault, place_name, read_text

MAX_BYTES = 12 * 1024  # a trainee's page is read over a weak signal
LARGEST_SIDE = 2000
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*\.svg"

_PATH = re.compile(rf"figures/({NAME})", re.ASCII)
_VIEW_BOX = re.compile(r"0 0 ([1-9]\d{1,3}) ([1-9]\d{1,3})", re.ASCII)
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    "svg", "title", "desc", "g", "defs", "style", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "path", "text", "tspan", "marker", "use",
}  # fmt: skip
_ATTRIBUTE = re.compile(r"(?!on)[a-z][A-Za-z0-9-]*", re.ASCII)
_OWN_NAME = re.compile(r"#[\w-]+", re.ASCII)
_ELSEWHERE = re.compile(r"url\s*\(\s*(?!#)|[@\\]|//|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class FigureFile:
    """A drawing as it stands in the folder, and its size on the page."""

    name: str
    data: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_figures(folder: Path, file: str, text: str, faults: list[Fault]) -> list[FigureFile]:
    """Read the drawings a module names, each once, in the order of the text."""
    found: dict[str, FigureFile] = {}
    for image in markdown.images(text):
        match = _PATH.fullmatch(image.source)
        place = place_name((image.source,), image.line)
        if match is None:
            faults.append(Fault(file, place, "gambar harus berupa figures/nama-gambar.svg"))
            continue
        if not image.alt.strip():
            faults.append(Fault(file, place, "gambar tanpa teks alternatif"))
        if match[1] not in found and (figure := _read(folder, match[1], faults)):
            found[match[1]] = figure
    return list(found.values())


def pictures(figures: Iterable[FigureFile]) -> dict[str, markdown.Picture]:
    """Where a module's page finds each drawing, by the path the text calls it.

    The address is seen from the module's own page, so the text is the same in every training. It
    changes with the bytes, so browsers may keep what they have.
    """
    return {
        f"figures/{figure.name}": markdown.Picture(
            f"../gambar/{figure.name}?v={figure.digest[:12]}", figure.width, figure.height
        )
        for figure in figures
    }


def _read(folder: Path, name: str, faults: list[Fault]) -> FigureFile | None:
    file = f"figures/{name}"
    text = read_text(folder, file, faults)
    if text is None:
        return None
    data = text.encode()
    size, problems = inspect(data)
    faults.extend(Fault(file, WHOLE_FILE, problem) for problem in problems)
    return FigureFile(name, data, *size) if not problems else None


def inspect(data: bytes) -> tuple[tuple[int, int], list[str]]:
    """Give a drawing's size, and everything that is wrong with it."""
    if len(data) > MAX_BYTES:
        return (0, 0), [f"gambar lebih besar dari {MAX_BYTES // 1024} KB"]
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        return (0, 0), [f"SVG tidak dapat dibaca: {error}"]
    problems = [] if root.tag == f"{_SVG}svg" else ["bukan gambar SVG"]
    for name in ("title", "desc"):
        if not (root.findtext(f"{_SVG}{name}") or "").strip():
            problems.append(f"<{name}> tidak ada atau kosong")
    for element in root.iter():
        problems += _faults_of(element)
    size = _VIEW_BOX.fullmatch(root.get("viewBox", ""))
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    if size is None or max(width, height) > LARGEST_SIDE:
        problems.append(f'viewBox harus "0 0 lebar tinggi", paling besar {LARGEST_SIDE}')
    return (width, height), problems


def _faults_of(element: Element) -> list[str]:
    tag = element.tag.removeprefix(_SVG)
    if tag not in _ELEMENTS:
        return [f"<{tag}> tidak boleh ada dalam gambar"]
    found = [
        f"{name} pada <{tag}> tidak boleh ada dalam gambar"
        for name, value in element.attrib.items()
        if not _is_harmless(name, value)
    ]
    if tag == "style" and _ELSEWHERE.search(element.text or ""):
        found.append("<style> tidak boleh memuat berkas lain")
    return found


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return _OWN_NAME.fullmatch(value) is not None
    return _ATTRIBUTE.fullmatch(name) is not None and _ELSEWHERE.search(value) is None
