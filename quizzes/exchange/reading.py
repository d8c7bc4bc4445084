"""Reads a file of questions: bounds it, finds out its format, and lets that format's reader read.

Raises `InputError` if the whole file cannot be taken; single questions are listed in the reading.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import replace

from lms.words import N_, InputError
from quizzes.exchange import aiken
from quizzes.exchange.gift import read_gift
from quizzes.exchange.gift_text import FORBIDDEN
from quizzes.exchange.items import Format, Reading
from quizzes.exchange.losses import told
from quizzes.exchange.moodle import read_moodle
from quizzes.exchange.pictures import take_pictures

MAX_BYTES = 10_000_000
MAX_QUESTIONS = 2_000
_MOST_LINES = 200_000

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_XML = re.compile(rb"\s*<(\?xml|!DOCTYPE|!--|[A-Za-z])")
_QTI = re.compile(
    rb"<(questestinterop|assessmentItem|assessmentTest|qti-assessment)\b|imscp|imsqti"
)
_QUESTION_MARKS = {
    Format.GIFT: re.compile(r"(?<!\\)\{"),
    Format.AIKEN: re.compile(r"^\s*ANSWER\s*:", re.IGNORECASE | re.MULTILINE),
}

TOO_BIG = N_("Berkas lebih besar dari %(limit)s MB", limit=MAX_BYTES // 1_000_000)
TOO_MANY = N_("Berkas berisi lebih dari %(limit)s soal; bagi menjadi beberapa", limit=MAX_QUESTIONS)
EMPTY = N_("Berkas ini kosong")
NOT_TEXT = N_("Berkas ini bukan teks. Kirim GIFT, Aiken, atau Moodle XML")
NOT_UTF8 = N_("Berkas bukan teks UTF-8. Simpan ulang dengan penyandian UTF-8")
ARCHIVE = N_("Arsip ZIP dan dokumen Word tidak dapat diimpor. Kirim GIFT, Aiken, atau Moodle XML")
QTI = N_("Berkas QTI tidak dapat diimpor. Kirim GIFT, Aiken, atau Moodle XML")
UNKNOWN = N_("Format berkas tidak dikenali. Kirim GIFT, Aiken, atau Moodle XML")
NO_QUESTIONS = N_("Tidak ada soal dalam berkas ini")


def read_questions(
    content: bytes, form: Format | None = None, known: Mapping[str, str] | None = None
) -> Reading:
    """Read a file in the format given, or in the one that it seems to have.

    `known` are the pictures that are kept already: their names, by digest.
    """
    if len(content) > MAX_BYTES:
        raise InputError(TOO_BIG)
    if not content.strip():
        raise InputError(EMPTY)
    if content.startswith(_ARCHIVES):
        raise InputError(ARCHIVE)
    form = form or _format_of(content)
    reading = _read(content, form)
    if reading.found > MAX_QUESTIONS:
        raise InputError(TOO_MANY)
    if not reading.found:
        raise InputError(NO_QUESTIONS)
    items = tuple(map(told, reading.items))
    return take_pictures(replace(reading, items=items), known or {})


def _read(content: bytes, form: Format) -> Reading:
    if form is Format.MOODLE:
        if content.count(b"<question") > 3 * MAX_QUESTIONS:  # the tag, and <questiontext>
            raise InputError(TOO_MANY)
        return read_moodle(content)
    text = _decode(content)
    if text.count("\n") > _MOST_LINES or (
        len(_QUESTION_MARKS[form].findall(text)) > 2 * MAX_QUESTIONS
    ):
        raise InputError(TOO_MANY)
    return read_gift(text) if form is Format.GIFT else aiken.read_aiken(text)


def _format_of(content: bytes) -> Format:
    start = content.removeprefix(codecs.BOM_UTF8)
    if _XML.match(start) and (start.lstrip().startswith(b"<?xml") or b"<quiz" in start):
        if _QTI.search(start[:20_000]):
            raise InputError(QTI)
        return Format.MOODLE
    if _QTI.search(start[:2_000]):
        raise InputError(QTI)
    text = _decode(content)
    counts = {form: len(mark.findall(text)) for form, mark in _QUESTION_MARKS.items()}
    if not any(counts.values()):
        raise InputError(UNKNOWN)
    return max(counts, key=lambda form: counts[form])


def _decode(content: bytes) -> str:
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(NOT_TEXT if b"\0" in content else NOT_UTF8) from None
    if FORBIDDEN.search(text):
        raise InputError(NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")
