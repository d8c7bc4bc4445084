"""Faults that other systems had with such files, each with the file and what is right."""

from __future__ import annotations

import time

import pytest

from lms.words import InputError
from quizzes.attempts import papers, scoring
from quizzes.exchange.candidates import candidate_of, candidates_of
from quizzes.exchange.items import WHOLE, Item, Kind, Reading
from quizzes.exchange.planning import Plan, plan_import
from quizzes.exchange.reading import read_questions
from quizzes.exchange.texts import as_text


@pytest.fixture
def read(questions):
    return lambda name: read_questions(questions(name))


@pytest.fixture
def plan(read):
    return lambda name: plan_import(candidates_of(read(name)), [], [])


def keys(item: Item) -> list[str]:
    return [choice.text.text for choice in item.choices if choice.fraction == WHOLE]


def lines(remarks) -> list[tuple[int, str]]:
    return [(remark.line, str(remark.reason)) for remark in remarks]


def paper_question(item: Item) -> papers.PaperQuestion:
    """The item as it would stand on a paper."""
    content = candidate_of(item).content
    return papers.PaperQuestion(
        question_id=1,
        version=1,
        kind=item.kind.value,
        stem=content["stem"],
        options=tuple(
            papers.Option(each["key"], each["text"], fraction=each.get("fraction"))
            for each in content["options"]
        ),
        correct=frozenset(each["key"] for each in content["options"] if each["correct"]),
        points=content.get("points", papers.POINTS_EACH),
    )


def test_the_basic_file_has_five_questions_with_their_keys(read):
    reading: Reading = read("gift_basic.gift")
    assert [(item.name, item.category) for item in reading.items] == [
        (name, "Bimtek/Hari 1") for name in ("RTLH-1", "UEPP-1", "Jumlah", "Pasang", "Esai")
    ]
    single, truth, number, pairs, essay = reading.items
    assert keys(single) == ["Pendamping sosial"]
    assert keys(truth) == ["true"]
    assert [each.value for each in number.numbers] == [2]
    assert len(pairs.pairs) == 3
    assert essay.kind is Kind.ESSAY
    assert [choice.feedback.text for choice in single.choices] == ["Benar.", "Bukan.", ""]


def test_c092_a_question_without_a_right_answer_is_never_taken(plan):
    found: Plan = plan("gift_zero_correct.gift")
    assert lines(found.refusals) == [(1, "tidak ada jawaban benar")]
    assert [(match.candidate.item.name, keys(match.candidate.item)) for match in found.matches] == [
        ("Baik", ["ya"])
    ]


