"""Two texts are compared as a person would."""

from __future__ import annotations

import pytest

from courses.authoring.differences import Kind, compare

S, R, A, G = Kind.SAME, Kind.REMOVED, Kind.ADDED, Kind.GAP
TEN = "\n".join(f"baris {number}" for number in range(10))


def kinds(old: str, new: str) -> list[Kind]:
    return [row.kind for row in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a", "a", []),
        ("", "", []),
        ("", "a", [A]),
        ("a", "", [R]),
        ("a\nb", "a\nc", [S, R, A]),
        ("a\nb\nc", "a\nc", [S, R, S]),
        ("a\nb", "a\nx\ny\nb", [S, A, A, S]),
        ("a\nb\nc", "x\nc", [R, A, R, S]),
        (TEN, TEN + "\nbaru", [G, S, S, A]),
        ("baru\n" + TEN, TEN, [R, S, S, G]),
        (TEN, TEN.replace("baris 5", "lain"), [G, S, S, R, A, S, S, G]),
    ],
)
def test_lines_are_told_apart(old, new, expected):
    assert kinds(old, new) == expected


def test_words_that_differ_are_marked_inside_a_line():
    removed, added = compare("nilai dua puluh juta", "nilai lima puluh juta")
    assert removed.pieces == (("nilai ", False), ("dua", True), (" puluh juta", False))
    assert added.pieces == (("nilai ", False), ("lima", True), (" puluh juta", False))


def test_a_gap_counts_what_it_leaves_out():
    assert compare(TEN, TEN + "\nbaru")[0].count == 8


def test_a_very_long_line_is_compared_as_a_whole():
    removed, added = compare("a " * 3000, "b " * 3000)
    assert len(removed.pieces) == len(added.pieces) == 1


def test_both_texts_can_be_read_back():
    old, new = f"{TEN}\nsatu\ndua", f"nol\n{TEN}\ndua\ntiga"
    rows = compare(old, new)
    told = [("".join(piece for piece, _ in row.pieces), row) for row in rows]
    assert [text for text, row in told if row.kind is R] == ["satu"]
    assert [text for text, row in told if row.kind is A] == ["nol", "tiga"]
