"""What Moodle publishes as the marks of given answers, held against our rule.

The values, not the code, of moodle/moodle: mod/quiz/tests/fixtures (questions00, steps00 and
results00, a quiz of ten attempts under deferred feedback), question/type/{shortanswer,numerical,
multichoice,match}/tests/question*_test.php, and the regrading in question/behaviour/
deferredfeedback/tests/walkthrough_test.php. Calculated questions are not ours. Where we differ on
purpose, the row says both values and why.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from quizzes.attempts import scoring, typed
from quizzes.attempts.papers import Accepted, Option, Paper, PaperQuestion

WHOLE = scoring.WHOLE_FRACTION


def choice(kind, correct, *, weights=(), keys="abcd", **fields):
    options = tuple(
        Option(key, key, fraction=round(weights[place] * WHOLE) if weights else None)
        for place, key in enumerate(keys)
    )
    return PaperQuestion(1, 1, kind, "?", options, frozenset(correct), **fields)


def accepting(kind, *accepted, **fields):
    return PaperQuestion(1, 1, kind, "?", accepted=accepted, **fields)


def worth(text, share, tolerance="0"):
    return Accepted(text, round(share * WHOLE), tolerance)


FROG = accepting("short_answer", worth("frog", 1), worth("toad", 0.8), worth("*", 0))
PI = accepting("numeric", worth("3.14", 1))
TRUE = choice("true_false", "a", keys="ab")
TWO_OF_FOUR = choice("multiple", "ac", wrong_cost=0)
ONE_OF_FOUR = choice("single", "a")
OWL = accepting("short_answer", worth("Owl", 1), points=50)
COAT = choice("single", "c", keys="abc", points=50)
BEASTS = PaperQuestion(
    1,
    1,
    "matching",
    "?",
    (Option("a", "frog"), Option("b", "cat"), Option("c", "newt")),
    frozenset({"a=1", "b=2", "c=1"}),
    targets=(Option("1", "amphibian"), Option("2", "mammal"), Option("3", "insect")),
)
QUIZ = {
    "shortanswer": Paper((FROG, BEASTS, TRUE, TWO_OF_FOUR, ONE_OF_FOUR, OWL, COAT)),
    "numerical": Paper((PI, BEASTS, TRUE, TWO_OF_FOUR, ONE_OF_FOUR, OWL, COAT)),
}
A, M = "1", "2"


@pytest.mark.parametrize(
    ("first", "said", "marks"),
    [
        ("shortanswer", ("toad", (A, M, A), 1, "bc", 0, "Pussy-cat", 0), (0.8, 1, 1, 0.5, 1, 0)),
        ("shortanswer", ("frog", (A, M, A), 1, "ab", 3, "Dog", 2), (1, 1, 1, 0.5, 0, 0.5)),
        ("numerical", ("3.142", (A, M, A), 0, "cd", 1, "Owl", 1), (0, 1, 0, 0.5, 0, 0.5)),
        ("numerical", ("3.142", (M, A, A), 1, "ac", 0, "Owl", 2), (0, 1 / 3, 1, 1, 1, 1)),
        ("shortanswer", ("frog", (A, M, A), 1, "cd", 0, "Owl", 2), (1, 1, 1, 0.5, 1, 1)),
        ("numerical", ("3.1", (A, M, A), 1, "ad", 0, "Owl", 2), (0, 1, 1, 0.5, 1, 1)),
        ("numerical", ("2.5", (A, M, A), 0, "ab", 1, "Dog", 1), (0, 1, 0, 0.5, 0, 0)),
        ("shortanswer", ("toad", (A, M, A), 1, "cd", 0, "Dog", 1), (0.8, 1, 1, 0.5, 1, 0)),
        ("shortanswer", ("tadpole", (A, A, M), 0, "ab", 0, "Owl", 2), (0, 1 / 3, 0, 0.5, 1, 1)),
        ("shortanswer", ("toad", (A, M, A), 1, "ad", 0, "Owl", 1), (0.8, 1, 1, 0.5, 1, 0.5)),
    ],
)
def test_ten_attempts_have_the_published_marks(first, said, marks):
    paper = QUIZ[first]
    name, beasts, is_true, odd, one, owl, coat = said
    answers = {
        1: [name],
        2: [f"{left}={right}" for left, right in zip("abc", beasts, strict=True)],
        3: ["a" if is_true else "b"],
        4: list(odd),
        5: ["abcd"[one]],
        6: [owl],
        7: ["abc"[coat]],
    }
    shares = [
        scoring.credit(question, answers[number]) * question.points / 100
        for number, question in enumerate(paper.questions, start=1)
    ]
    found = [*shares[:5], shares[5] + shares[6]]
    assert [float(each) for each in found] == pytest.approx(marks, abs=1e-6)
    total = scoring.score(paper, answers)
    assert (total.points, total.out_of) == (scoring.half_up(100 * sum(found)), 600)


def test_ticking_all_four_would_be_free_without_our_cost():
    """Moodle's question gives wrong ticks no weight; a quiz of ours that says 0 does the same."""
    assert scoring.credit(TWO_OF_FOUR, list("abcd")) == 1
    assert scoring.credit(replace(TWO_OF_FOUR, wrong_cost=100), list("abcd")) == 0


