"""Who is evaluated and from when, and what may be told."""

from __future__ import annotations

import pytest

from courses.evaluation.rules import (
    Lesson,
    State,
    Subject,
    Tally,
    may_be_told,
    state_of,
    subjects,
    tallies,
)
from tests.factories import DAY_1, DAY_2, wita

NINE, TEN, THREE = wita(DAY_1, "09.00"), wita(DAY_1, "10.00"), wita(DAY_2, "15.00")
BOTH = ("speaker", "training")


def test_each_speaker_once_from_the_first_lesson_and_the_training_last():
    lessons = [Lesson("Rina", THREE), Lesson("Rina", TEN), Lesson("", NINE), Lesson("Tono", THREE)]
    found = subjects(lessons, [NINE, THREE, TEN], BOTH)
    assert [(each.name, each.opens_at) for each in found] == [
        ("Rina", TEN), ("Tono", THREE), ("", THREE)
    ]  # fmt: skip
    assert len({each.key for each in found}) == 3


@pytest.mark.parametrize(
    ("abouts", "names"),
    [((), []), (("training",), [""]), (("speaker",), ["Rina"]), (BOTH, ["Rina", ""])],
)
def test_only_what_has_a_form_is_asked(abouts, names):
    assert [each.name for each in subjects([Lesson("Rina", TEN)], [], abouts)] == names


@pytest.mark.parametrize(
    ("opens_at", "answered", "closed", "state"),
    [
        (TEN, False, False, State.OPEN),
        (THREE, False, False, State.WAITING),
        (None, False, False, State.WAITING),
        (TEN, True, False, State.DONE),
        (TEN, True, True, State.DONE),
        (TEN, False, True, State.CLOSED),
        (THREE, False, True, State.CLOSED),
    ],
)
def test_states_at_ten_exactly(opens_at, answered, closed, state):
    subject = Subject("Rina", opens_at)
    assert state_of(subject, TEN, has_answered=answered, is_closed=closed) is state


@pytest.mark.parametrize(
    ("count", "closed", "told"), [(4, True, False), (5, True, True), (5, False, False)]
)
def test_nothing_is_told_of_fewer_than_five_or_while_answers_come_in(count, closed, told):
    assert may_be_told([[1]] * count, is_closed=closed) is told


def test_counts_and_means_are_by_item_and_half_goes_up():
    first, second = tallies([[1, 4], [2, 4], [4, 4], [4, 3], [1, 4], [3, 4], [2, 4], [4, 4]])
    assert first == Tally((2, 2, 1, 3))
    assert (first.mean, second.mean) == (263, 388)  # 2.625 and 3.875
    assert first.shares == (25, 25, 12, 37)
