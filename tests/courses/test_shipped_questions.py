"""The questions shipped with the sample training, read as plain YAML.

A test whose right answer can be guessed from its place or its length measures nothing, and a
key that is wrong or missing marks 34 people down, so both are checked here for every file.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from courses.trainings.reading import read_training
from quizzes.attempts import scoring

FOLDER = Path(__file__).parents[2] / "courses" / "content" / "bimtek-pendamping-sosial"
FILES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (FOLDER / "quizzes").glob("*.yaml")
}
TESTS = ("tes-awal", "tes-akhir")
MODULE_QUIZZES = tuple(f"kuis-ps-{number:02}" for number in range(8))

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

ALL = [question for quiz in FILES.values() for question in quiz["questions"]]
WITH_OPTIONS = [question for question in ALL if question["kind"] != "true_false"]
TRUE_FALSE = [question for question in ALL if question["kind"] == "true_false"]


def by_key(question: dict[str, Any]) -> str:
    return str(question["key"])


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


def singles(name: str) -> list[dict[str, Any]]:
    return [question for question in FILES[name]["questions"] if question["kind"] == "single"]


def right_texts(question: dict[str, Any]) -> list[str]:
    return [option["text"] for option in question["options"] if option["correct"]]


def wrong_texts(question: dict[str, Any]) -> list[str]:
    return [option["text"] for option in question["options"] if not option["correct"]]


def test_every_test_and_module_has_its_file() -> None:
    assert set(FILES) == {*TESTS, *MODULE_QUIZZES}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_file_says_what_kind_of_quiz_it_is(name: str) -> None:
    quiz = FILES[name]
    found = (quiz["kind"], quiz["minutes"], quiz["attempts"], quiz["pass_mark"])
    assert quiz["key"] == name
    assert quiz["title"]
    assert found == SETTINGS[name]


@pytest.mark.parametrize("name", TESTS)
def test_a_test_follows_the_grid_of_modules_and_levels(name: str) -> None:
    found = Counter((q["module"], q["level"]) for q in FILES[name]["questions"])
    for module, levels in GRID.items():
        assert tuple(found[module, level] for level in ("C1", "C2", "C3")) == levels, module
    assert found.total() == 30


@pytest.mark.parametrize("name", TESTS)
def test_every_question_of_a_test_may_be_drawn(name: str) -> None:
    assert {question["status"] for question in FILES[name]["questions"]} == {"approved"}


@pytest.mark.parametrize("name", TESTS)
def test_a_test_mixes_the_kinds_of_question(name: str) -> None:
    kinds = Counter(question["kind"] for question in FILES[name]["questions"])
    assert kinds == {"single": 22, "multiple": 4, "true_false": 4}


def test_the_two_tests_ask_the_same_kinds_in_the_same_places() -> None:
    first, second = (
        [(q["module"], q["level"], q["kind"]) for q in FILES[name]["questions"]] for name in TESTS
    )
    assert first == second


@pytest.mark.parametrize("name", MODULE_QUIZZES)
def test_a_module_quiz_asks_enough_about_its_own_module(name: str) -> None:
    quiz = FILES[name]
    statuses = Counter(question["status"] for question in quiz["questions"])
    assert quiz["module"] == name.removeprefix("kuis-").upper()
    assert {question["module"] for question in quiz["questions"]} == {quiz["module"]}
    assert statuses["approved"] >= LEAST[name]


@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_paper_of_a_module_follows_its_blueprint(name: str) -> None:
    levels = Counter(q["level"] for q in FILES[name]["questions"] if q["status"] == "approved")
    sizes = [levels[level] for level in ("C1", "C2", "C3")]
    draw = FILES[name]["draw"]
    assert tuple(scoring.apportion(draw, sizes)) == BLUEPRINT[name]
    assert sum(sizes) == levels.total()


@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_bank_holds_two_papers_that_share_no_question(name: str) -> None:
    levels = Counter(q["level"] for q in FILES[name]["questions"] if q["status"] == "approved")
    for level, asked in zip(("C1", "C2", "C3"), BLUEPRINT[name], strict=True):
        assert levels[level] >= 2 * asked, level


@pytest.mark.parametrize("name", BLUEPRINT)
def test_a_bank_mixes_the_kinds_and_most_have_one_right_answer(name: str) -> None:
    kinds = Counter(q["kind"] for q in FILES[name]["questions"])
    assert kinds["single"] > kinds["multiple"] + kinds["true_false"]
    assert kinds["multiple"]
    assert kinds["true_false"]


def test_every_question_names_a_heading_of_its_module() -> None:
    training = read_training(FOLDER, [])
    assert training is not None
    headings = {module.code: module.headings for module in training.modules}
    for question in ALL:
        assert question["section"] in headings[question["module"]], question["key"]


def test_no_question_stands_in_two_files() -> None:
    keys = Counter(question["key"] for question in ALL)
    stems = Counter(plain(question["stem"]) for question in ALL)
    assert max(keys.values()) == 1
    assert max(stems.values()) == 1


@pytest.mark.parametrize("question", ALL, ids=by_key)
def test_a_question_is_complete(question: dict[str, Any]) -> None:
    assert question["level"] in {"C1", "C2", "C3"}
    assert question["kind"] in {"single", "multiple", "true_false"}
    assert question["status"] in {"approved", "perlu_konfirmasi"}
    for part in ("section", "stem", "explanation"):
        assert question[part].strip(), part


@pytest.mark.parametrize("question", WITH_OPTIONS, ids=by_key)
def test_a_question_with_options_has_its_key_and_a_reason_for_each(
    question: dict[str, Any],
) -> None:
    options = question["options"]
    right = [option for option in options if option["correct"] is True]
    wrong = [option for option in options if option["correct"] is False]
    assert len(right) + len(wrong) == len(options)
    if question["kind"] == "single":
        assert (len(right), len(wrong)) == (1, 3)
    else:
        assert len(right) >= 2
        assert wrong
        assert "Pilih semua yang tepat" in question["stem"]
    assert len({plain(option["text"]) for option in options}) == len(options)
    assert all(option["why"].strip() for option in options)
    assert "answer" not in question


@pytest.mark.parametrize("question", TRUE_FALSE, ids=by_key)
def test_a_true_or_false_question_says_which(question: dict[str, Any]) -> None:
    assert isinstance(question["answer"], bool)
    assert "options" not in question


@pytest.mark.parametrize("question", WITH_OPTIONS, ids=by_key)
def test_no_option_points_at_other_options(question: dict[str, Any]) -> None:
    # Options are shuffled, so "all of the above" or "A and B" would point at anything.
    for option in question["options"]:
        text = plain(option["text"])
        assert not text.startswith(("semua benar", "semua salah", "semua jawaban", "a dan b"))
        assert "di atas benar" not in text


@pytest.mark.parametrize("name", SETTINGS)
def test_the_right_answer_is_spread_over_the_places(name: str) -> None:
    places = Counter(
        [option["correct"] for option in question["options"]].index(True)
        for question in singles(name)
    )
    counts = [places[place] for place in range(4)]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("name", SETTINGS)
def test_the_length_of_an_option_does_not_give_the_answer_away(name: str) -> None:
    questions = singles(name)
    longest = shortest = 0
    for question in questions:
        right = len(right_texts(question)[0])
        wrong = [len(text) for text in wrong_texts(question)]
        longest += right > max(wrong)
        shortest += right < min(wrong)
    assert longest < 0.4 * len(questions)
    assert shortest < 0.4 * len(questions)


@pytest.mark.parametrize("name", TESTS)
def test_true_is_the_answer_as_often_as_false(name: str) -> None:
    answers = [q["answer"] for q in FILES[name]["questions"] if q["kind"] == "true_false"]
    assert answers.count(True) == answers.count(False)


@pytest.mark.parametrize("question", ALL, ids=by_key)
def test_a_question_names_no_person_or_number_of_identity(question: dict[str, Any]) -> None:
    text = yaml.safe_dump(question, allow_unicode=True, width=10_000)
    digits = "".join(letter if letter.isdigit() else " " for letter in text)
    assert max((len(run) for run in digits.split()), default=0) < 10
    for title in ("Bapak ", "Ibu ", "Pak ", "Bu ", "Plt."):
        assert title not in text
