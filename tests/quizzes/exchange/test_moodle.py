"""Moodle XML: the types that are taken, and how the others are named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lms.words import InputError
from quizzes.exchange.items import WHOLE, Item, Kind, Markup
from quizzes.exchange.moodle import read_moodle


def question(kind: str, inside: str, *, stem: str = "Soal?") -> bytes:
    return (
        f'<quiz><question type="{kind}"><name><text>Nama</text></name>'
        f'<questiontext format="html"><text>{stem}</text></questiontext>{inside}</question></quiz>'
    ).encode()


def one(content: bytes) -> Item:
    reading = read_moodle(content)
    assert not reading.refusals, reading.refusals
    (item,) = reading.items
    return item


def answer(text: str, fraction: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="plain_text"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def test_multichoice_keeps_points_weights_feedback_tags_and_order():
    item = one(
        question(
            "multichoice",
            "<defaultgrade>2.5</defaultgrade><single>false</single>"
            "<shuffleanswers>0</shuffleanswers>"
            "<generalfeedback format='markdown'><text>*umum*</text></generalfeedback>"
            + answer("a", "66.66667", "ya") + answer("b", "33.33333") + answer("c", "-50")
            + "<tags><tag><text>C2</text></tag></tags>",
        )
    )  # fmt: skip
    assert (item.kind, item.points, item.tags) == (Kind.MULTIPLE, 250, ("C2",))
    assert [choice.fraction for choice in item.choices] == [6_666_667, 3_333_333, -5_000_000]
    assert item.choices[0].feedback.text == "ya"
    assert item.choices[0].text.markup is Markup.PLAIN
    assert all(choice.is_fixed for choice in item.choices)
    assert item.feedback.markup is Markup.MARKDOWN


def test_true_and_false_are_found_in_any_order():
    item = one(question("truefalse", answer("false", "100", "Tepat") + answer("true", "0")))
    assert [(each.text.text, each.fraction) for each in item.choices] == [
        ("true", 0), ("false", WHOLE),
    ]  # fmt: skip


def test_other_kinds_are_read_whether_or_not_the_bank_can_hold_them():
    assert one(question("shortanswer", answer("dua", "100"))).kind is Kind.SHORT_ANSWER
    assert one(question("essay", "")).kind is Kind.ESSAY
    assert one(question("ordering", answer("a", "1") + answer("b", "2"))).kind is Kind.ORDERING
    number = one(
        question("numerical", '<answer fraction="100"><text>3.5</text>'
                 "<tolerance>0.5</tolerance></answer>" + answer("*", "0"))
    ).numbers  # fmt: skip
    assert [(each.value, each.tolerance) for each in number] == [
        (Decimal("3.5"), Decimal("0.5")), (None, Decimal(0)),
    ]  # fmt: skip
    pairs = one(
        question("matching", "".join(
            f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer>'
            "</subquestion>" for left, right in (("a", "1"), ("b", "2"), ("", "3"))
        ))
    ).pairs  # fmt: skip
    assert [(pair.left.text, pair.right) for pair in pairs] == [("a", "1"), ("b", "2"), ("", "3")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (question("cloze", ""), "jenis cloze tidak dapat diimpor"),
        (question("description", ""), "jenis description adalah petunjuk"),
        (question("", ""), "jenis ? tidak dapat diimpor"),
        (question("essay", "", stem=""), "pertanyaannya kosong"),
        (question("essay", "<defaultgrade>0</defaultgrade>"), 'nilai soal "0"'),
        (question("essay", "<defaultgrade>NaN</defaultgrade>"), 'nilai soal "NaN"'),
        (question("essay", "<defaultgrade>1e999999</defaultgrade>"), 'nilai soal "1e999999"'),
        (question("multichoice", answer("a", "100")), "hanya satu pilihan"),
        (question("multichoice", answer("a", "100") + answer("", "0")), "jawaban yang kosong"),
        (question("multichoice", answer("a", "0") + answer("b", "0")), "tidak ada jawaban benar"),
        (question("multichoice", answer("a", "100") + answer("b", "250")), "bobot 250 persen"),
        (question("multichoice", answer("a", "100") + answer("b", "1e9")), 'bobot "1e9"'),
        (question("truefalse", answer("true", "0") + answer("false", "0")), "kunci benar atau"),
        (question("truefalse", answer("ya", "100")), "kunci benar atau salah tidak jelas"),
        (question("numerical", answer("tiga", "100")), '"tiga" bukan angka'),
        (question("numerical", answer("3", "50")), "tidak ada jawaban benar"),
        (question("matching", ""), "hanya satu pasangan"),
    ],
)
def test_what_is_not_taken_is_listed_with_its_name_and_why(content, reason):
    reading = read_moodle(content)
    assert not reading.items
    (refusal,) = reading.refusals
    assert refusal.name == "Nama"
    assert reason in str(refusal.reason)


def test_hints_and_combined_feedback_are_said_once_to_be_left_out():
    hint = "<hint><text>petunjuk</text></hint>"
    reading = read_moodle(question("essay", hint))
    assert "pada 1 soal tidak ikut diambil" in str(reading.warnings[0].reason)


@pytest.mark.parametrize("content", [b"<soal/>", b"<quiz>", b"bukan xml", b"<quiz>\xff</quiz>"])
def test_a_file_that_is_no_question_bank_is_refused(content):
    with pytest.raises(InputError):
        read_moodle(content)