SINGLE = choice("single", "a", keys="abc", weights=(1, -0.33333, -0.33333))
MULTI = choice("multiple", "ac", weights=(0.5, -1, 0.5, -1))
ODD = choice("multiple", "ace", keys="abcdef", weights=(0.33333, -1, 0.33333, -1, 0.33333, -1))


@pytest.mark.parametrize(
    ("question", "chosen", "theirs", "ours"),
    [
        (SINGLE, "a", 1, 1),
        # Below nothing in Moodle. Ours ends at nothing: a guess never costs what others earned.
        (SINGLE, "b", -0.3333333, 0),
        (SINGLE, "c", -0.3333333, 0),
        (MULTI, "ac", 1, 1),
        (MULTI, "a", 0.5, 0.5),
        (MULTI, "abc", 0, 0),
        (MULTI, "b", 0, 0),
        (ODD, "ace", 1, 1),  # three thirds are a whole
    ],
)
def test_choices_with_weights(question, chosen, theirs, ours):
    assert scoring.credit(question, list(chosen)) == pytest.approx(ours, abs=1e-6)
    assert ours == max(theirs, 0)


@pytest.mark.parametrize(
    ("pairs", "mark"),
    [
        (("1", "2", "2", "1"), 1),
        (("1",), 0.25),
        (("1", "3", "3", "2"), 0.25),
        (("2", "3", "3", "2"), 0),
        ((), 0),
    ],
)
def test_pairs(pairs, mark):
    names = ("Dog", "Frog", "Toad", "Cat")
    question = PaperQuestion(
        1,
        1,
        "matching",
        "?",
        tuple(Option(key, name) for key, name in zip("abcd", names, strict=True)),
        frozenset({"a=1", "b=2", "c=2", "d=1"}),
        targets=(Option("1", "Mammal"), Option("2", "Amphibian"), Option("3", "Insect")),
    )
    chosen = [f"{key}={right}" for key, right in zip("abcd", pairs, strict=False)]
    assert scoring.credit(question, chosen) == mark


