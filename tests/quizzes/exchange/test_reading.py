"""Files as they come: which format, and which are refused as a whole, soon and cheaply."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from lms.words import InputError
from quizzes.exchange.items import Format
from quizzes.exchange.reading import MAX_QUESTIONS, read_questions

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]><quiz><question type='essay'><name><text>&j;</text></name></question></quiz>"
)
ONE_XML = b'<question type="essay"><questiontext><text>a</text></questiontext></question>'


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"Soal {T}", Format.GIFT),
        (b"\xef\xbb\xbf::a::Soal {T}", Format.GIFT),
        ("\ufeffSoal {T}".encode("utf-16-le"), Format.GIFT),
        (b"Soal {T}\r\n\r\nDua {F}", Format.GIFT),
        (b"<p>Soal</p> {T}", Format.GIFT),
        (b"Soal\nA) a\nB) b\nANSWER: A", Format.AIKEN),
        (
            b"Soal\r\nA) {a}\r\nB) b\r\nANSWER: A\r\n\r\nDua\r\nA) c\r\nB) d\r\nANSWER: A",
            Format.AIKEN,
        ),
        (b"<quiz>" + ONE_XML + b"</quiz>", Format.MOODLE),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<quiz>" + ONE_XML + b"</quiz>", Format.MOODLE),
    ],
)
def test_the_format_is_seen_from_the_content(content, form):
    reading = read_questions(content)
    assert reading.format is form
    assert reading.items


def test_a_format_that_was_named_holds():
    assert read_questions(b"Soal {T}\nA) a\nB) b\nANSWER: A", Format.AIKEN).items


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b" \n ", "kosong"),
        (b"PK\x03\x04 apa saja", "Arsip ZIP"),
        (b"Soal {T}\0", "bukan teks"),
        (b"\x89PNG\r\n\x1a\n\0\xff", "bukan teks"),
        ("Soal é {T}".encode("latin-1"), "UTF-8"),
        ("Soal \ufdd0 {T}".encode(), "bukan teks"),
        (b"Hanya cerita tanpa soal", "tidak dikenali"),
        (b"<html><body>Soal</body></html>", "tidak dikenali"),
        (b"<?xml version='1.0'?><html/>", "bukan bank soal Moodle"),
        (b"<quiz/>", "Tidak ada soal"),
        (b"// hanya catatan {", "Tidak ada soal"),
        (BOMB, "DOCTYPE"),
        (b"<quiz>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</quiz>", "bersarang terlalu dalam"),
        (b"<quiz>" + b"<a/>" * 500_000 + b"</quiz>", "terlalu banyak unsur"),
        (b"<quiz>" + ONE_XML * 100_000 + b"</quiz>", "lebih dari 2000 soal"),
        (b"Soal {T}\n\n" * 100_000, "lebih dari 2000 soal"),
        (b"S\nA) a\nB) b\nANSWER: A\n" * 100_000, "lebih dari 2000 soal"),
        (b"kata\n\n" * 300_000 + b"{", "lebih dari 2000 soal"),
        (b"Soal {T} " * 6_000_000, "lebih besar dari 10 MB"),
        (b"<quiz>" + b"x" * 50_000_000, "lebih besar dari 10 MB"),
    ],
    ids=range(21),
)  # fmt: skip
def test_what_cannot_be_a_file_of_questions_is_refused_at_once(content, reason):
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(InputError, match=reason):
        read_questions(content)
    seconds, (_now, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 15  # under the tracer and on a busy machine
    assert peak < 400_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"{" + b"=a " * 1_000_000 + b"}",
        b"Soal {" + b"~" * 3_000_000 + b"}",
        b"Soal {" + b"#" * 3_000_000 + b"}",
        b"Soal {" + b"=%" * 1_000_000 + b"~}",
        b"::" * 2_000_000 + b"{T}",
        b"\\" * 5_000_000 + b" {T}",
        b"[" * 5_000_000 + b"{T}",
        b"Soal " + b" " * 5_000_000 + b"{T}",
        b"Soal\n" + b"A) a\n" * 150_000 + b"ANSWER: A",
    ],
    ids=range(9),
)
def test_a_monstrous_question_takes_no_monstrous_time(content):
    began = time.perf_counter()
    reading = read_questions(content)
    assert reading.found == 1
    assert time.perf_counter() - began < 20


def test_the_largest_file_allowed_is_read():
    reading = read_questions(b"Soal {=a ~b}\n\n" * MAX_QUESTIONS)
    assert len(reading.items) == MAX_QUESTIONS
