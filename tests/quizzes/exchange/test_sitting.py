"""Imported questions on papers: what other programs got wrong once they were asked."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from lms.words import InputError
from quizzes.attempts import papers, scoring
from quizzes.attempts.asking import questions_of
from quizzes.exchange.candidates import candidate_of
from quizzes.exchange.items import Item
from quizzes.exchange.reading import read_questions

LAST = "Semua di atas benar"
FIXED = b"""// [tag:tetap-d]
Dokumen mana yang dilampirkan? {
    ~KTP
    ~Foto rumah
    ~Surat usulan
    =Semua di atas benar
}
"""
SCORES = b"""<quiz><question type="multichoice"><name><text>q</text></name>
<questiontext format="html"><text>Sembako?</text></questiontext><defaultgrade>%s</defaultgrade>
<answer fraction="100"><text>Pangan</text></answer><answer fraction="0"><text>Uang</text></answer>
</question></quiz>"""
EVERY_KIND = b"""
Isian {=skor =%50%nilai}

Angka {#2.5:0.1}

Pasang {=a -> 1 =b -> 2 =c -> 3}

Benar {TRUE}

Pilih {~%50%a ~%50%b ~%-100%c}
"""
BEST = {
    "short_answer": ["Skor"],
    "numeric": ["2,5"],
}


def asked(item: Item, question_id: int = 1) -> papers.PaperQuestion:
    candidate = candidate_of(item)
    (question,) = questions_of(question_id, 1, item.kind.value, candidate.content)
    return question


def texts(question: papers.PaperQuestion) -> list[str]:
    return [option.text for option in question.options]


def test_a_fixed_option_stays_last_while_the_others_come_in_every_order():
    (item,) = read_questions(FIXED).items
    seen = [texts(papers.build_paper([asked(item)], seed).questions[0]) for seed in range(200)]
    assert {each[-1] for each in seen} == {LAST}
    assert {tuple(each[:-1]) for each in seen} == set(
        permutations(["KTP", "Foto rumah", "Surat usulan"])
    )


def test_who_picks_the_text_of_the_key_is_right_whatever_the_mix():
    (item,) = read_questions(FIXED).items
    for seed in range(34):
        paper = papers.build_paper([asked(item)], seed)
        key = next(each.key for each in paper.questions[0].options if each.text == LAST)
        assert scoring.score(paper, {1: [key]}).score == 10_000


@pytest.mark.parametrize(("grade", "points"), [(b"2.0000000", 200), (b"1", 100), (b"0.5", 50)])
def test_a_right_answer_is_worth_the_points_of_its_question(grade, points):
    (item,) = read_questions(SCORES % grade).items
    result = scoring.score(papers.Paper((asked(item),)), {1: ["a"]})
    assert (result.points, result.out_of, result.score) == (points, points, 10_000)


def best(question: papers.PaperQuestion) -> list[str]:
    return BEST.get(question.kind) or sorted(question.correct)


def test_the_best_answer_to_every_kind_is_worth_the_whole_question():
    items = read_questions(EVERY_KIND).items
    assert len({item.kind for item in items}) == len(items) == 5
    for seed in range(20):
        paper = papers.build_paper(
            [asked(item, number) for number, item in enumerate(items, start=1)], seed
        )
        given = {number: best(each) for number, each in enumerate(paper.questions, start=1)}
        assert scoring.score(paper, given).score == 10_000
        assert scoring.score(paper, {}).score == 0


def test_an_archive_with_a_name_outside_is_refused_and_writes_nothing(questions):
    outside = Path("/tmp/keluar_abs.xml")  # noqa: S108 - what the file would write
    with pytest.raises(InputError, match="Arsip ZIP"):
        read_questions(questions("qti_zipslip_abs.zip"))
    assert not outside.exists()
