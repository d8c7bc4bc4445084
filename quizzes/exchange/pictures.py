"""Pictures that come inside a file of questions, made safe and small under names of our own.

What a file calls them is only how its texts refer to them: no name of it reaches a store or a
folder. Everything is counted before it is decoded.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image

from courses.authoring.pictures import prepare
from courses.catalogue.figures import FOLDER, BadFigureError, FigureFile, figure_of
from lms.pictures import UNREADABLE, opened
from lms.words import N_, Words
from quizzes.exchange.images import with_images
from quizzes.exchange.items import Item, Reading, RefusedError, Remark, Rich

MOST_PICTURES = 200
MOST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
MOST_PIXELS_TOGETHER = 100_000_000
OWN_FILES = "@@PLUGINFILE@@/"  # how Moodle's texts call what stands beside them
_EMBEDDED = "data:"
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "png"}

TOO_MANY = N_("lebih dari %(limit)s gambar dalam satu berkas", limit=MOST_PICTURES)
TOO_MUCH = N_("gambar dalam berkas ini terlalu besar bila dijumlahkan")
TOO_BIG = N_("gambar lebih besar dari %(limit)s MB", limit=MOST_BYTES // 1_000_000)
MANY_PIXELS = N_("gambar lebih dari %(limit)s megapiksel", limit=MOST_PIXELS // 1_000_000)
NOT_READ = N_("gambar tidak dapat dibaca; pakai PNG, JPEG, GIF, atau SVG sederhana")
NO_ALT = N_("gambarnya tanpa teks alternatif; tambahkan agar terbaca semua orang")
EXTERNAL = N_("gambar dari situs lain tidak diambil; keterangannya ditulis sebagai teks")


def take_pictures(reading: Reading, known: Mapping[str, str]) -> Reading:
    """Let the texts name the figures that are made of their pictures.

    `known` says by their digest which pictures are figures already, and how those are called.
    """
    taker = _Taker(known)
    items: list[Item] = []
    refusals = list(reading.refusals)
    for item in reading.items:
        try:
            items.append(taker.take(item))
        except RefusedError as error:
            refusals.append(Remark(error.line or item.line, item.name, error.reason))
    return replace(
        reading, items=tuple(items), refusals=tuple(refusals), figures=dict(taker.figures)
    )


class _Taker:
    """The pictures of one file; one that comes twice is one."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.figures: dict[str, FigureFile] = {}
        self._known = known
        self._paths: dict[str, str] = {}  # by the digest of what came
        self._pixels = 0

    def take(self, item: Item) -> Item:
        notes = dict.fromkeys(item.notes)

        def change(rich: Rich) -> Rich:
            files = {file.name: file.encoded for file in rich.files}
            waiting = set(files)

            @cache  # a picture may be shown a thousand times
            def place(source: str) -> str:
                name = _name_of(source)
                waiting.discard(name)
                encoded = files.get(name)
                if encoded is None and not source.startswith(_EMBEDDED):
                    notes.setdefault(_loss(source, name))
                    return ""
                return self._path(_decoded(source) if encoded is None else _bytes_of(encoded))

            changed, lacks_alt = with_images(rich, place)
            for name in sorted(waiting):
                notes.setdefault(N_('berkas "%(name)s" tidak dipakai soalnya', name=name[:60]))
            if lacks_alt:
                notes.setdefault(NO_ALT)
            return changed

        changed = item.with_texts(change)
        return replace(changed, notes=tuple(notes))

    def _path(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._paths:
            if len(self._paths) >= MOST_PICTURES:
                raise RefusedError(TOO_MANY)
            figure = self._figure(data, digest)
            self._paths[digest] = f"{FOLDER}/{figure.name}"
            self.figures[self._paths[digest]] = figure
        return self._paths[digest]

    def _figure(self, data: bytes, digest: str) -> FigureFile:
        try:
            if known := self._known.get(digest):
                return figure_of(known, data)
            name = f"soal-{digest[:16]}"
            if b"<svg" in data[:2000]:
                return figure_of(f"{name}.svg", data)
            return prepare(f"{name}.png", self._still(data))
        except BadFigureError as error:
            raise RefusedError(
                N_("gambar tidak dapat dipakai: %(reason)s", reason="; ".join(error.problems[:3]))
            ) from None

    def _still(self, data: bytes) -> bytes:
        """Measure the picture before it is decoded; of one that moves take the first frame."""
        try:
            with opened(data, _SUFFIXES) as image:
                pixels = image.width * image.height
                self._pixels += pixels
                if pixels > MOST_PIXELS:
                    raise RefusedError(MANY_PIXELS)
                if self._pixels > MOST_PIXELS_TOGETHER:
                    raise RefusedError(TOO_MUCH)
                if image.format != "GIF":
                    return data
                still = io.BytesIO()
                image.convert("RGBA").save(still, "PNG")
                return still.getvalue()
        except Image.DecompressionBombError:
            raise RefusedError(MANY_PIXELS) from None
        except UNREADABLE:
            raise RefusedError(NOT_READ) from None


def _name_of(source: str) -> str:
    """The file beside the text that a source means."""
    return unquote(source.removeprefix(OWN_FILES).partition("?")[0]).strip("/")


def _loss(source: str, name: str) -> Words:
    if source.lower().startswith(("http:", "https:", "//")):
        return EXTERNAL
    return N_(
        'gambar "%(name)s" tidak ada dalam berkas; keterangannya ditulis sebagai teks',
        name=name[:60] or "?",
    )


def _decoded(source: str) -> bytes:
    """What a data: address holds itself."""
    head, _comma, body = source.partition(",")
    if head.lower().endswith(";base64"):
        return _bytes_of(unquote(body) if "%" in body else body)
    if len(body) > MOST_BYTES:
        raise RefusedError(TOO_BIG)
    return unquote_to_bytes(body)


def _bytes_of(encoded: str) -> bytes:
    if len(encoded) * 3 > MOST_BYTES * 4:
        raise RefusedError(TOO_BIG)
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except ValueError:
        raise RefusedError(NOT_READ) from None
