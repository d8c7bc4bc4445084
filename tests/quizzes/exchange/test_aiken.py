"""Aiken: plain text, lettered choices, ANSWER."""

from __future__ import annotations

import pytest

from quizzes.exchange.aiken import read_aiken
from quizzes.exchange.items import WHOLE


def test_questions_follow_each_other_with_and_without_blank_lines():
    reading = read_aiken(
        "Satu?\nA. ya\nB. tidak\nANSWER: A\nDua\nlanjutan?\na) x\nb) y\nc) z\nanswer : c\n\n\n"
        "A. Salam mengenai apa?\nA) p\nB) q\nANSWER: B"
    )
    assert [item.stem.text for item in reading.items] == [
        "Satu?", "Dua lanjutan?", "A. Salam mengenai apa?",
    ]  # fmt: skip
    assert [item.line for item in reading.items] == [1, 5, 13]
    keys = [[choice.fraction for choice in item.choices].index(WHOLE) for item in reading.items]
    assert keys == [0, 2, 1]
    assert not reading.refusals


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Soal\nA) a\nB) b", 1, "tidak ada baris ANSWER"),
        ("Soal\nA) a\nANSWER: A", 1, "hanya satu pilihan"),
        ("Soal\nANSWER: A", 1, "tidak ada pilihan"),
        ("A) a\nB) b\nANSWER: A", 1, "tidak ada pertanyaan"),
        ("ANSWER: A", 1, "tidak ada pertanyaan"),
        ("Soal\nA) a\nB) b\nANSWER: C", 4, 'kunci "C"'),
        ("Soal\nA) a\nB) b\nANSWER: AB", 4, 'kunci "AB"'),
        ("Soal\nA) a\nB) b\nANSWER:", 4, 'kunci ""'),
        ("Soal\nA) a\nC) b\nANSWER: A", 3, "pilihan C tidak urut"),
        ("Soal\nA) a\nB)\nANSWER: A", 3, "pilihan B kosong"),
        ("Soal\nA) a\nterusan\nB) b\nANSWER: A", 3, 'baris "terusan"'),
    ],
)
def test_a_broken_question_is_named_by_line_and_reason(text, line, reason):
    reading = read_aiken(text)
    assert not reading.items
    (refusal,) = reading.refusals
    assert refusal.line == line
    assert reason in str(refusal.reason)
