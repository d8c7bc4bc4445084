"""Files as they come: which format, and which are refused as a whole, soon and cheaply."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from functools import cache

import pytest

from lms.words import InputError
from quizzes.exchange.candidates import candidates_of
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
    began = time.process_time()
    with pytest.raises(InputError, match=reason):
        read_questions(content)
    seconds, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
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
    began = time.process_time()
    reading = read_questions(content)
    assert reading.found == 1
    assert time.process_time() - began < 20


@cache
def _bomb(name: str) -> bytes:
    """200 MB of zeros in 200 KB."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{name}{number}.xml", bytes(50_000_000))
    return output.getvalue()


@pytest.mark.parametrize("form", [None, *Format])
@pytest.mark.parametrize("name", ["soal", "../../keluar", "/keluar"])
def test_an_archive_is_never_opened_whatever_is_in_it(form, name):
    content = _bomb(name)
    began = time.process_time()
    with pytest.raises(InputError, match="Arsip ZIP"):
        read_questions(content, form)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "start",
    [b"<questestinterop>", b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2">',
     b'<manifest><schema>IMS Content</schema><x xmlns="imscp_v1p1"/>'],
)  # fmt: skip
def test_qti_is_refused_by_name_before_it_is_read(start):
    began = time.process_time()
    with pytest.raises(InputError, match=r"QTI tidak dapat diimpor\. Kirim GIFT"):
        read_questions(b"<?xml version='1.0'?>" + start + b"<a>" * 2_000_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    ["<p>Kata biasa</p>" * 1_100, "<p>" + "*a_b " * 3_900 + "</p>", "<ul><li>x" * 700,
     "<img src='x' alt='a'>" * 900, "<p>" + "<em>a</em>" * 1_800 + "</p>"],
    ids=range(5),
)  # fmt: skip
def test_long_texts_take_no_long_time_to_be_cleaned_and_written_again(text):
    one = ONE_XML.replace(b"<text>a</text>", f"<text><![CDATA[{text}]]></text>".encode())
    reading = read_questions(b"<quiz>" + one * 300 + b"</quiz>")
    began = time.process_time()
    found = candidates_of(reading)
    assert len(found.found) == 300
    assert time.process_time() - began < 20


def test_the_largest_file_allowed_is_read():
    reading = read_questions(b"Soal {=a ~b}\n\n" * MAX_QUESTIONS)
    assert len(reading.items) == MAX_QUESTIONS


def test_what_comes_late_in_a_long_file_is_held_as_html():
    text = b"<text><![CDATA[<p>" + b"kata " * 100 + b"</p>]]></text>"
    one = ONE_XML.replace(b"<text>a</text>", text)
    found = candidates_of(read_questions(b"<quiz>" + one * 700 + b"</quiz>")).found
    assert [found[place].body.markup for place in (0, -1)] == ["markdown", "html"]
    assert found[0].fingerprint == found[-1].fingerprint
