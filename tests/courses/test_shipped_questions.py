"""The questions shipped with the sample training, read as plain YAML.

A test whose right answer can be guessed from its place or its length measures nothing, and a
key that is wrong or missing marks 34 people down, so both are checked here for every file, and
in each edition, since a paper is drawn from the questions of one.
"""

import re
from collections import Counter

import pytest
import yaml

from courses.catalogue.editions import for_edition
from quizzes.attempts import papers
from tests.courses.shipped import (
    FILES,
    FOLDER,
    MODULE_QUIZZES,
    QUESTIONS,
    TESTS,
    Question,
    approved,
    asked,
    by_key,
    in_each_edition,
    plain,
    singles,
)

GRID = {  # module: questions at C1, C2, C3
    "PS-01": (1, 2, 0),
    "PS-02": (1, 2, 1),
    "PS-03": (1, 2, 1),
    "PS-04": (1, 2, 3),
    "PS-05": (1, 2, 2),
    "PS-06": (1, 2, 2),
    "PS-07": (0, 1, 2),
}
SETTINGS = {  # file: kind, minutes, attempts, pass mark
    "tes-awal": ("pretest", 30, 1, None),
    "tes-akhir": ("posttest", 30, 2, 70),
    "kuis-ps-00": ("module", 15, 2, None),
    **dict.fromkeys(MODULE_QUIZZES[1:], ("module", 15, 2, 70)),
}
LEAST = {  # file: so many approved questions at least
    "kuis-ps-00": 10,
    "kuis-ps-01": 20,
    "kuis-ps-02": 20,
    "kuis-ps-03": 20,
    "kuis-ps-04": 20,
    "kuis-ps-05": 20,
    "kuis-ps-06": 20,
    "kuis-ps-07": 20,
}
BLUEPRINT = {  # file of a bank: questions of a paper at C1, C2, C3
    "kuis-ps-00": (2, 2, 1),
    "kuis-ps-01": (3, 5, 2),
    "kuis-ps-02": (2, 4, 4),
    "kuis-ps-03": (3, 4, 3),
    "kuis-ps-04": (2, 3, 5),
    "kuis-ps-05": (2, 3, 5),
    "kuis-ps-06": (3, 3, 4),
    "kuis-ps-07": (0, 4, 6),
}


def test_every_test_and_module_has_its_file() -> None:
    assert set(FILES) == {*TESTS, *MODULE_QUIZZES}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_file_says_what_kind_of_quiz_it_is(name: str) -> None:
    quiz = FILES[name]
    found = (quiz["kind"], quiz["minutes"], quiz["attempts"], quiz["pass_mark"])
    assert quiz["key"] == name
    assert quiz["title"]
    assert found == SETTINGS[name]


@in_each_edition
@pytest.mark.parametrize("name", TESTS)
def test_a_test_follows_the_grid_of_modules_and_levels(name: str, edition: str) -> None:
    found = Counter((q["module"], q["level"]) for q in asked(name, edition))
    for module, levels in GRID.items():
        assert tuple(found[module, level] for level in ("C1", "C2", "C3")) == levels, module
    assert found.total() == 30


@pytest.mark.parametrize("name", TESTS)
def test_every_question_of_a_test_may_be_drawn(name: str) -> None:
    assert {question["status"] for question in FILES[name]["questions"]} == {"approved"}


@in_each_edition
@pytest.mark.parametrize("name", TESTS)
def test_a_test_mixes_the_kinds_of_question(name: str, edition: str) -> None:
    kinds = Counter(question["kind"] for question in asked(name, edition))
    assert kinds == {"single": 22, "multiple": 4, "true_false": 4}


@in_each_edition
def test_the_two_tests_ask_the_same_kinds_in_the_same_places(edition: str) -> None:
    first, second = (
        [(q["module"], q["level"], q["kind"]) for q in asked(name, edition)] for name in TESTS
    )
    assert first == second


@in_each_edition
@pytest.mark.parametrize("name", MODULE_QUIZZES)
def test_a_module_quiz_asks_enough_about_its_own_module(name: str, edition: str) -> None:
    quiz = FILES[name]
    assert quiz["module"] == name.removeprefix("kuis-").upper()
    assert {question["module"] for question in quiz["questions"]} == {quiz["module"]}
    assert len(approved(name, edition)) >= LEAST[name]


