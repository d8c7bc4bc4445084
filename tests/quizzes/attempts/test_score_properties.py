"""What holds of every question and every answer, whatever they are."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts import papers, scoring
from quizzes.attempts.papers import Accepted, Option, Paper, PaperQuestion

KEYS = "abcdef"
percents = st.integers(-100, 100).map(lambda percent: percent * 100_000)


@st.composite
def choosing(draw):
    kind = draw(st.sampled_from(["single", "multiple", "true_false"]))
    keys = KEYS[: draw(st.integers(2, 6))]
    most = 1 if kind != "multiple" else len(keys)
    correct = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=most))
    weights = draw(st.none() | st.lists(percents, min_size=len(keys), max_size=len(keys)))
    options = tuple(
        Option(key, f"<p>{key}</p>", fraction=weights[place] if weights else None)
        for place, key in enumerate(keys)
    )
    return PaperQuestion(
        draw(st.integers(1, 9)),
        draw(st.integers(1, 3)),
        kind,
        "<p>?</p>",
        options,
        frozenset(correct),
        points=draw(st.integers(1, 1000)),
        part=draw(st.integers(0, 3)),
        case=draw(st.sampled_from(["", "<p>Kasus</p>"])),
        wrong_cost=draw(st.integers(0, 100)),
        is_void=draw(st.booleans()),
    )


@st.composite
def typed(draw):
    accepted = st.builds(
        Accepted,
        st.sampled_from(["12.5", "7", "0"]),
        st.integers(0, 100).map(lambda percent: percent * 100_000),
        st.sampled_from(["0", "0.5"]),
    )
    return PaperQuestion(
        1,
        1,
        draw(st.sampled_from(["short_answer", "numeric", "essay"])),
        "<p>?</p>",
        accepted=tuple(draw(st.lists(accepted, max_size=3))),
        is_case_sensitive=draw(st.booleans()),
        unit=draw(st.sampled_from(["", "m²"])),
        words=draw(st.none() | st.just((2, 20))),
    )


@st.composite
def pairing(draw):
    size = draw(st.integers(2, 5))
    lefts = tuple(Option(key, f"kiri {key}") for key in KEYS[:size])
    rights = tuple(Option(str(n), f"kanan {n}") for n in range(1, size + 1))
    places = draw(st.permutations(range(1, size + 1)))
    correct = frozenset(f"{left.key}={n}" for left, n in zip(lefts, places, strict=True))
    return PaperQuestion(1, 1, "matching", "?", lefts, correct, targets=rights)


questions = choosing() | typed() | pairing()


def answers_to(question: PaperQuestion) -> st.SearchStrategy[list[str]]:
    if question.targets:
        pairs = [
            f"{left.key}={right.key}" for left in question.options for right in question.targets
        ]
        return st.lists(st.sampled_from(pairs), unique=True)
    if question.options:
        return st.lists(st.sampled_from(sorted(question.keys)), unique=True)
    return st.lists(
        st.text("ab 1*.,-²", max_size=12) | st.sampled_from(["12,5", "7", "0 m2"]), max_size=1
    )


@given(st.data(), questions)
def test_credit_is_between_nothing_and_all_in_any_order(data, question):
    chosen = data.draw(answers_to(question))
    share = scoring.credit(question, chosen)
    assert 0 <= share <= 1
    assert scoring.credit(question, data.draw(st.permutations(chosen))) == share


@given(st.data(), st.lists(questions, min_size=1, max_size=5))
def test_score_is_half_up_of_the_exact_sum(data, asked):
    paper = Paper(tuple(asked))
    given_to = {n: data.draw(answers_to(each)) for n, each in enumerate(asked, start=1)}
    found = scoring.score(paper, given_to)
    exact = sum(
        (1 if each.is_void else scoring.credit(each, given_to[n])) * each.points
        for n, each in enumerate(asked, start=1)
    )
    assert 0 <= found.points <= found.out_of == sum(each.points for each in asked)
    assert 0 <= found.score <= scoring.FULL_SCORE
    share = exact * scoring.FULL_SCORE / found.out_of
    assert -1 <= 2 * (share - found.score) < 1


@given(st.lists(questions, max_size=4))
def test_paper_comes_back_from_the_database_as_it_was(asked):
    paper = Paper(tuple(asked))
    stored = json.loads(json.dumps(papers.freeze(paper)))
    assert papers.thaw(stored) == paper
    assert json.loads(json.dumps(papers.freeze(papers.thaw(stored)))) == stored


@given(st.lists(questions, min_size=1, max_size=4), st.integers(0, 2**63))
def test_shuffling_changes_nothing_of_the_worth_of_the_right_answer(asked, seed):
    bank = [
        PaperQuestion(**{**each.__dict__, "question_id": place, "is_void": False})
        for place, each in enumerate(asked)
    ]
    for each in papers.build_paper(bank, seed).questions:
        if each.correct:
            assert scoring.credit(each, sorted(each.correct)) == 1