def test_c094_negative_weights_are_kept_to_the_digit(plan):
    found: Plan = plan("gift_negative.gift")
    assert not found.refusals
    single, several = (match.candidate.content["options"] for match in found.matches)
    assert [option["fraction"] for option in single] == [WHOLE] + [-15 * WHOLE // 100] * 3
    assert [option["fraction"] for option in several] == [WHOLE // 2] * 2 + [-WHOLE] * 2


def test_c097_only_wrong_options_score_nothing_and_never_less(read):
    single, several = map(paper_question, read("gift_negative.gift").items)
    paper = papers.Paper((single, several))
    assert scoring.score(paper, {2: ["c", "d"]}).score == 0
    assert scoring.score(paper, {1: ["b"], 2: ["c", "d"]}).score == 0
    assert scoring.score(paper, {1: ["a"], 2: ["c", "d"]}).score == 5000
    assert scoring.score(paper, {1: ["a"], 2: ["a", "b"]}).score == 10_000
    assert scoring.score(paper, {2: ["a", "b", "c"]}).score == 0


@pytest.mark.parametrize("name", ["gift_basic.gift", "gift_negative.gift", "gift_escapes.gift"])
def test_c099_the_best_answer_always_gives_the_whole_question(read, name):
    held = [item for item in read(name).items if item.choices]
    for question in map(paper_question, held):
        assert scoring.score(papers.Paper((question,)), {1: question.correct}).score == 10_000


def test_c100_escaped_signs_are_read_without_their_backslashes(plan):
    found: Plan = plan("gift_escapes.gift")
    first, second = (match.candidate for match in found.matches)
    assert as_text(first.content["stem"]) == (
        "Dari bobot berikut: mana yang benar bila 1+1=2 dan kurung {kurawal} dipakai?"
    )
    assert [as_text(option["text"]) for option in first.content["options"]] == [
        "2 = 1 + 1", "3 = 1 + 1", "~nol", "#satu",
    ]  # fmt: skip
    assert keys(first.item) == ["2 = 1 + 1"]
    assert keys(second.item) == ["true"]


def test_c101_unescaped_signs_in_a_stem_are_kept_as_they_are():
    text = "Berapa 1+1=2: benar atau a=b:c? {=benar ~salah}"
    (item,) = read_questions(text.encode()).items
    assert item.stem.text == "Berapa 1+1=2: benar atau a=b:c?"


def test_c102_a_blank_line_inside_a_question_is_told(plan):
    found: Plan = plan("gift_blank_line.gift")
    assert [line for line, _reason in lines(found.refusals)] == [1]
    assert "sebelum baris kosong" in str(found.refusals[0].reason)
    assert [line for line, _reason in lines(found.warnings)] == [3]
    last = found.matches[-1].candidate.item
    assert (last.name, keys(last)) == ("Sesudah", ["true"])


def test_c106_broken_aiken_questions_are_named_among_the_good_ones(plan):
    found: Plan = plan("aiken_errors.txt")
    good = [match.candidate for match in found.matches]
    assert [as_text(each.content["stem"]) for each in good] == [
        "Soal baik pertama", "Soal baik kedua dengan <b>tanda</b> & simbol",
    ]  # fmt: skip
    assert [option["correct"] for each in good for option in each.content["options"]] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [line for line, _reason in lines(found.refusals)] == [1, 5, 12, 24]


def test_c108_every_moodle_question_is_taken_or_named(plan):
    found: Plan = plan("moodle_unknown_types.xml")
    assert found.reading.found == 4 == len(found.matches) + len(found.refusals)
    assert [(remark.name, str(remark.reason).split()[1]) for remark in found.refusals] == [
        ("Isian", "cloze"), ("Petunjuk", "description"), ("Seret", "ddwtos"),
    ]  # fmt: skip
    (match,) = found.matches
    options = match.candidate.content["options"]
    assert match.candidate.item.name == "Sembako 1"
    assert match.candidate.content["points"] == 200
    assert [option["text"] for option in options if option["correct"]] == ["Kebutuhan pangan"]
    assert options[0]["why"] == "Benar"


def test_c110_two_points_are_two_points_whatever_the_scale(read):
    question = paper_question(read("moodle_unknown_types.xml").items[0])
    result = scoring.score(papers.Paper((question,)), {1: ["a"]})
    assert (result.points, result.out_of, result.score) == (200, 200, 10_000)


def test_c190_scripts_are_gone_and_bold_stays(plan):
    found: Plan = plan("gift_html_script.gift")
    content = found.matches[0].candidate.content
    assert content["stem"] == "<p>Lihat <b>denah</b> ini.</p>"
    assert [option["text"] for option in content["options"]] == ["<i>ya</i>", "tidak"]
    assert "tidak ada dalam berkas" in str(found.warnings[0].reason)


def test_c204_an_external_entity_is_refused_and_nothing_of_it_is_told(read):
    with pytest.raises(InputError, match="DOCTYPE tidak diizinkan") as caught:
        read("moodle_xxe.xml")
    assert "hostname" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("qti12_score100.xml", "QTI"),
        ("qti22_fixed_choice.xml", "QTI"),
        ("qti_zipslip_abs.zip", "Arsip ZIP"),
    ],
)
def test_c110_c225_formats_that_are_not_read_are_refused_by_name(read, name, reason):
    began = time.process_time()
    with pytest.raises(InputError, match=reason):
        read(name)
    assert time.process_time() - began < 2
