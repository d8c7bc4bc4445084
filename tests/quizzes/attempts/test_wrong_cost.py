"""What a wrong choice costs: said by the quiz, frozen in the paper, never below nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lms.db import db, transaction
from quizzes.attempts import papers, scoring
from quizzes.attempts.papers import Option, Paper, PaperQuestion
from quizzes.bank.models import Quiz
from tests import quiz_factories
from tests.quiz_factories import POST_TEST, question

HALF, NONE = Fraction(1, 2), Fraction(0)


def multiple(cost: int, correct: str = "ab") -> PaperQuestion:
    options = tuple(Option(key, f"Pilihan {key}") for key in "abcd")
    return PaperQuestion(1, 1, "multiple", "<p>?</p>", options, frozenset(correct), wrong_cost=cost)


@pytest.mark.parametrize(
    ("cost", "chosen", "share"),
    [
        (100, "ab", 1),
        (100, "a", HALF),
        (100, "abc", HALF),
        (100, "ac", NONE),
        (100, "acd", NONE),  # the floor
        (100, "", NONE),
        (50, "ab", 1),
        (50, "abc", Fraction(3, 4)),
        (50, "abcd", HALF),
        (50, "ac", Fraction(1, 4)),
        (50, "acd", NONE),
        (50, "cd", NONE),  # the floor
        (0, "ab", 1),
        (0, "abcd", 1),  # ticking everything is free
        (0, "ac", HALF),
        (0, "cd", NONE),
        (25, "ac", Fraction(3, 8)),
        (1, "abcd", Fraction(99, 100)),
    ],
)
def test_wrong_choices_take_their_percent(cost, chosen, share):
    assert scoring.credit(multiple(cost), list(chosen)) == share


@pytest.mark.parametrize("cost", [0, 50, 100])
def test_weights_of_its_own_go_first(cost):
    options = tuple(
        Option(key, key, fraction=weight * 100_000)
        for key, weight in zip("abc", (50, 50, -25), strict=True)
    )
    asked = PaperQuestion(1, 1, "multiple", "?", options, frozenset("ab"), wrong_cost=cost)
    assert scoring.credit(asked, ["a", "c"]) == Fraction(1, 4)
    assert scoring.credit(asked, ["a", "b", "c"]) == Fraction(3, 4)


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_a_single_choice_knows_no_cost(kind):
    asked = PaperQuestion(
        1, 1, kind, "?", (Option("a", "A"), Option("b", "B")), frozenset("a"), wrong_cost=50
    )
    assert [scoring.credit(asked, [key]) for key in "ab"] == [1, 0]


def test_only_what_differs_is_frozen():
    bank = [multiple(100), PaperQuestion(2, 1, "single", "?", (Option("a", "A"),), frozenset("a"))]
    for cost, frozen in ((100, [None, None]), (50, [50, None]), (0, [0, None])):
        paper = papers.build_paper(bank, 7, wrong_cost=cost)
        stored = sorted(papers.freeze(paper)["questions"], key=lambda each: each["question_id"])
        assert [each.get("wrong_cost") for each in stored] == frozen
        assert papers.thaw(papers.freeze(paper)) == paper


def test_no_loss_reaches_another_question():
    single = PaperQuestion(2, 1, "single", "?", (Option("a", "A"),), frozenset("a"))
    paper = Paper((multiple(100), single))
    assert scoring.score(paper, {1: ["c", "d"], 2: ["a"]}).score == 5000


def several(key: str) -> dict[str, object]:
    texts = (("Benar satu", True), ("Benar dua", True), ("Keliru satu", False), ("Dua", False))
    options = [{"text": text, "correct": is_right, "why": "Sebab"} for text, is_right in texts]
    return question(key, kind="multiple", options=options)


@pytest.mark.parametrize(("cost", "score"), [(100, 0), (50, 2500), (0, 5000)])
def test_cost_of_the_day_it_began_stays(app, world, choose, ani, cost, score):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=[several("banyak")])
    _set_cost(app, quiz_id, cost)
    ani.post(f"{POST_TEST}/mulai")
    _set_cost(app, quiz_id, 100 - cost)
    asked = papers.thaw(quiz_factories.attempts(app)[0].paper).questions[0]
    right, wrong = sorted(asked.correct)[0], sorted(asked.keys - asked.correct)[0]
    choose(1, [right, wrong])
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    assert quiz_factories.attempts(app)[0].score == score


def test_intro_says_it_only_where_it_applies(app, world, ani):
    told = "pilihan yang salah mengurangi nilai soal itu"
    one = quiz_factories.make_quiz(app, world.training_id, "tes-satu")
    many = quiz_factories.make_quiz(app, world.training_id, "tes-banyak", questions=[several("x")])
    base = "/pelatihan/bimtek-uji/tes"
    assert told not in quiz_factories.page(ani.get(f"{base}/tes-satu"))
    assert told in quiz_factories.page(ani.get(f"{base}/tes-banyak"))
    _set_cost(app, many, 0)
    assert told not in quiz_factories.page(ani.get(f"{base}/tes-banyak"))
    _set_cost(app, one, 50)
    assert told not in quiz_factories.page(ani.get(f"{base}/tes-satu"))


def _set_cost(app, quiz_id, cost):
    with app.app_context(), transaction():
        db.session.get_one(Quiz, quiz_id).wrong_cost = cost
