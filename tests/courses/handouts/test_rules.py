"""How far a file is, what it is called, which texts it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from courses.handouts.rules import PATIENCE, Format, Making, State, file_name, state_of
from tests.courses.handouts.conftest import FIRST, chapter, make_volume

ASKED = datetime(2024, 1, 31, 1, 0, tzinfo=UTC)
LATER = ASKED + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("making", "now", "state"),
    [
        (None, LATER, State.ABSENT),
        (Making(ASKED, None, None), LATER, State.WAITING),
        (Making(ASKED, None, None), ASKED + PATIENCE, State.WAITING),
        (Making(ASKED, None, None), ASKED + PATIENCE + timedelta(seconds=1), State.FAILED),
        (Making(ASKED, LATER, None), LATER, State.FAILED),
        (Making(ASKED, None, LATER), LATER, State.READY),
        (Making(ASKED, None, LATER), ASKED + PATIENCE * 2, State.READY),
    ],
)
def test_a_file_that_nobody_makes_any_more_has_failed(making, now, state):
    assert state_of(making, now) is state


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Data sasaran: DTKS ke DTSEN", "Modul PS-03 - Data sasaran DTKS ke DTSEN.pdf"),
        ("../etc\\passwd*?", "Modul PS-03 - etc passwd.pdf"),
        ("Rencana kerja.", "Modul PS-03 - Rencana kerja.pdf"),
        ("kata " * 40, f"Modul PS-03 - {'kata ' * 19}kata.pdf"),
    ],
)
def test_file_names_are_safe_and_not_too_long(title, name):
    assert file_name("Modul PS-03", title, Format.PDF) == name


def test_equal_volumes_have_one_digest():
    assert make_volume().digest == make_volume().digest


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Lain"},
        {"edition": "Edisi 2025"},
        {"is_whole": False},
        {"chapters": (chapter(1, FIRST),)},
        {"chapters": (chapter(1, FIRST, content_hash="other"), chapter(2, FIRST))},
        {"chapters": (chapter(1, FIRST, title="Lain"), chapter(2, FIRST))},
        {"chapters": (chapter(2, FIRST), chapter(1, FIRST))},
    ],
)
def test_whatever_is_printed_changes_the_digest(facts):
    assert make_volume(**facts).digest != make_volume().digest
