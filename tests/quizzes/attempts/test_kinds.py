"""Kinds that are typed, paired, put in order or told as a case: what an answer may be and earns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from quizzes.attempts import papers, scoring, typed
from quizzes.attempts.asking import questions_of
from quizzes.attempts.papers import Paper, PaperQuestion
from quizzes.bank.bodies import body_of
from quizzes.bank.rendering import content_of


def asked(kind: str, **fields) -> tuple[PaperQuestion, ...]:
    body = body_of({"kind": kind, "stem": "Apa?", **fields})
    return questions_of(7, 1, kind, content_of(body, {}), level="C1")


def short(*accepted, **fields) -> PaperQuestion:
    return asked("short_answer", accepted=[{"text": text} for text in accepted], **fields)[0]


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12", "", "12"),
        (" 1.500.000 ", "", "1500000"),
        ("Rp1.500.000,50", "", "1500000.5"),
        ("rp. 250.000", "", "250000"),
        ("2,5", "", "2.5"),
        ("2.5", "", "2.5"),
        ("1.500", "", "1500"),
        ("1,500", "", "1.5"),
        ("0.125", "", "0.125"),
        ("1,500,000", "", "1500000"),
        ("1,500.50", "", "1500.5"),
        ("10 kg", "kg", "10"),
        ("10KG", "kg", "10"),
        ("1 500 000", "", "1500000"),
        ("-3", "", "-3"),
        ("\N{MINUS SIGN}3", "", "-3"),
        ("+3", "", "3"),
        ("-Rp500", "", "-500"),
        ("Rp1.500.000,-", "", "1500000"),
        ("Rp 3.500.000,00", "", "3500000"),
        ("3.500.000 rupiah", "", "3500000"),
        ("24 m2", "m²", "24"),
        ("24 m²", "m2", "24"),
        ("24 kg.", "kg", "24"),
        ("24.", "", "24"),
        (",5", "", "0.5"),
        (".5", "", "0.5"),
        ("2\N{ZERO WIDTH SPACE}4", "", "24"),
        ("10²", "", None),
        (",", "", None),
        ("-", "", None),
        ("Rp", "", None),
        ("kg", "kg", None),
        ("10 kg", "", None),
        ("sepuluh", "", None),
        ("", "", None),
        ("--3", "", None),
        ("1.50.000", "", None),
        ("1e9", "", None),
        ("NaN", "", None),
        ("٣", "", None),
        ("9" * 50, "", None),
    ],
)
def test_numbers_are_read_as_they_are_written_in_indonesia(text, unit, number):
    assert typed.read_number(text, unit) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("given", "share"),
    [("2,5", 1), ("2,0", 1), ("3", 1), ("3,01", 0), ("1,99", 0), ("10", Fraction(1, 2)), ("x", 0)],
)
def test_a_number_counts_within_its_tolerance_to_the_edge(given, share):
    accepted = [{"value": "2,5", "tolerance": "0,5"}, {"value": 10, "share": 50}]
    assert scoring.credit(asked("numeric", accepted=accepted)[0], [given]) == share


def test_sums_of_tenths_are_exact():
    question = asked("numeric", accepted=[{"value": "0,3", "tolerance": "0,1"}])[0]
    assert scoring.credit(question, ["0,4"]) == 1
    assert scoring.credit(question, ["0,2"]) == 1
    assert scoring.credit(question, [f"0,4{'0' * 30}1"]) == 0


@pytest.mark.parametrize(
    ("pattern", "given", "is_right"),
    [
        ("SKTM", "sktm", True),
        ("SKTM", "  sktm ", True),
        ("surat keterangan", "surat   keterangan", True),
        ("surat*", "surat keterangan tidak mampu", True),
        ("surat*", "Surat", True),
        ("*mampu", "kurang mampu", True),
        ("s*t*m", "sktm", True),
        ("a*a", "a", False),
        ("*", "apa saja", True),
        ("a\\*b", "a*b", True),
        ("a\\*b", "axb", False),
        ("Jum'at", "jum\N{RIGHT SINGLE QUOTATION MARK}at", True),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}", True),
        ("SKTM", "SKTM\N{ZERO WIDTH SPACE}", True),
        ("SKTM", "SKTM.", False),
        ("RT", "RW", False),
    ],
)
def test_a_wording_fits_whatever_its_space_and_letters(pattern, given, is_right):
    assert scoring.credit(short(pattern), [given]) == is_right


def test_capitals_count_where_they_are_asked_for():
    question = short("DTKS", case_sensitive=True)
    assert [scoring.credit(question, [text]) for text in ("DTKS", "dtks")] == [1, 0]


def test_many_stars_take_no_time():
    assert not typed.fits_wording("a" * 200, "*a" * 90 + "b", is_case_sensitive=False)


PAIRS = [{"left": "Dinas", "right": "6371"}, {"left": "Camat", "right": "2"}]


def pairs_of(question: PaperQuestion, **wanted: str) -> list[str]:
    lefts = {option.text: option.key for option in question.options}
    rights = {target.text: target.key for target in question.targets}
    return [f"{lefts[left]}={rights[right]}" for left, right in wanted.items()]


def matching(seed: int = 1) -> PaperQuestion:
    bank = asked("matching", pairs=PAIRS, distractors=["3", "4"])
    return papers.build_paper(bank, seed).questions[0]


def test_each_right_pair_earns_its_share():
    question = matching()
    assert scoring.credit(question, pairs_of(question, Dinas="6371", Camat="2")) == 1
    assert scoring.credit(question, pairs_of(question, Dinas="6371", Camat="3")) == Fraction(1, 2)
    assert scoring.credit(question, pairs_of(question, Dinas="2")) == 0
    assert scoring.credit(question, []) == 0


def test_keys_stand_in_the_order_shown_and_tell_nothing():
    found = {tuple(sorted(matching(seed).correct)) for seed in range(40)}
    assert len(found) > 5
    for seed in range(10):
        question = matching(seed)
        assert [option.key for option in question.options] == ["a", "b"]
        assert [target.key for target in question.targets] == ["1", "2", "3", "4"]


def test_an_order_earns_a_share_for_each_place():
    bank = asked("ordering", items=["Satu", "Dua", "Tiga"])
    question = papers.build_paper(bank, 5).questions[0]
    right = pairs_of(question, Satu="1", Dua="2", Tiga="3")
    assert scoring.credit(question, right) == 1
    swapped = pairs_of(question, Satu="1", Dua="3", Tiga="2")
    assert scoring.credit(question, swapped) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("choices", "does"),
    [
        ([], True),
        (["a=1"], True),
        (["a=1", "b=1"], True),
        (["a=1", "a=2"], False),
        (["a=9"], False),
        (["c=1"], False),
        (["a"], False),
        (["a=1=1"], False),
    ],
)
def test_pairs_name_what_this_paper_shows(choices, does):
    assert scoring.fits(matching(), choices) is does


@pytest.mark.parametrize(
    ("kind", "choices", "does"),
    [
        ("short_answer", ["x" * 200], True),
        ("short_answer", ["x" * 201], False),
        ("short_answer", ["x", "y"], False),
        ("short_answer", [""], False),
        ("essay", ["x" * 20_000], True),
        ("essay", ["x" * 20_001], False),
        ("file", [], True),
        ("file", ["ab/cd.pdf"], False),
    ],
)
def test_typed_answers_have_a_length_and_files_their_own_way(kind, choices, does):
    assert scoring.fits(PaperQuestion(1, 1, kind, "?"), choices) is does


def test_what_says_nothing_is_no_answer():
    essay = PaperQuestion(1, 1, "essay", "?")
    assert scoring.cleaned(essay, ["  \r\n "]) == []
    assert scoring.cleaned(essay, [" a\r\nb "]) == ["a\nb"]
    assert scoring.cleaned(matching(), ["b=", "a=2"]) == ["a=2"]


def test_what_no_page_can_show_is_left_out():
    essay = PaperQuestion(1, 1, "essay", "?")
    assert scoring.cleaned(essay, ["a\0b\ud800c\x1b\td \N{THUMBS UP SIGN}"]) == [
        "abc\td \N{THUMBS UP SIGN}"
    ]
    assert scoring.cleaned(essay, ["\0\ud800"]) == []


CASE = {
    "explanation": "Kasus.",
    "parts": [
        {"kind": "true_false", "stem": "Benar?", "answer": True},
        {"kind": "numeric", "stem": "Berapa?", "accepted": [{"value": 4}], "points": 2},
        {"kind": "essay", "stem": "Mengapa?"},
    ],
}


def test_the_parts_of_a_case_stay_together_in_their_order():
    case = asked("case", **CASE)
    others = [PaperQuestion(100 + n, 1, "true_false", "?", level="C1") for n in range(5)]
    for seed in range(20):
        shown = papers.build_paper([*others[:2], *case, *others[2:]], seed).questions
        parts = [each.part for each in shown]
        begin = parts.index(1)
        assert parts[begin : begin + 3] == [1, 2, 3]
        assert {each.case for each in shown[begin : begin + 3]} == {"<p>Apa?</p>\n"}


def test_a_case_is_drawn_as_one():
    bank = [*asked("case", **CASE), PaperQuestion(8, 1, "true_false", "?", level="C1")]
    sizes = {len(papers.build_paper(bank, seed, count=1).questions) for seed in range(20)}
    assert sizes == {1, 3}


def test_a_frozen_paper_of_every_kind_thaws_the_same():
    bank = [
        *asked("case", **CASE),
        matching(),
        *asked("ordering", items=["Satu", "Dua"]),
        short("SKTM", case_sensitive=True),
        *asked("essay", words={"least": 5, "most": 9}),
        *asked("numeric", accepted=[{"value": "2,5", "tolerance": 1}], unit="kg"),
    ]
    paper = papers.build_paper(bank, 3)
    without_levels = [papers.replace(question, level="") for question in paper.questions]
    assert papers.thaw(papers.freeze(paper)).questions == tuple(without_levels)


def test_an_essay_earns_what_a_person_gives_and_waits_until_then():
    paper = Paper((*asked("essay"), *asked("essay"), short("SKTM")))
    answers = {1: ["Sebab itu."], 2: [], 3: ["sktm"]}
    assert scoring.to_mark(paper, answers) == [1]
    assert scoring.score(paper, answers).points == 100
    assert scoring.score(paper, answers, {1: 75}) == scoring.Score(175, 300, 5833)