@in_each_edition
@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_paper_of_a_module_follows_its_blueprint(name: str, edition: str) -> None:
    levels = Counter(q["level"] for q in approved(name, edition))
    sizes = [levels[level] for level in ("C1", "C2", "C3")]
    draw = FILES[name]["draw"]
    assert tuple(papers.apportion(draw, sizes)) == BLUEPRINT[name]
    assert sum(sizes) == levels.total()


@in_each_edition
@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_bank_holds_two_papers_that_share_no_question(name: str, edition: str) -> None:
    levels = Counter(q["level"] for q in approved(name, edition))
    for level, drawn in zip(("C1", "C2", "C3"), BLUEPRINT[name], strict=True):
        assert levels[level] >= 2 * drawn, level


@in_each_edition
@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_bank_mixes_the_kinds_and_most_have_one_right_answer(name: str, edition: str) -> None:
    kinds = Counter(q["kind"] for q in asked(name, edition))
    assert kinds["single"] > kinds["multiple"] + kinds["true_false"]
    assert kinds["multiple"]
    assert kinds["true_false"]


@in_each_edition
def test_every_question_names_a_heading_that_its_edition_has(edition: str) -> None:
    headings = {
        path.stem.upper(): set(
            re.findall(r"^#{2,3} (.+)$", for_edition(path.read_text("utf-8"), edition), re.M)
        )
        for path in (FOLDER / "modules").glob("*.md")
    }
    for name in FILES:
        for question in asked(name, edition):
            assert question["section"] in headings[question["module"]], question["key"]


@in_each_edition
def test_no_question_asks_about_the_data_of_another_edition(edition: str) -> None:
    other = r"DTSEN|\b[Dd]esil" if edition == "2024" else r"terdaftar di DTKS|DTKS\?"
    for name in FILES:
        for question in asked(name, edition):
            assert not re.search(other, str(question["stem"])), question["key"]


def test_no_question_stands_in_two_files() -> None:
    keys = Counter(question["key"] for question in QUESTIONS)
    stems = Counter(plain(question["stem"]) for question in QUESTIONS)
    assert max(keys.values()) == 1
    assert max(stems.values()) == 1


@in_each_edition
@pytest.mark.parametrize("name", SETTINGS)
def test_the_right_answer_is_spread_over_the_places(name: str, edition: str) -> None:
    places = Counter(
        [option["correct"] for option in question["options"]].index(True)
        for question in singles(name, edition)
    )
    counts = [places[place] for place in range(4)]
    assert max(counts) - min(counts) <= 1


@in_each_edition
def test_the_right_answer_is_spread_over_the_places_of_the_whole_bank(edition: str) -> None:
    questions = [question for name in FILES for question in singles(name, edition)]
    places = Counter(
        [option["correct"] for option in question["options"]].index(True) for question in questions
    )
    assert all(abs(places[place] / len(questions) - 0.25) < 0.03 for place in range(4)), places


@in_each_edition
@pytest.mark.parametrize("name", SETTINGS)
def test_the_length_of_an_option_does_not_give_the_answer_away(name: str, edition: str) -> None:
    questions = singles(name, edition)
    longest = shortest = 0
    for question in questions:
        options = question["options"]
        right = next(len(option["text"]) for option in options if option["correct"])
        wrong = [len(option["text"]) for option in options if not option["correct"]]
        longest += right > max(wrong)
        shortest += right < min(wrong)
    assert longest < 0.4 * len(questions)
    assert shortest < 0.4 * len(questions)


@in_each_edition
@pytest.mark.parametrize("name", TESTS)
def test_true_is_the_answer_as_often_as_false(name: str, edition: str) -> None:
    answers = [q["answer"] for q in asked(name, edition) if q["kind"] == "true_false"]
    assert answers.count(True) == answers.count(False)


@pytest.mark.parametrize("question", QUESTIONS, ids=by_key)
def test_a_question_names_no_person_or_number_of_identity(question: Question) -> None:
    text = yaml.safe_dump(question, allow_unicode=True, width=10_000)
    digits = "".join(letter if letter.isdigit() else " " for letter in text)
    assert max((len(run) for run in digits.split()), default=0) < 10
    for title in ("Bapak ", "Ibu ", "Pak ", "Bu ", "Plt."):
        assert title not in text