@pytest.mark.parametrize(("text", "mark"), [("x", 0), ("frog", 1), ("toad", 0.8), ("", 0)])
def test_short_answers(text, mark):
    assert scoring.credit(FROG, [text]) == pytest.approx(Fraction(mark), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "pattern", "folds", "fits"),
    [
        ("Frog", "Frog", False, True),
        ("Frog", "frog", False, False),
        ("   Frog   ", "Frog", False, True),
        ("Frogs", "Frog", False, False),
        ("Frog", "frog", True, True),
        ("   FROG   ", "Frog", True, True),
        ("Frogs", "Frog", True, False),
        ("Frog", "F*og", False, True),
        ("Fog", "F*og", False, True),
        ("   Fat dog   ", "F*og", False, True),
        ("Frogs", "F*og", False, False),
        ("Fg", "F*og", False, False),
        ("frog", "F*og", False, False),
        ("   fat dog   ", "F*og", False, False),
        ("Frogs", "F*og", True, False),
        ("Fg", "F*og", True, False),
        ("frog", "F*og", True, True),
        ("   fat dog   ", "F*og", True, True),
        ("   *   ", "\\*", False, True),
        ("*", "\\*", False, True),
        ("Frog*toad", "Frog\\*toad", False, True),
        ("a", "[a-z]", False, False),
        ("[a-z]", "[a-z]", False, True),
        ("\\{}/", "\\{}/", True, True),
        ("ITÁLIE", "Itálie", True, True),
        ("départ", "DÉPART", True, True),
        ("départ", "DÉPART", False, False),
        ("d\u00e9part", "de\u0301part", False, True),
        ("d\u00e9part", "DE\u0301PART", True, True),
        ("0", "0", False, True),
        ("0", "0*", False, True),
        ("0", "*0", False, True),
        ("0", "*0*", False, True),
        ("<em></em>", "*" * 35 + "<em>" + "*" * 35 + "</em>", False, True),
    ],
)
def test_wildcards(text, pattern, folds, fits):
    assert typed.fits_wording(text, pattern, is_case_sensitive=not folds) == fits


@pytest.mark.parametrize(
    ("text", "mark"),
    [("3.14", 1), ("1.0", 0), ("3.1", 0), ("42", 0), ("abc", 0), ("3,14", 1)],
)
def test_numbers(text, mark):
    assert scoring.credit(PI, [text]) == mark


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        ("3.14", 1, 1),
        ("3.14 m", 1, 1),
        # Moodle lets any unit pass where units are optional. Ours knows one unit, the asked one:
        # a number with another is another quantity, so it is not read as one.
        ("3.14 frogs", 1, 0),
        ("314cm", 1, 0),
        ("314000000x10^-8m", 1, 0),
    ],
)
def test_numbers_with_units(text, theirs, ours):
    assert scoring.credit(replace(PI, unit="m"), [text]) == ours
    assert theirs == 1


@pytest.mark.parametrize(
    ("given", "value", "tolerance", "is_near"),
    [
        # qtype_numerical's answer with a nominal error takes both its ends.
        ("6.5", "7.0", "0.5", True),
        ("7.5", "7.0", "0.5", True),
        ("6.49", "7.0", "0.5", False),
        ("7.51", "7.0", "0.5", False),
        ("7.0", "7.0", "0", True),
    ],
)
def test_tolerance_takes_both_ends(given, value, tolerance, is_near):
    assert typed.is_near(Decimal(given), value, tolerance) == is_near


def test_corrected_key_takes_the_points_and_a_persons_mark_stays():
    """Their true/false of 2: right, marked by hand as 1, then the key turned round. The hand's
    mark stays; what the key alone gives falls from all to nothing."""
    before = Paper((replace(TRUE, points=200),))
    after = Paper((replace(before.questions[0], correct=frozenset("b")),))
    assert scoring.score(before, {1: ["a"]}).points == 200
    assert scoring.score(after, {1: ["a"]}).points == 0
    for paper in (before, after):
        assert scoring.score(paper, {1: ["a"]}, {1: 100}).points == 100


def test_corrected_key_of_a_choice_ends_at_nothing():
    """Their choice of 3 goes from 3 to -1 when the key moves; ours to 0, the floor."""
    before = replace(SINGLE, points=300)
    moved = tuple(
        replace(option, fraction=weight)
        for option, weight in zip(SINGLE.options, (-3_333_333, WHOLE, -3_333_333), strict=True)
    )
    after = replace(before, options=moved, correct=frozenset("b"))
    assert scoring.score(Paper((before,)), {1: ["a"]}).points == 300
    assert scoring.score(Paper((after,)), {1: ["a"]}).points == 0
    assert scoring.score(Paper((after,)), {1: ["b"]}).points == 300
