"""The PDF parts of a pack as one: a cover with totals and contents, numbered pages, bookmarks.

It is for reading and for the binder on the shelf. The parts in the ZIP stay what they are: tagged
for screen readers, and certificates with their signatures, which a copy of pages cannot carry.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

NAME = "Laporan pertanggungjawaban.pdf"
SCANS = "3-kehadiran/pindaian"
A4_INCHES = 8.27  # its width
# The order on the shelf; of a folder all PDF files, each with a bookmark of its own.
PARTS = (
    ("Daftar undangan", "1-peserta/daftar-undangan.pdf"),
    ("Jadwal", "2-jadwal/jadwal.pdf"),
    ("Rekapitulasi kehadiran", "3-kehadiran/rekapitulasi.pdf"),
    ("Daftar hadir", "3-kehadiran/daftar-hadir.pdf"),
    ("Pindaian daftar hadir bertanda tangan", SCANS),
    ("Nilai tes", "4-tes/nilai.pdf"),
    ("Hasil dan analisis tes, kenaikan nilai", "4-tes/hasil-dan-analisis.pdf"),
    ("Evaluasi penyelenggaraan dan narasumber", "5-evaluasi/evaluasi.pdf"),
    ("Rencana kerja", "6-rencana-kerja/rencana-kerja.pdf"),
    ("Laporan kerja", "6-rencana-kerja/laporan"),
    ("Berita acara penetapan kompetensi", "7-keputusan/berita-acara.pdf"),
    ("Register sertifikat", "8-sertifikat/register.pdf"),
)


@dataclass(frozen=True)
class Part:
    """Files under one line of the contents, and the page on which it begins; 0 is nowhere."""

    title: str
    names: tuple[str, ...]
    page: int = 0


Cover = Callable[[Sequence[Part]], bytes]
Numbers = Callable[[int], bytes]


def parts_of(names: Sequence[str]) -> list[Part]:
    """What there is of each; a part without a file has no line."""
    pdfs = sorted(name for name in names if name.endswith(".pdf"))
    found = [
        Part(title, tuple(name for name in pdfs if name == place or _is_in(place, name)))
        for title, place in PARTS
    ]
    return [part for part in found if part.names]


def _is_in(folder: str, name: str) -> bool:
    return name.startswith(f"{folder}/")


def bind(files: dict[str, bytes], cover: Cover, numbers: Numbers, *, title: str) -> bytes:
    """`cover` prints the first pages, `numbers` so many sheets with a number each."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only who binds pays for it

    files = files | {_paged(name): _page_of(files[name]) for name in files if _is_scan(name)}
    parts = parts_of(list(files))
    readers = {name: _reader(files[name]) for part in parts for name in part.names}
    front = len(PdfReader(io.BytesIO(cover(parts))).pages)
    parts = _placed(parts, readers, front)
    writer = PdfWriter()
    writer.append(io.BytesIO(cover(parts)), outline_item="Ringkasan dan isi", import_outline=False)
    for part in parts:
        _append(writer, part, readers)
    _number(writer, numbers, front)
    writer.add_metadata({"/Title": title})
    writer.root_object.update(_in_indonesian())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _is_scan(name: str) -> bool:
    return _is_in(SCANS, name) and not name.endswith(".pdf")


def _paged(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(".pdf"))


def _page_of(picture: bytes) -> bytes:
    """A photographed sheet as a page as wide as A4."""
    from PIL import Image  # noqa: PLC0415

    output = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(output, "PDF", resolution=image.width / A4_INCHES)
    return output.getvalue()


def _reader(data: bytes) -> PdfReader | None:
    """None for one that only its own program can read, such as a scan with a password."""
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        return reader if len(reader.pages) else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return None  # it stays whole in the ZIP, and the contents say so


def _placed(
    parts: Sequence[Part], readers: Mapping[str, PdfReader | None], front: int
) -> list[Part]:
    page, placed = front + 1, []
    for part in parts:
        length = sum(len(reader.pages) for name in part.names if (reader := readers[name]))
        placed.append(replace(part, page=page if length else 0))
        page += length
    return placed


def _append(writer: PdfWriter, part: Part, readers: Mapping[str, PdfReader | None]) -> None:
    first = {}
    for name in part.names:
        if (reader := readers[name]) is not None:
            first[name] = len(writer.pages)
            writer.append(reader, import_outline=False)
    if not first:
        return
    above = writer.add_outline_item(title=part.title, page_number=part.page - 1)
    for name, page in first.items():
        if len(part.names) > 1:
            title = PurePosixPath(name).stem
            writer.add_outline_item(title=title, page_number=page, parent=above)


def _number(writer: PdfWriter, numbers: Numbers, front: int) -> None:
    """A number at the upper right corner of each page after the cover, whatever its size."""
    from pypdf import PdfReader  # noqa: PLC0415

    sheets = PdfReader(io.BytesIO(numbers(len(writer.pages)))).pages
    for page, sheet in zip(writer.pages[front:], sheets[front:], strict=True):
        page.transfer_rotation_to_content()
        right, top = page.mediabox.right, page.mediabox.top
        page.merge_translated_page(
            sheet, float(right - sheet.mediabox.right), float(top - sheet.mediabox.top)
        )


def _in_indonesian() -> dict[str, object]:
    from pypdf import generic  # noqa: PLC0415

    shown = generic.DictionaryObject(
        {generic.NameObject("/DisplayDocTitle"): generic.BooleanObject(value=True)}
    )
    return {
        generic.NameObject("/Lang"): generic.TextStringObject("id"),
        generic.NameObject("/ViewerPreferences"): shown,
    }
