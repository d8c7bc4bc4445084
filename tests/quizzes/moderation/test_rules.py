"""Who needs a second marker, what is too far apart, and who may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from courses.trainings.schema import SecondMarkerEntry
from quizzes.moderation.rules import (
    SecondMarker,
    is_disputed,
    is_sampled,
    may_decide,
    may_mark_second,
    needs_second,
    setting_of,
)
from quizzes.rubrics.stages import Stage, is_hidden
from tests.quizzes.rubrics.test_grading import AT

NEAR = SecondMarker(0, 500)
FACTS = {"training": "bimtek", "submission_id": 7, "pass_mark": 7000}


@pytest.mark.parametrize(
    ("score", "wanted"),
    [
        (6499, False),
        (6500, True),
        (6999, True),
        (7000, True),
        (7500, True),
        (7501, False),
        (0, False),
        (None, False),  # not finished
    ],
)
def test_work_near_the_pass_mark_needs_a_second(score, wanted):
    assert needs_second(NEAR, score, **FACTS) is wanted


def test_nothing_needs_a_second_where_the_training_has_none():
    assert setting_of({}) is None
    assert setting_of({"second_marker": None}) is None
    assert not needs_second(None, 7000, **FACTS)
    assert setting_of({"second_marker": {"percent": 10, "margin": 500}}) == SecondMarker(10, 500)


@pytest.mark.parametrize(
    ("percent", "least", "most"), [(0, 0, 0), (10, 150, 250), (100, 2000, 2000)]
)
def test_the_sample_is_about_as_large_as_asked(percent, least, most):
    setting = SecondMarker(percent, 0)
    chosen = [number for number in range(2000) if is_sampled(setting, "bimtek", number)]
    assert least <= len(chosen) <= most


def test_the_sample_is_the_same_for_everybody_and_differs_by_training():
    setting = SecondMarker(10, 0)
    samples = [
        [number for number in range(500) if is_sampled(setting, code, number)]
        for code in ("bimtek", "bimtek", "lain")
    ]
    assert samples[0] == samples[1] != samples[2]


def test_a_larger_share_keeps_those_of_a_smaller():
    few, many = (
        {number for number in range(500) if is_sampled(SecondMarker(share, 0), "a", number)}
        for share in (10, 30)
    )
    assert few < many


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (7000, 7000, False),
        (8000, 8500, False),
        (8000, 8501, True),
        (8501, 8000, True),
        (7000, 6999, True),  # near, but on different sides
        (6999, 7000, True),
        (5000, 5500, False),
        (5000, 5501, True),
    ],
)
def test_too_far_apart_or_on_both_sides_of_the_pass_mark(first, second, wanted):
    assert is_disputed(NEAR, first, second, 7000) is wanted


@pytest.mark.parametrize(
    ("person", "may"), [(1, False), (2, True), (3, False), (4, True), (5, False)]
)
def test_the_second_is_neither_the_first_nor_an_author(person, may):
    assert may_mark_second(person, first_id=1, authors={3, 5}) is may


@pytest.mark.parametrize(
    ("person", "may"), [(1, False), (2, False), (3, False), (4, True), (5, False)]
)
def test_who_decides_alone_is_none_of_them(person, may):
    assert may_decide(person, first_id=1, second_id=2, authors={3, 5}) is may


@pytest.mark.parametrize(
    ("person", "assessor", "score", "hours", "stage", "wanted"),
    [
        (2, None, None, 0, None, False),  # nobody began
        (1, 1, None, 0, None, False),  # the own draft
        (2, 1, None, 1, None, True),  # somebody else is at it
        (2, 1, None, 24, None, False),  # and left it
        (2, 1, 7000, 1, Stage.WAITING, True),
        (2, 1, 7000, 99, Stage.WAITING, True),  # blind however long it takes
        (2, 1, 9000, 1, None, False),  # needs no second
        (2, 1, 7000, 1, Stage.DISPUTED, False),
        (2, 1, 7000, 1, Stage.AGREED, False),
    ],
)
def test_drafts_that_must_stay_unseen(person, assessor, score, hours, stage, wanted):
    found = is_hidden(
        person,
        assessor_id=assessor,
        score=score,
        saved_at=AT - timedelta(hours=hours),
        stage=stage,
        now=AT,
    )
    assert found is wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ({"percent": 10, "margin": 5}, (10, 500)),
        ({"percent": 0, "margin": "2,50"}, (0, 250)),
        ({"percent": 101, "margin": 5}, None),
        ({"percent": -1, "margin": 5}, None),
        ({"percent": 10}, None),
        ({"percent": 10, "margin": 5, "who": "Budi"}, None),
        ({"percent": "sepuluh", "margin": 5}, None),
    ],
)
def test_the_setting_as_a_content_folder_writes_it(written, wanted):
    if wanted is None:
        with pytest.raises(ValidationError):
            SecondMarkerEntry.model_validate(written)
        return
    entry = SecondMarkerEntry.model_validate(written)
    assert (entry.percent, entry.margin) == wanted
