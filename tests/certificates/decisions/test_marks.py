from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.decisions.marks import FinalMark, components, final_mark, predicate_of
from tests.certificates.making import EVIDENCE
from tests.factories import RULES

WHOLE = replace(
    EVIDENCE, post_test=8000, work_plan=8500, practice=9000, module_quizzes=2,
    module_scores={"PS-01": 7000, "PS-02": 9000},
)  # fmt: skip


def weighing(**weights: int) -> dict[str, object]:
    return {**RULES, "weights": dict.fromkeys(RULES["weights"], 0) | weights}


def test_each_part_counts_with_its_weight():
    # 40 × 80 + 20 × 80 + 25 × 85 + 15 × 90 = 8275 of 100
    assert final_mark(WHOLE, RULES) == FinalMark(8275, "Memuaskan")


@pytest.mark.parametrize("part", ["post_test", "work_plan", "practice"])
def test_while_a_part_is_open_there_is_no_final_mark(part):
    assert final_mark(replace(WHOLE, **{part: None}), RULES) is None


def test_a_part_without_weight_is_not_waited_for():
    rules = weighing(post_test=60, work_plan=40)
    assert final_mark(replace(WHOLE, practice=None), rules) == FinalMark(8200, "Memuaskan")
    assert [part.name for part in components(WHOLE, rules["weights"])] == ["post_test", "work_plan"]


@pytest.mark.parametrize(
    ("scores", "quizzes", "expected"),
    [
        ({"PS-01": 10000, "PS-02": 10000}, 2, 10000),
        ({"PS-01": 10000}, 2, 5000),  # what was never taken counts nothing
        ({}, 2, 0),
        ({"PS-01": 8333, "PS-02": 8333, "PS-03": 8334}, 3, 8333),
        ({"PS-01": 8333, "PS-02": 8334}, 2, 8334),  # 83,335 is rounded up, once
    ],
)
def test_module_quizzes_count_with_their_mean(scores, quizzes, expected):
    evidence = replace(WHOLE, module_scores=scores, module_quizzes=quizzes)
    found = final_mark(evidence, weighing(module_quizzes=100))
    assert found is not None
    assert found.hundredths == expected


@pytest.mark.parametrize(("plan", "expected"), [(10_000, 10_000), (9_999, 9_999), (9_000, 9_600)])
def test_a_hundred_is_only_for_who_has_a_hundred_everywhere(plan, expected):
    """60 × 100 + 40 × 99,99 is 99,996 of 100: something is missing there."""
    evidence = replace(WHOLE, post_test=10_000, work_plan=plan)
    found = final_mark(evidence, weighing(post_test=60, work_plan=40))
    assert found is not None
    assert found.hundredths == expected


def test_a_training_without_module_quizzes_has_none_to_wait_for_unless_they_weigh():
    evidence = replace(WHOLE, module_scores={}, module_quizzes=0)
    assert final_mark(evidence, RULES) is None
    assert final_mark(evidence, weighing(post_test=100)) == FinalMark(8000, "Cukup memuaskan")


@pytest.mark.parametrize(
    ("hundredths", "expected"),
    [
        (10000, "Sangat memuaskan"), (9001, "Sangat memuaskan"), (9000, "Memuaskan"),
        (8001, "Memuaskan"), (8000, "Cukup memuaskan"), (7000, "Cukup memuaskan"),
        (6999, "Tidak memuaskan"), (0, "Tidak memuaskan"),
    ],
)  # fmt: skip
def test_the_first_band_that_is_reached_gives_the_predicate(hundredths, expected):
    assert predicate_of(hundredths, RULES["predicates"]) == expected
