"""GIFT, as its documentation describes it and as people write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizzes.exchange.gift import read_gift
from quizzes.exchange.items import WHOLE, Item, Kind, Markup


def one(text: str) -> Item:
    reading = read_gift(text)
    assert not reading.refusals, reading.refusals
    (item,) = reading.items
    return item


def weights(item: Item) -> dict[str, int]:
    return {choice.text.text: choice.fraction * 100 // WHOLE for choice in item.choices}


def refused(text: str) -> list[tuple[int, str]]:
    return [(remark.line, str(remark.reason)) for remark in read_gift(text).refusals]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Soal {=ya ~tidak}", Kind.SINGLE),
        ("Soal {~%50%a ~%50%b ~%-50%c}", Kind.MULTIPLE),
        ("Soal {T}", Kind.TRUE_FALSE),
        ("Soal {FALSE}", Kind.TRUE_FALSE),
        ("Soal {=dua =2}", Kind.SHORT_ANSWER),
        ("Soal {dua}", Kind.SHORT_ANSWER),
        ("Soal {#3}", Kind.NUMERIC),
        ("Soal {=a -> 1 =b -> 2}", Kind.MATCHING),
        ("Soal {}", Kind.ESSAY),
        ("Soal { ####Pembahasan saja}", Kind.ESSAY),
    ],
)
def test_the_answers_say_which_kind_it_is(text, kind):
    assert one(text).kind is kind


def test_title_category_tags_and_comments():
    reading = read_gift(
        "// pembuka\n$CATEGORY: $course$/top/Bimtek/PS-03\n\n"
        "// [tag:C2] [tag:lapangan]\n// catatan\n::Judul \\: satu::\nPertanyaan? {\n"
        "=ya\n// di dalam soal\n~tidak }\n\n::Dua::Tanya? {T}\n\n$CATEGORY: Lain\n\nTiga? {F}"
    )
    first, second, third = reading.items
    assert (first.name, first.category, first.line) == ("Judul : satu", "Bimtek/PS-03", 6)
    assert first.tags == ("C2", "lapangan")
    assert weights(first) == {"ya": 100, "tidak": 0}
    assert (second.category, second.tags, second.line) == ("Bimtek/PS-03", (), 12)
    assert (third.name, third.category) == ("", "Lain")


def test_escapes_are_text_and_a_line_break_of_its_own_stays():
    item = one("A \\: B \\= \\{x\\} \\~ \\# \\\\n baris\\nbaru\nlanjut {=\\=1\\~ ~\\\\}")
    assert item.stem.text == "A : B = {x} ~ # \\n baris\nbaru lanjut"
    assert list(weights(item)) == ["=1~", "\\"]


@pytest.mark.parametrize(
    "stem", ["Berapa 1+1=2?", "Pukul 09:41: mulai", "a = b ~ c # d", "http://contoh::x"]
)
def test_outside_the_braces_other_signs_are_plain_text(stem):
    assert one(f"{stem} {{T}}").stem.text == stem


def test_text_after_the_braces_makes_a_gap():
    assert one("Bimtek selama {=dua ~tiga} hari.").stem.text == "Bimtek selama _____ hari."


def test_each_text_may_have_its_own_markup():
    item = one("[html]<p>a\n\tb</p> {=[plain]<b> ~c #[markdown]*d* ####e}")
    assert (item.stem.markup, item.stem.text) == (Markup.HTML, "<p>a\n\tb</p>")
    assert [choice.text.markup for choice in item.choices] == [Markup.PLAIN, Markup.HTML]
    assert item.choices[1].feedback.markup is Markup.MARKDOWN
    assert item.feedback.markup is Markup.HTML
    assert one("Soal {T}").stem.markup is Markup.AUTO


def test_feedback_of_choices_and_of_the_question():
    item = one("Soal { =ya #Betul: begini. ~tidak#Bukan ####Umum }")
    assert [choice.feedback.text for choice in item.choices] == ["Betul: begini.", "Bukan"]
    assert item.feedback.text == "Umum"


def test_feedback_of_true_and_false_is_first_for_the_wrong_answer():
    item = one("Soal {FALSE#Salah pilih#Tepat####Umum}")
    true, false = item.choices
    assert (true.fraction, true.feedback.text) == (0, "Salah pilih")
    assert (false.fraction, false.feedback.text) == (WHOLE, "Tepat")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{#3}", [("3", "0", 100)]),
        ("{#-3.14:0.1}", [("-3.14", "0.1", 100)]),
        ("{#1..5}", [("3", "2", 100)]),
        ("{#=1822:0 =%50%1822:2}", [("1822", "0", 100), ("1822", "2", 50)]),
        ("{#3:2~#Jauh sekali}", [("3", "2", 100), (None, "0", 0)]),
        ("{#=3 ~%10%*}", [("3", "0", 100), (None, "0", 10)]),
    ],
)
def test_numbers_have_a_value_and_a_tolerance(text, expected):
    found = [
        (each.value, each.tolerance, each.fraction * 100 // WHOLE)
        for each in one(f"S {text}").numbers
    ]
    assert found == [
        (Decimal(value) if value else None, Decimal(tolerance), percent)
        for value, tolerance, percent in expected
    ]


def test_pairs_may_have_a_right_side_that_only_misleads():
    pairs = one("S {=a \\=> b -> satu =c -> dua = -> tiga}").pairs
    assert [(pair.left.text, pair.right) for pair in pairs] == [
        ("a => b", "satu"), ("c", "dua"), ("", "tiga"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("weight", "fraction"),
    [("-15", -1_500_000), ("33.33333", 3_333_333), ("12,5", 1_250_000), ("-100", -WHOLE)],
)
def test_weights_are_read_exactly(weight, fraction):
    assert one(f"S {{=ya ~%{weight}%tidak}}").choices[1].fraction == fraction


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("S {~a ~b}", 1, "tidak ada jawaban benar"),
        ("S {=a =b ~c}", 1, "2 jawaban bernilai 100 persen"),
        ("S {=%50%a ~b}", 1, "tidak ada jawaban yang bernilai 100 persen"),
        ("S {\n~%50%a\n~%40%b\n~c}", 1, "berjumlah 90 persen"),
        ("S {\n=a\n~%-101%b}", 3, "bobot -101 persen di luar"),
        ("S {\n=a\n~%banyak%b}", 3, 'bobot "banyak" bukan angka'),
        ("S {=a}\n\nT {~b}", 3, "hanya satu pilihan"),
        ("S {=a ~ ~c}", 1, "ada jawaban yang kosong"),
        ("S {teks =a ~b}", 1, "ada teks sebelum jawaban pertama"),
        ("S {=a -> 1 =b}", 1, 'pasangan tanpa "->"'),
        ("S {=a -> 1}", 1, "hanya satu pasangan"),
        ("S {#tiga}", 1, '"tiga" bukan angka'),
        ("S {true}", 1, "huruf besar"),
        ("S {=a ~b", 1, "kurung kurawal tidak berpasangan"),
        ("S =a ~b}", 1, "kurung kurawal tidak berpasangan"),
        ("S {=a {b} ~c}", 1, "kurung kurawal tidak berpasangan"),
        ("S {T}\nT {F}", 2, "dua kelompok jawaban"),
        ("::S {T}", 1, "judul tidak ditutup"),
        ("::S:: {T}", 1, "pertanyaannya kosong"),
        ("Hanya teks", 1, "tidak ada jawaban dalam kurung kurawal"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_why(text, line, reason):
    found = refused(text)
    assert any(each == line and reason in why for each, why in found), found


def test_a_bad_question_does_not_touch_the_next():
    reading = read_gift("S {~a ~b}\n\nT {=c ~d}\n\nU {\n\nV {T}")
    assert [item.stem.text for item in reading.items] == ["T", "V"]
    assert reading.found == 4


def test_an_untitled_question_after_a_text_without_answers_is_doubted():
    reading = read_gift("Kasus panjang.\n\nApa langkahnya? {=a ~b}\n\nKasus.\n\n::J::Soal {T}")
    assert [remark.line for remark in reading.warnings] == [3]


def test_a_pair_has_no_weight_so_that_a_percentage_stays_in_its_text():
    (item,) = read_gift("Pasangkan {=%50% -> separuh =%100% seluruhnya -> semua}").items
    assert [(pair.left.text, pair.right) for pair in item.pairs] == [
        ("%50%", "separuh"), ("%100% seluruhnya", "semua"),
    ]  # fmt: skip


def test_feedback_on_a_pair_is_not_dropped_without_a_word():
    reading = read_gift("Pasangkan {=a -> b #umpan\n=c -> d}\n\nLagi {=a -> b \\# c\n=c -> d}")
    assert [item.pairs[0].right for item in reading.items] == ["b # c"]
    (refusal,) = reading.refusals
    assert (refusal.line, "umpan balik" in str(refusal.reason)) == (1, True)
