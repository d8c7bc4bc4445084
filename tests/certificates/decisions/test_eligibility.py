from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.decisions.eligibility import Evidence, Need, Rules, missing, requirements

RULES = Rules(
    attendance_percent=90,
    every_day=True,
    post_test_pass=7000,
    work_plan_pass=7000,
    commitment=True,
    waits_for_report=False,
)
COMPLETE = Evidence(
    attended_minutes=810,
    lesson_minutes=810,
    days_present=2,
    days=2,
    unmarked_meetings=0,
    pre_test=4000,
    post_test=8000,
    module_scores={"PS-01": 8000},
    work_plan=8000,
    work_plan_accepted=True,
    commitment_signed=True,
)


def needs(evidence: Evidence, rules: Rules = RULES) -> list[Need]:
    return [requirement.need for requirement in missing(evidence, rules)]


def test_complete_evidence_lacks_nothing():
    assert missing(COMPLETE, RULES) == ()


@pytest.mark.parametrize(
    ("minutes", "is_enough"),
    [(729, True), (728, False), (810, True), (0, False)],  # 90 % of 810 is 729
)
def test_attendance_is_compared_in_minutes_without_rounding(minutes, is_enough):
    assert (Need.ATTENDANCE in needs(replace(COMPLETE, attended_minutes=minutes))) != is_enough


def test_training_without_lessons_gives_nobody_attendance():
    assert Need.ATTENDANCE in needs(replace(COMPLETE, attended_minutes=0, lesson_minutes=0))


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"days_present": 1}, Need.EVERY_DAY),
        ({"post_test": 6999}, Need.POST_TEST),
        ({"post_test": None}, Need.POST_TEST),
        ({"work_plan": 6999}, Need.WORK_PLAN),
        ({"work_plan": None}, Need.WORK_PLAN),
        ({"work_plan_accepted": False}, Need.WORK_PLAN),
        ({"commitment_signed": False}, Need.COMMITMENT),
    ],
)
def test_each_requirement_stands_alone(change, lacking):
    assert needs(replace(COMPLETE, **change)) == [lacking]


@pytest.mark.parametrize("field", ["post_test", "work_plan"])
def test_score_at_the_threshold_passes(field):
    assert needs(replace(COMPLETE, **{field: 7000})) == []


def test_everything_missing_is_named_in_the_order_trainees_meet_it():
    nothing = Evidence(0, 810, 0, 2, 4, None, None, {}, None, False, False)
    assert needs(nothing) == [
        Need.ATTENDANCE, Need.EVERY_DAY, Need.POST_TEST, Need.WORK_PLAN, Need.COMMITMENT,
    ]  # fmt: skip


def test_rules_that_ask_less_lack_less():
    lenient = replace(RULES, every_day=False, commitment=False)
    evidence = replace(COMPLETE, days_present=1, commitment_signed=False)
    assert needs(evidence, lenient) == []
    assert len(requirements(evidence, lenient)) == 3


def test_certificate_waits_for_the_report_where_the_office_says_so():
    waiting = replace(RULES, waits_for_report=True)
    assert needs(COMPLETE, waiting) == [Need.WORK_REPORT]
    assert needs(replace(COMPLETE, work_report_accepted=True), waiting) == []


def test_equal_evidence_has_an_equal_digest_whatever_the_order():
    first = replace(COMPLETE, module_scores={"PS-01": 1, "PS-02": 2})
    second = replace(COMPLETE, module_scores={"PS-02": 2, "PS-01": 1})
    assert first.digest() == second.digest()
    assert Evidence.from_dict(first.to_dict()).digest() == first.digest()


def test_any_changed_fact_changes_the_digest():
    assert replace(COMPLETE, post_test=8001).digest() != COMPLETE.digest()


@pytest.mark.parametrize(("minutes", "percent"), [(720, 8888), (728, 8987), (729, 9000)])
def test_percent_shown_never_reads_as_more_than_it_is(minutes, percent):
    found = requirements(replace(COMPLETE, attended_minutes=minutes), RULES)
    assert next(one.percent for one in found if one.need is Need.ATTENDANCE) == percent
