"""A volume as EPUB 3: one file for reading offline on a phone, with the reader's own letters.

Equal volumes give equal bytes: nothing in the file tells when or where it was made.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import UTC

from flask import render_template

from courses.handouts.binding import facts_of, parts_of
from courses.handouts.cover import cover_png
from courses.handouts.rules import Format
from courses.handouts.volumes import Volume
from lms.assets import FOLDER
from lms.i18n import in_indonesian

_TEMPLATES = "courses/handouts/epub"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP knows


@in_indonesian()
def bind_epub(volume: Volume) -> bytes:
    names = {key: f"figures/{_file_name(key)}" for key in volume.photos}
    parts = parts_of(
        volume, place=lambda chapter: f"{chapter.key}.xhtml", picture=lambda key: names[key]
    )
    values = {
        "volume": volume,
        "parts": parts,
        "facts": facts_of,
        "photos": [(names[key], photo) for key, photo in volume.photos.items()],
        "identifier": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, volume.address + volume.digest)}",
        "modified": f"{volume.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": _page("container.xml", values),
        "EPUB/package.opf": _page("package.xml", values),
        **{f"EPUB/{name}": _page(name, values) for name in ("nav.xhtml", "cover.xhtml")},
        "EPUB/about.xhtml": _page("about.xhtml", values),
        "EPUB/style.css": (FOLDER / "print" / "epub.css").read_bytes(),
        "EPUB/cover.png": cover_png(volume),
    }
    for part in parts:
        page = _page("module.xhtml", values | {"part": part})
        files[f"EPUB/{part.chapter.key}.xhtml"] = page
    for key, photo in volume.photos.items():
        files[f"EPUB/{names[key]}"] = photo.data
    return _zipped(files)


def _page(name: str, values: dict[str, object]) -> str:
    return render_template(f"{_TEMPLATES}/{name}", **values)


def _file_name(key: str) -> str:
    """`ps-03-edisi.svg?v=0123` becomes `ps-03-edisi-0123.svg`: two versions may stand together."""
    name, _mark, version = key.partition("?v=")
    stem, _dot, suffix = name.rpartition(".")
    return f"{stem}-{version}.{suffix}"


def _zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # Readers tell an EPUB by its first bytes: this file comes first and is not packed.
        archive.writestr(_entry("mimetype"), Format.EPUB.media_type, zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(_entry(name), data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = 0o644 << 16
    return entry
