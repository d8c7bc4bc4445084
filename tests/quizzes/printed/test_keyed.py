"""What is keyed from a sheet, and what it says."""

from __future__ import annotations

import pytest

from quizzes.attempts.papers import Accepted, Option, Paper, PaperQuestion
from quizzes.printed import keyed
from quizzes.printed.rules import Stage, agreed, differing, stage, to_key


def sides(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key, f"Teks {key}") for key in keys)


def a_question(kind: str, **facts) -> PaperQuestion:
    return PaperQuestion(1, 1, kind, "Apa?", **facts)


SINGLE = a_question("single", options=sides("c", "a", "b"))  # shown as A, B, C
MULTIPLE = a_question("multiple", options=sides("c", "a", "b"))
TRUTH = a_question("true_false", options=(Option("benar", "Benar"), Option("salah", "Salah")))
SHORT = a_question("short_answer", accepted=(Accepted("SKTM", 1),))
EXACT = a_question("short_answer", accepted=(Accepted("SKTM", 1),), is_case_sensitive=True)
NUMBER = a_question("numeric", accepted=(Accepted("1500", 1),), unit="kg")
PAIRS = a_question("matching", options=sides("a", "b", "c"), targets=sides("1", "2", "3", "4"))
ORDER = a_question("ordering", options=sides("a", "b", "c"), targets=sides("1", "2", "3"))
LONG = a_question(
    "ordering",
    options=sides(*"abcdefghij"),
    targets=sides(*(str(n) for n in range(1, 11))),
)
ESSAY = a_question("essay")


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (SINGLE, "a", ["c"]),
        (SINGLE, " C ", ["b"]),
        (SINGLE, "", []),
        (SINGLE, "-", []),
        (SINGLE, "D", None),
        (SINGLE, "AB", None),
        (SINGLE, "1", None),
        (MULTIPLE, "AC", ["b", "c"]),
        (MULTIPLE, "c, a", ["b", "c"]),
        (MULTIPLE, "AA", None),
        (TRUTH, "b", ["benar"]),
        (TRUTH, "S", ["salah"]),
        (TRUTH, "A", None),
        (SHORT, "  surat tugas ", ["surat tugas"]),
        (SHORT, "x" * 201, None),
        (NUMBER, "1.500 kg", ["1.500 kg"]),
        (PAIRS, "bad", ["a=2", "b=1", "c=4"]),
        (PAIRS, "B-D", ["a=2", "c=4"]),
        (PAIRS, "b - d", ["a=2", "c=4"]),
        (PAIRS, "---", []),
        (PAIRS, "BA", None),  # which row was left out?
        (PAIRS, "BAE", None),
        (PAIRS, "BBB", ["a=2", "b=2", "c=2"]),
        (ORDER, "312", ["a=3", "b=1", "c=2"]),
        (ORDER, "314", None),
        (LONG, "10 9 8 7 6 5 4 3 2 1", [f"{k}={10 - n}" for n, k in enumerate("abcdefghij")]),
        (LONG, "10987654321", None),
        (ESSAY, "Satu.\r\nDua.", ["Satu.\nDua."]),
        (ESSAY, "x" * 20_001, None),
    ],
)
def test_what_is_keyed_is_an_answer_or_none(question, text, answer):
    assert keyed.read(question, text) == answer


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        (SINGLE, ["b"], "C"),
        (SINGLE, [], ""),
        (MULTIPLE, ["b", "c"], "AC"),
        (TRUTH, ["salah"], "S"),
        (SHORT, ["surat"], "surat"),
        (PAIRS, ["a=2", "c=4"], "B-D"),
        (PAIRS, [], ""),
        (LONG, ["a=10", "b=1"], "10 1 - - - - - - - -"),
    ],
)
def test_an_answer_is_written_as_it_would_be_keyed(question, answer, text):
    assert keyed.write(question, answer) == text
    assert keyed.read(question, text) == answer


@pytest.mark.parametrize(
    ("question", "one", "other", "same"),
    [
        (SINGLE, ["a"], ["a"], True),
        (SINGLE, ["a"], [], False),
        (SHORT, ["Surat  Tugas"], ["surat tugas"], True),
        (EXACT, ["Surat"], ["surat"], False),
        (SHORT, ["surat"], [], False),
        (NUMBER, ["1.500"], ["1500 kg"], True),
        (NUMBER, ["1.500"], ["1,500"], False),
        (NUMBER, ["banyak"], ["banyak"], True),
        (ESSAY, ["Satu.\nDua."], ["satu. dua."], True),
        (ESSAY, ["Satu."], ["Satu"], False),
    ],
)
def test_two_readings_say_the_same(question, one, other, same):
    assert keyed.is_same(question, one, other) is same


PAPER = Paper((SINGLE, MULTIPLE))
A, B = ["c"], ["a"]


@pytest.mark.parametrize(
    ("rows", "where", "open_ones"),
    [
        ([], Stage.NONE, [1, 2]),
        ([{1: A, 2: []}], Stage.ONCE, [1, 2]),
        ([{1: A, 2: []}, {1: A, 2: []}], Stage.AGREED, []),
        ([{1: A, 2: []}, {1: B, 2: []}], Stage.DIFFERING, [1]),
        ([{1: A, 2: []}, {1: B, 2: []}, {1: B}], Stage.AGREED, []),
        # the first was right: nobody's majority, the last two decide
        ([{1: A, 2: []}, {1: B, 2: []}, {1: A}], Stage.DIFFERING, [1]),
        ([{1: A, 2: []}, {1: B, 2: []}, {1: A}, {1: A}], Stage.AGREED, []),
        ([{1: A, 2: A}, {1: B, 2: B}, {1: B, 2: A}], Stage.DIFFERING, [2]),
    ],
)
def test_a_sheet_agrees_when_the_last_two_readings_of_each_question_do(rows, where, open_ones):
    assert stage(PAPER, rows) is where
    assert differing(PAPER, rows) == open_ones
    assert to_key(PAPER, rows) == (open_ones if len(rows) > 1 else [1, 2])
    if where is Stage.AGREED:
        assert agreed(PAPER, rows) == {1: rows[-1].get(1, A)}
    else:
        with pytest.raises(ValueError, match="not agreed"):
            agreed(PAPER, rows)
