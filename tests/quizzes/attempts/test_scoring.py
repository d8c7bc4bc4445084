"""Papers and scores at their edges."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from quizzes.attempts import papers, scoring, timing
from quizzes.attempts.papers import Option, Paper, PaperQuestion
from quizzes.attempts.timing import QuizState


def question(kind="single", correct="b", keys="abcd", *, place=1, fixed="") -> PaperQuestion:
    options = tuple(Option(key, f"Pilihan {key}", key in fixed) for key in keys)
    return PaperQuestion(place, 1, kind, f"<p>Soal {place}</p>", options, frozenset(correct))


TRUE_FALSE = PaperQuestion(
    9, 1, "true_false", "<p>?</p>",
    (Option("benar", "Benar"), Option("salah", "Salah")), frozenset({"salah"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "choices", "share"),
    [
        (question(), ["b"], 1),
        (question(), ["a"], 0),
        (question(), [], 0),
        (TRUE_FALSE, ["salah"], 1),
        (TRUE_FALSE, ["benar"], 0),
        (question("multiple", "ab"), ["a", "b"], 1),
        (question("multiple", "ab"), ["a"], Fraction(1, 2)),
        (question("multiple", "ab"), ["a", "c"], 0),
        (question("multiple", "ab"), ["a", "b", "c"], Fraction(1, 2)),
        (question("multiple", "ab"), ["a", "b", "c", "d"], 0),
        (question("multiple", "ab"), ["c", "d"], 0),
        (question("multiple", "abc"), ["a", "b"], Fraction(2, 3)),
        (question("multiple", "abc"), [], 0),
    ],
)
def test_credit_is_all_or_nothing_but_partial_for_several(asked, choices, share):
    assert scoring.credit(asked, choices) == share


def weighted(kind: str, correct: str, *percents: int) -> PaperQuestion:
    options = tuple(
        Option(key, key, fraction=percent * 100_000)
        for key, percent in zip("abcd", percents, strict=False)
    )
    return PaperQuestion(1, 1, kind, "<p>?</p>", options, frozenset(correct))


@pytest.mark.parametrize(
    ("asked", "choices", "share"),
    [
        (weighted("single", "a", 100, 50, -15, 0), "a", 1),
        (weighted("single", "a", 100, 50, -15, 0), "b", Fraction(1, 2)),
        (weighted("single", "a", 100, 50, -15, 0), "c", 0),
        (weighted("single", "a", 100, 50, -15, 0), "", 0),
        (weighted("multiple", "ab", 50, 50, -100, -100), "ab", 1),
        (weighted("multiple", "ab", 50, 50, -100, -100), "a", Fraction(1, 2)),
        (weighted("multiple", "ab", 50, 50, -100, -100), "abc", 0),
        (weighted("multiple", "ab", 50, 50, -100, -100), "cd", 0),
        (weighted("multiple", "ab", 70, 30, -10), "ac", Fraction(6, 10)),
        (weighted("multiple", "abc", 33, 33, 33, 0), "abc", 1),
        (weighted("multiple", "abc", 33, 33, 33, 0), "ab", Fraction(66, 100)),
        (weighted("multiple", "ab", 60, 41, 0), "ab", 1),
    ],
)
def test_weights_of_its_own_decide_and_the_right_answer_is_always_whole(asked, choices, share):
    assert scoring.credit(asked, choices) == share
    assert papers.thaw(papers.freeze(Paper((asked,)))).questions == (asked,)


def test_thirds_are_added_before_they_are_rounded():
    paper = Paper((question("multiple", "abc"),) * 3)
    result = scoring.score(paper, {1: ["a"], 2: ["a"], 3: ["a"]})
    assert (result.points, result.out_of, result.score) == (100, 300, 3333)
    result = scoring.score(paper, {1: ["a", "b"], 2: ["a", "b"], 3: ["a", "b"]})
    assert (result.points, result.score) == (200, 6667)


def test_only_wrong_choices_never_take_points_from_other_questions():
    paper = Paper((question(), question("multiple", "ab", place=2)))
    assert scoring.score(paper, {1: ["b"], 2: ["c", "d"]}).score == 5000
    assert scoring.score(paper, {2: ["c", "d"]}).score == 0


def test_the_best_answer_of_every_question_gives_the_full_score():
    paper = Paper((question(), TRUE_FALSE, question("multiple", "acd")))
    answers = {n: sorted(each.correct) for n, each in enumerate(paper.questions, start=1)}
    assert scoring.score(paper, answers).score == 10_000


def test_answers_to_places_outside_the_paper_earn_nothing():
    assert scoring.score(Paper((question(),)), {1: ["b"], 2: ["b"]}).score == 10_000


@pytest.mark.parametrize(
    ("exact", "rounded", "passes"),
    [
        (Fraction(6_999_500, 1000), 7000, True),  # 69,995
        (Fraction(6_999_400, 1000), 6999, False),  # 69,994
        (Fraction(7000), 7000, True),
        (Fraction(99_995, 10), 10_000, True),
        (Fraction(1, 2), 1, False),
        (Fraction(0), 0, False),
    ],
)
def test_c126_half_is_rounded_up_once(exact, rounded, passes):
    assert scoring.half_up(exact) == rounded
    assert scoring.has_passed(rounded, 7000) is passes


def test_without_a_score_nobody_has_passed():
    assert not scoring.has_passed(None, None)
    assert scoring.has_passed(0, None)


def test_the_same_seed_gives_the_same_paper():
    bank = [question(place=place) for place in range(1, 21)]
    assert papers.build_paper(bank, 7) == papers.build_paper(bank, 7)
    assert papers.build_paper(bank, 7) != papers.build_paper(bank, 8)


@pytest.mark.parametrize(
    ("count", "sizes", "shares"),
    [
        (10, [6, 8, 6], [3, 4, 3]),
        (10, [6, 9, 6], [3, 4, 3]),
        (10, [7, 7, 7], [4, 3, 3]),  # one left over: the first of equals
        (3, [8, 1, 1], [3, 0, 0]),
        (9, [8, 1, 1], [7, 1, 1]),
        (1, [5, 6, 4], [0, 1, 0]),
        (20, [6, 8, 6], [6, 8, 6]),
        (21, [6, 8, 6], [6, 8, 6]),  # a bank that shrank gives what it has
        (5, [0, 10, 0], [0, 5, 0]),
        (5, [], []),
    ],
)
def test_a_count_is_divided_in_the_proportions_of_the_bank(count, sizes, shares):
    assert papers.apportion(count, sizes) == shares


def a_bank(**levels) -> list[PaperQuestion]:
    places = [level for level, size in levels.items() for _ in range(size)]
    return [
        replace(question(place=place), level=level) for place, level in enumerate(places, start=1)
    ]


def drawn_ids(bank, seed, **ways) -> list[int]:
    return [each.question_id for each in papers.build_paper(bank, seed, **ways).questions]


def test_a_drawn_paper_is_balanced_by_level_whatever_the_seed():
    bank = a_bank(C1=6, C2=8, C3=6)
    for seed in range(100):
        paper = papers.build_paper(bank, seed, count=10)
        assert Counter(each.level for each in paper.questions) == {"C1": 3, "C2": 4, "C3": 3}
        assert len({each.question_id for each in paper.questions}) == 10


def test_the_same_seed_draws_the_same_questions_and_another_seed_others():
    bank = a_bank(C1=6, C2=8, C3=6)
    assert drawn_ids(bank, 7, count=10) == drawn_ids(bank, 7, count=10)
    assert set(drawn_ids(bank, 7, count=10)) != set(drawn_ids(bank, 8, count=10))


def test_every_question_of_the_bank_is_drawn_by_some_seed():
    bank = a_bank(C1=6, C2=8, C3=6)
    times = Counter(each for seed in range(400) for each in drawn_ids(bank, seed, count=10))
    assert set(times) == set(range(1, 21))
    assert max(times.values()) < 1.5 * min(times.values())


def test_a_second_paper_asks_what_the_first_did_not():
    bank = a_bank(C1=6, C2=8, C3=6)
    first = drawn_ids(bank, 1, count=10)
    assert set(drawn_ids(bank, 2, count=10, seen=first)).isdisjoint(first)


def test_a_bank_too_small_for_two_papers_repeats_no_more_than_it_must():
    bank = a_bank(C1=3, C2=6, C3=3)
    first = drawn_ids(bank, 1, count=8)
    second = drawn_ids(bank, 2, count=8, seen=first)
    assert len(set(second) - set(first)) == 4
    third = drawn_ids(bank, 3, count=4, seen=[*first, *second])
    assert set(third).isdisjoint(set(first) & set(second))


def test_a_paper_asks_every_question_once_and_keeps_its_options():
    bank = [question(place=place) for place in range(1, 21)]
    paper = papers.build_paper(bank, 3)
    assert sorted(each.question_id for each in paper.questions) == list(range(1, 21))
    assert all(each.keys == frozenset("abcd") for each in paper.questions)


def test_true_comes_before_false_whatever_the_seed():
    for seed in range(50):
        (shown,) = papers.build_paper([TRUE_FALSE], seed).questions
        assert [option.key for option in shown.options] == ["benar", "salah"]


def test_c114_a_fixed_option_keeps_its_place_while_the_others_take_every_order():
    orders = set()
    for seed in range(200):
        (shown,) = papers.build_paper([question(fixed="d")], seed).questions
        keys = "".join(option.key for option in shown.options)
        assert keys[-1] == "d"
        orders.add(keys[:3])
    assert len(orders) == 6


def test_c115_whoever_picks_the_right_text_is_right_however_the_options_were_shuffled():
    for seed in range(34):
        paper = papers.build_paper([question()], seed)
        (shown,) = paper.questions
        picked = next(option.key for option in shown.options if option.text == "Pilihan b")
        assert scoring.score(paper, {1: [picked]}).score == 10_000


def test_a_frozen_paper_comes_back_as_it_was():
    bank = [question(place=1), TRUE_FALSE, question("multiple", "ab", place=3)]
    paper = papers.build_paper(bank, 11)
    assert papers.thaw(papers.freeze(paper)) == paper


@pytest.mark.parametrize(
    ("kind", "choices", "expected"),
    [
        ("single", ["a"], True),
        ("single", [], True),
        ("single", ["a", "b"], False),
        ("single", ["z"], False),
        ("multiple", ["a", "b"], True),
        ("multiple", ["a", "a"], False),
        ("multiple", ["a", ""], False),
    ],
)
def test_only_choices_of_the_paper_fit(kind, choices, expected):
    assert scoring.fits(replace(question(), kind=kind), choices) is expected


NOON = datetime(2024, 1, 31, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "closed", "state"),
    [
        (None, None, QuizState.WAITING),
        (1, None, QuizState.WAITING),
        (0, None, QuizState.OPEN),
        (-60, 1, QuizState.OPEN),
        (-60, 0, QuizState.CLOSED),
        (None, -1, QuizState.CLOSED),
    ],
)
def test_a_quiz_is_open_from_its_opening_until_its_closing(opened, closed, state):
    def moment(minutes):
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    assert timing.quiz_state(moment(opened), moment(closed), NOON) is state


def test_the_planned_closing_cuts_the_minutes_short():
    half_past = NOON + timedelta(minutes=30)
    assert timing.deadline(NOON + timedelta(minutes=25), 20, half_past) == half_past
    assert timing.deadline(NOON, 20, half_past) == NOON + timedelta(minutes=20)
    assert timing.deadline(NOON, 20, None) == NOON + timedelta(minutes=20)


def test_a_closing_shown_as_a_minute_includes_that_minute_and_other_ends_half_of_one():
    assert timing.accepts_until(NOON, NOON) == NOON + timedelta(seconds=60)
    assert timing.accepts_until(NOON, None) == NOON + timedelta(seconds=30)
    assert timing.accepts_until(NOON, NOON + timedelta(hours=1)) == NOON + timedelta(seconds=30)
