"""What is said of an answer before it is handed in, without telling whether it is right."""

from __future__ import annotations

import pytest

from quizzes.attempts import papers, words
from quizzes.attempts.papers import Option, PaperQuestion
from quizzes.attempts.remarks import Remark, remark_on
from tests import quiz_factories
from tests.quiz_factories import POST_TEST, page

ROWS = (Option("a", "Satu"), Option("b", "Dua"))
MATCHING = PaperQuestion(1, 1, "matching", "?", options=ROWS, targets=ROWS)
ORDERING = PaperQuestion(1, 1, "ordering", "?", options=ROWS, targets=ROWS)
NUMERIC = PaperQuestion(1, 1, "numeric", "?", unit="kg")
ESSAY = PaperQuestion(1, 1, "essay", "?", words=(2, 3))


@pytest.mark.parametrize(
    ("question", "choices", "remark"),
    [
        (MATCHING, [], None),
        (MATCHING, ["a=1"], Remark.UNFINISHED),
        (MATCHING, ["a=1", "b=1"], None),
        (ORDERING, ["a=1"], Remark.UNFINISHED),
        (ORDERING, ["a=1", "b=2"], None),
        (ORDERING, ["a=2", "b=2"], Remark.SAME_PLACE),
        (NUMERIC, ["12,5 kg"], None),
        (NUMERIC, ["dua belas"], Remark.NO_NUMBER),
        (ESSAY, ["satu"], Remark.WORDS),
        (ESSAY, ["satu dua"], None),
        (ESSAY, ["satu dua tiga"], None),
        (ESSAY, ["satu dua\ntiga empat"], Remark.WORDS),
        (PaperQuestion(1, 1, "essay", "?"), ["satu"], None),
        (PaperQuestion(1, 1, "short_answer", "?"), ["x"], None),
        (PaperQuestion(1, 1, "single", "?", options=ROWS), ["a"], None),
    ],
)
def test_answers_that_look_unmeant_are_told(question, choices, remark):
    assert remark_on(question, choices) is remark


def test_every_remark_has_words(app):
    with app.test_request_context():
        assert all(words.remark(each, ESSAY) for each in Remark)


def test_the_review_names_them_and_the_paper_shows_what_shares_a_place(app, world, ani):
    questions = quiz_factories.one_of_each()
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=questions)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    paper = papers.thaw(quiz_factories.attempt(app, attempt_id).paper)
    places = {question.kind: n for n, question in enumerate(paper.questions, start=1)}
    given = {
        "ordering": ["a=1", "b=1", "c=2"],
        "matching": ["a=1"],
        "essay": ["satu"],
        "short_answer": ["salah"],
    }
    hidden = "data-same-place hidden"
    assert hidden in page(ani.get(f"{POST_TEST}/kerjakan"))
    for kind, choices in given.items():
        form = {"soal": places[kind], "pengerjaan": 1, "urutan": 1, "pilihan": choices}
        assert ani.post(f"{POST_TEST}/kerjakan", form).status_code == 303
    assert hidden not in page(ani.get(f"{POST_TEST}/kerjakan"))
    text = page(ani.get(f"{POST_TEST}/periksa"))
    for kind, remark in (
        ("ordering", "ada dua butir di urutan yang sama"),
        ("matching", "belum semua baris diisi"),
        ("essay", "panjangnya bukan antara 2 dan 20 kata"),
    ):
        assert f"Soal {places[kind]}</a>: {remark}" in text
    assert text.count("</a>: ") == 3
