from __future__ import annotations

from dataclasses import replace

import pytest

from courses.fieldwork.rules import (
    ALLOWED,
    Activity,
    Plan,
    PlanState,
    is_editable,
    may_become,
    personal_numbers,
    plan_from,
    problems,
)

WHOLE = Activity(
    activity="Verifikasi calon penerima",
    program="rs-rtlh",
    target="20 KPM",
    indicator="20 berita acara",
    place="Desa Contoh",
    period="Maret",
)
BLANK = Activity()


def named(plan: Plan) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.field) for problem in problems(plan)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan("Tujuan", "", (WHOLE,)), []),
        (Plan("Tujuan", "", (WHOLE, BLANK)), []),
        (Plan("Tujuan", "", (BLANK, WHOLE)), []),
        (Plan("", "", (WHOLE,)), [(None, "goal")]),
        (Plan("Tujuan", "", (replace(WHOLE, place=""),)), [(0, "place")]),
        (Plan("Tujuan", "", (WHOLE, replace(WHOLE, indicator=""))), [(1, "indicator")]),
        (Plan("Tujuan", "", (WHOLE, Activity(risk="Hujan"))), [
            (1, "activity"), (1, "program"), (1, "target"),
            (1, "indicator"), (1, "place"), (1, "period"),
        ]),
    ],
)  # fmt: skip
def test_a_plan_needs_a_goal_and_whole_activities(plan, expected):
    assert named(plan) == expected


def test_a_plan_without_any_activity_names_the_first_row():
    assert {row for row, _field in named(Plan("Tujuan", "", (BLANK, BLANK)))} == {0, 1}


def test_the_message_names_the_activity_as_people_count():
    (only,) = problems(Plan("Tujuan", "", (WHOLE, replace(WHOLE, period=""))))
    assert str(only.words) == "Kegiatan 2: tulis waktunya."


def test_a_stored_plan_reads_back_as_it_was():
    plan = Plan("Tujuan", "Peran", (WHOLE, BLANK))
    assert plan_from(plan.as_json()) == plan
    assert plan_from({}) == Plan()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6303011702800001", ["6303011702800001"]),
        ("NIK 6303 0117 0280 0001 milik KPM", ["6303 0117 0280 0001"]),
        ("6303.0117.0280.0001", ["6303.0117.0280.0001"]),
        ("123456789012345", []),  # 15
        ("12345678901234567", []),  # 17
        ("20 KPM, Rp17.500.000 pada 2024", []),
    ],
)
def test_sixteen_digits_look_like_a_nik(text, found):
    assert personal_numbers(Plan(text)) == found
    assert personal_numbers(Plan("", "", (Activity(target=text),))) == found


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (PlanState.DRAFT, {PlanState.SENT}),
        (PlanState.SENT, {PlanState.RETURNED, PlanState.ACCEPTED}),
        (PlanState.RETURNED, {PlanState.SENT}),
        (PlanState.ACCEPTED, set()),
    ],
)
def test_states_follow_one_table(state, following):
    assert ALLOWED[state] == following
    assert {to for to in PlanState if may_become(state, to)} == following
    assert is_editable(state) == (PlanState.SENT in following)
