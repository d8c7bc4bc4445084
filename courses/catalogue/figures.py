"""Pictures of modules and questions: which ones a text names, and whether one is safe to serve.

A drawing is shown to everybody in the training, so only what draws is let through: shapes, words
and colours; nothing that runs, moves or loads something.
"""

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from lms import markdown
from lms.content import WHOLE_FILE, Fault, place_name
from lms.pictures import UNREADABLE, opened

FOLDER = "figures"
MAX_BYTES = 12 * 1024  # a trainee's page is read over a weak signal
MOST_PHOTO_BYTES = 200 * 1024
LARGEST_SIDE = 2000
VERSION_LENGTH = 12
VERSION = re.compile(r"[0-9a-f]{12}", re.ASCII)  # how an address names one
MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
END = "." + ", .".join(MEDIA_TYPES)
NAME = re.compile(r"(?=.{5,100}$)[a-z0-9]+(?:-[a-z0-9]+)*\.(?:svg|png|jpg)", re.ASCII)

_PATH = re.compile(rf"{FOLDER}/{NAME.pattern}", re.ASCII)
_VIEW_BOX = re.compile(r"0 0 ([1-9]\d{1,3}) ([1-9]\d{1,3})", re.ASCII)
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    "svg", "title", "desc", "g", "defs", "style", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "path", "text", "tspan", "marker", "use",
}  # fmt: skip
_ATTRIBUTE = re.compile(r"(?!on)[a-z][A-Za-z0-9-]*", re.ASCII)
_OWN_NAME = re.compile(r"#[\w-]+", re.ASCII)
_ELSEWHERE = re.compile(r"url\s*\(\s*(?!#)|[@\\]|//|javascript:", re.IGNORECASE)


class BadFigureError(ValueError):
    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


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

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def picture(self) -> markdown.Picture:
        return picture_of(self.name, self.digest, self.width, self.height)


def read_figures(folder: Path, faults: list[Fault]) -> dict[str, FigureFile]:
    """Read all pictures of a folder, by the path that texts call them."""
    found: dict[str, FigureFile] = {}
    for path in sorted((folder / FOLDER).glob("*")):
        file = f"{FOLDER}/{path.name}"
        if NAME.fullmatch(path.name) is None:
            faults.append(
                Fault(file, WHOLE_FILE, "nama gambar hanya huruf kecil, angka, -, " + END)
            )
            continue
        try:
            found[file] = figure_of(path.name, path.read_bytes())
        except BadFigureError as error:
            faults.extend(Fault(file, WHOLE_FILE, problem) for problem in error.problems)
    return found


def check_images(file: str, text: str, known: Container[str], faults: list[Fault]) -> list[str]:
    """Find the pictures a text shows, each once; one that cannot be shown is a fault."""
    found: dict[str, None] = {}
    for image in markdown.images(text):
        place = place_name((image.source,), image.line)
        if _PATH.fullmatch(image.source) is None:
            faults.append(Fault(file, place, "gambar harus berupa figures/nama-gambar" + END))
        elif image.source not in known:
            faults.append(Fault(file, place, "gambar tidak ada di folder figures"))
        elif not image.alt.strip():
            faults.append(Fault(file, place, "gambar tanpa teks alternatif"))
        else:
            found[image.source] = None
    return list(found)


def picture_of(name: str, digest: str, width: int, height: int) -> markdown.Picture:
    """How stored texts show a figure. The address changes with the bytes.

    It is seen from the training's own address, which `placed` puts in front.
    """
    return markdown.Picture(f"{FOLDER}/{name}?v={digest[:VERSION_LENGTH]}", width, height)


def placed(html: str, address: str) -> str:
    """Point the pictures of a stored text to where the training shows them."""
    return html.replace(f'src="{FOLDER}/', f'src="{address}')


def figure_of(name: str, data: bytes) -> FigureFile:
    """Check a picture. Raises BadFigureError with everything that is wrong with it."""
    suffix = name.rpartition(".")[2]
    if suffix == "svg":
        size, problems = inspect(data)
    else:
        size, problems = _inspect_photo(data, MEDIA_TYPES[suffix])
    if problems:
        raise BadFigureError(problems)
    return FigureFile(name, data, *size)


def _inspect_photo(data: bytes, media_type: str) -> tuple[tuple[int, int], list[str]]:
    if len(data) > MOST_PHOTO_BYTES:
        return (0, 0), [f"gambar lebih besar dari {MOST_PHOTO_BYTES // 1024} KB"]
    try:
        with opened(data, ["PNG", "JPEG"]) as image:
            size, found = image.size, Image.MIME[image.format or ""]
            if max(size) > LARGEST_SIDE:
                return (0, 0), [f"gambar lebih besar dari {LARGEST_SIDE} piksel"]
            image.load()
    except UNREADABLE as error:
        return (0, 0), [f"gambar tidak dapat dibaca: {error}"]
    return size, [] if found == media_type else ["isi gambar tidak sesuai dengan namanya"]


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
