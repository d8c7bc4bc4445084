"""What each kind of shipped question must have, and that every number in it is right."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
import yaml

from courses.catalogue.editions import for_edition
from tests.courses.shipped import (
    ANSWERED,
    EDITIONS,
    FILES,
    FOLDER,
    MODULE_QUIZZES,
    QUESTIONS,
    Question,
    answered,
    approved,
    by_key,
    in_each_edition,
    of_kind,
    plain,
)

BY_HAND = {"essay", "file"}  # a person marks them
WITH_OPTIONS = of_kind("single", "multiple")
NUMBER = r"(?:Rp)?\d[\d.]*(?:,\d+)?"
# 4 × 240.000 = 960.000, also over several signs; not where words or brackets stand between.
EQUATION = re.compile(rf"({NUMBER}(?: [+−×:÷] {NUMBER})+) = ({NUMBER})(%)?")
LINE_OF_COSTS = re.compile(r"^\s*- .*?(\d+) \S+ × Rp([\d.]+)$", re.MULTILINE)


def number(written: object) -> Decimal:
    return Decimal(str(written).removeprefix("Rp").replace(".", "").replace(",", "."))


def value_of(terms: str) -> Decimal:
    """Multiply and divide before adding and taking away."""
    signs = ["+", *re.findall(r" ([+−×:÷]) ", terms)]
    total = last = Decimal(0)
    for sign, term in zip(signs, re.split(r" [+−×:÷] ", terms), strict=True):
        if sign in "+−":
            total, last = total + last, number(term) * (1 if sign == "+" else -1)
        else:
            last = last * number(term) if sign == "×" else last / number(term)
    return total + last


def wrong_equations(text: str) -> list[str]:
    """Equations that do not hold, to the digits they are written with."""
    found = []
    for match in EQUATION.finditer(" ".join(text.replace("*", "").split())):
        if re.search(r"[+−×:÷)] ?$", match.string[: match.start()]):
            continue  # its beginning stands in words or brackets
        result = match[2].rstrip(".").rstrip(",")
        digits = len(result.partition(",")[2])
        value = value_of(match[1]) * (100 if match[3] else 1)
        if abs(value - number(result)) > Decimal(10) ** -digits / 2:
            found.append(match[0])
    return found


def whole_answers(question: Question) -> list[Question]:
    return [each for each in question["accepted"] if each.get("share", 100) == 100]


@pytest.mark.parametrize("question", ANSWERED, ids=by_key)
def test_what_is_asked_is_explained(question: Question) -> None:
    assert question["stem"].strip()
    assert question["explanation"].strip()


@pytest.mark.parametrize("question", QUESTIONS, ids=by_key)
def test_a_question_says_where_it_belongs(question: Question) -> None:
    assert question["level"] in {"C1", "C2", "C3"}
    assert question["status"] in {"approved", "perlu_konfirmasi"}
    assert question.get("edition", "2024") in EDITIONS
    assert question["section"].strip()


@pytest.mark.parametrize("question", WITH_OPTIONS, ids=by_key)
def test_a_question_with_options_has_its_key_and_a_reason_for_each(question: Question) -> None:
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


@pytest.mark.parametrize("question", WITH_OPTIONS, ids=by_key)
def test_no_option_points_at_other_options(question: Question) -> None:
    # Options are shuffled, so "all of the above" or "A and B" would point at anything.
    for option in question["options"]:
        text = plain(option["text"])
        assert not text.startswith(("semua benar", "semua salah", "semua jawaban", "a dan b"))
        assert "di atas benar" not in text


@pytest.mark.parametrize("question", of_kind("true_false"), ids=by_key)
def test_a_true_or_false_question_says_which(question: Question) -> None:
    assert isinstance(question["answer"], bool)
    assert "options" not in question


@pytest.mark.parametrize("question", of_kind("short_answer", "numeric"), ids=by_key)
def test_every_answer_that_was_thought_of_has_its_reason(question: Question) -> None:
    assert all(each["why"].strip() for each in question["accepted"])
    assert whole_answers(question) == question["accepted"][: len(whole_answers(question))]


@pytest.mark.parametrize("question", of_kind("numeric"), ids=by_key)
def test_a_number_is_worked_out_in_its_reason_and_no_other_fits(question: Question) -> None:
    (right,) = whole_answers(question)
    tolerance = number(right.get("tolerance", 0))
    shown = [number(each.rstrip(".,")) for each in re.findall(NUMBER, right["why"])]
    assert any(abs(each - number(right["value"])) <= tolerance for each in shown)
    for other in question["accepted"]:
        if other is not right:
            apart = abs(number(other["value"]) - number(right["value"]))
            assert apart > tolerance + number(other.get("tolerance", 0))


@pytest.mark.parametrize("question", of_kind("numeric"), ids=by_key)
def test_the_costs_told_in_a_question_add_up_to_its_answer(question: Question) -> None:
    costs = LINE_OF_COSTS.findall(question["stem"])
    if costs:
        (right,) = whole_answers(question)
        assert sum(int(many) * number(price) for many, price in costs) == number(right["value"])


def test_the_cash_book_told_in_a_case_ends_with_its_first_answer() -> None:
    (case,) = (each for each in QUESTIONS if "Kas awalnya" in str(each["stem"]))
    rows = re.findall(r"^- (?:Senin|Selasa|Rabu): (.+)$", case["stem"], re.MULTILINE)
    days = [[number(cell.split()[-1]) for cell in row.split("; ")] for row in rows]
    assert len(days) == 3
    opening = number(re.search(rf"Kas awalnya ({NUMBER})\.", case["stem"])[1].rstrip("."))
    balance = opening + sum(sold - sum(spent) for sold, *spent in days)
    surplus = sum(sold - goods - gas for sold, goods, gas, _taken in days)
    taken = sum(day[3] for day in days)
    first, second, third = (number(part["accepted"][0]["value"]) for part in case["parts"][:3])
    assert (first, second) == (balance, surplus)
    assert abs(third - 100 * taken / surplus) <= Decimal("0.5")


@pytest.mark.parametrize("question", QUESTIONS, ids=by_key)
def test_every_calculation_in_a_question_holds(question: Question) -> None:
    for part in answered([question]):
        reasons = [option["why"] for option in part.get("options", [])]
        reasons += [each["why"] for each in part.get("accepted", [])]
        for text in (part["stem"], part["explanation"], *reasons):
            assert wrong_equations(text) == []


@in_each_edition
def test_every_calculation_in_a_module_holds(edition: str) -> None:
    for path in (FOLDER / "modules").glob("*.md"):
        assert wrong_equations(for_edition(path.read_text("utf-8"), edition)) == [], path.name


@pytest.mark.parametrize("question", of_kind("matching"), ids=by_key)
def test_a_matching_has_more_right_sides_than_the_last_pair_needs(question: Question) -> None:
    lefts = [plain(pair["left"]) for pair in question["pairs"]]
    rights = {plain(pair["right"]) for pair in question["pairs"]}
    wrong = {plain(text) for text in question["distractors"]}
    assert len(set(lefts)) == len(lefts) >= 3
    assert wrong
    assert not wrong & rights


@pytest.mark.parametrize("question", of_kind("ordering"), ids=by_key)
def test_an_ordering_can_be_told_apart_item_by_item(question: Question) -> None:
    items = [plain(item) for item in question["items"]]
    assert len(set(items)) == len(items) >= 4


@pytest.mark.parametrize("question", of_kind("essay", "file"), ids=by_key)
def test_what_a_person_marks_says_what_a_good_answer_has(question: Question) -> None:
    assert len(re.findall(r"^- ", question["model"], re.MULTILINE)) >= 3


@in_each_edition
@pytest.mark.parametrize("name", MODULE_QUIZZES)
def test_a_module_quiz_marks_itself_and_asks_in_several_ways(name: str, edition: str) -> None:
    # The certificate counts every module quiz: one that waits for a person would hold it up.
    kinds = Counter(question["kind"] for question in answered(approved(name, edition)))
    assert not BY_HAND & set(kinds)
    new = [kind for kind in ("short_answer", "numeric", "matching", "ordering") if kinds[kind]]
    assert len(new) >= 3


def test_four_modules_tell_a_case_of_three_or_four_parts() -> None:
    cases = [question for question in QUESTIONS if question["kind"] == "case"]
    assert len({question["module"] for question in cases}) >= 4
    assert all(3 <= len(question["parts"]) <= 4 for question in cases)
    assert all(len({part["kind"] for part in question["parts"]}) >= 2 for question in cases)


def test_the_calculator_of_this_file_finds_what_is_wrong() -> None:
    assert wrong_equations("4 × 240.000 = 960.000 dan 1.000 + 2 × 3 = 1.006") == []
    assert wrong_equations("20 : 32 = 62,5% dan 2 : 3 = 0,67") == []
    assert wrong_equations("36 × 50.000 = 1.600.000") == ["36 × 50.000 = 1.600.000"]


def test_no_sum_of_money_is_asked_as_a_fact() -> None:
    """Amounts of aid change: an approved question may count with invented amounts only."""
    for quiz in FILES.values():
        for question in quiz["questions"]:
            text = yaml.safe_dump(question, allow_unicode=True, width=10_000)
            if re.search(r"Rp\d", text) and question["status"] == "approved":
                assert question["level"] == "C3", question["key"]
