"""Every kind of question that a file may hold, as the bank holds it, or why it does not."""

from __future__ import annotations

import pytest

from quizzes.exchange.bank_items import item_of
from quizzes.exchange.candidates import Candidate, candidate_of
from quizzes.exchange.gift import read_gift
from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import WHOLE, Item, RefusedError
from quizzes.exchange.moodle import read_moodle
from quizzes.exchange.showing import answers_of
from tests.quizzes.exchange.test_moodle import answer, question

HALF = WHOLE // 2


def from_gift(text: str) -> Item:
    reading = read_gift(text)
    assert not reading.refusals, reading.refusals
    return reading.items[0]


def from_moodle(kind: str, inside: str) -> Item:
    reading = read_moodle(question(kind, inside))
    assert not reading.refusals, reading.refusals
    return reading.items[0]


def number(value: str, tolerance: str, fraction: str = "100") -> str:
    return (
        f'<answer fraction="{fraction}"><text>{value}</text><tolerance>{tolerance}</tolerance>'
        "<feedback><text></text></feedback></answer>"
    )


def unit(name: str, multiplier: str = "1") -> str:
    return f"<unit><multiplier>{multiplier}</multiplier><unit_name>{name}</unit_name></unit>"


def pair(left: str, right: str) -> str:
    return (
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer>'
        "</subquestion>"
    )


def own(candidate: Candidate) -> dict[str, object]:
    common = ("stem", "explanation", "points")
    return {name: value for name, value in candidate.content.items() if name not in common}


PAIRS = {
    "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}],
    "distractors": ["3"],
}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            from_gift("S {=dua =%50%2#Tulis hurufnya}"),
            {
                "accepted": [
                    {"text": "dua", "fraction": WHOLE, "why": ""},
                    {"text": "2", "fraction": HALF, "why": "Tulis hurufnya"},
                ],
                "case_sensitive": False,
            },
        ),
        (
            from_moodle("shortanswer", "<usecase>1</usecase>" + answer("PKH*", "100")),
            {
                "accepted": [{"text": "PKH*", "fraction": WHOLE, "why": ""}],
                "case_sensitive": True,
            },
        ),
        (
            from_gift("S {#5:0.5}"),
            {
                "accepted": [{"value": "5", "tolerance": "0.5", "fraction": WHOLE, "why": ""}],
                "unit": "",
            },
        ),
        (
            from_gift("S {#=1..5#ya =%50%10:2 ~%0%*}"),
            {
                "accepted": [
                    {"value": "3", "tolerance": "2", "fraction": WHOLE, "why": "ya"},
                    {"value": "10", "tolerance": "2", "fraction": HALF, "why": ""},
                ],
                "unit": "",
            },
        ),
        (
            from_moodle(
                "numerical",
                number("1.5e3", "0.25") + number("*", "0", "0")
                + f"<units>{unit('kg')}</units><unitgradingtype>0</unitgradingtype>",
            ),
            {
                "accepted": [
                    {"value": "1500", "tolerance": "0.25", "fraction": WHOLE, "why": ""}
                ],
                "unit": "kg",
            },
        ),
        (
            from_moodle(
                "numerical",
                number("3", "0") + f"<units>{unit('kg')}{unit('g', '0.001')}</units>"
                "<showunits>3</showunits>",
            ),
            {
                "accepted": [{"value": "3", "tolerance": "0", "fraction": WHOLE, "why": ""}],
                "unit": "",
            },
        ),
        (from_gift("S {=a -> 1 =b -> 2 = -> 3}"), PAIRS),
        (from_moodle("matching", pair("a", "1") + pair("b", "2") + pair("", "3")), PAIRS),
        (
            from_moodle(
                "matching", pair("a", "1") + pair("b", "2") + pair("", "2") + pair("", "3")
            ),
            PAIRS,
        ),
        (from_moodle("ordering", answer("a", "1.0000000") + answer("b", "2.0000000")),
         {"items": ["a", "b"]}),
        (from_gift("S {}"), {"model": ""}),
        (
            from_moodle(
                "essay",
                "<minwordlimit>5</minwordlimit><maxwordlimit>90</maxwordlimit>"
                "<graderinfo format='plain_text'><text>Isi</text></graderinfo>",
            ),
            {"model": "<p>Isi</p>", "words": [5, 90]},
        ),
        (
            from_moodle("essay", "<responseformat>noinline</responseformat>"
                        "<attachments>1</attachments><attachmentsrequired>1</attachmentsrequired>"),
            {"model": ""},
        ),
    ],
    ids=range(13),
)  # fmt: skip
def test_a_kind_is_held_with_its_key_and_weights(item, expected):
    found = own(candidate_of(item))
    if "model" in found:
        found["model"] = str(found["model"]).strip()
    assert found == expected
    assert not candidate_of(item).warnings


def test_an_essay_that_must_come_with_a_file_is_a_file():
    required = "<attachments>1</attachments><attachmentsrequired>1</attachmentsrequired>"
    item = from_moodle("essay", f"<responseformat>editor</responseformat>{required}")
    assert item.kind == "file"
    assert "hanya berkas yang diminta" in str(candidate_of(item).warnings[0])


@pytest.mark.parametrize(
    ("kind", "inside", "note"),
    [
        ("essay", "<attachments>3</attachments>", "lampiran yang tidak wajib"),
        ("essay", "<minwordlimit>5</minwordlimit>", "batas jumlah kata"),
        ("essay", "<maxwordlimit>9000</maxwordlimit>", "batas jumlah kata"),
        ("essay", "<responsetemplate><text>Isi</text></responsetemplate>", "contoh isian"),
        ("ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>" + answer("a", "1")
         + answer("b", "2"), "cara menilai urutan"),
        ("ordering", "<selecttype>RANDOM</selecttype>" + answer("a", "1") + answer("b", "2"),
         "bukan sebagian"),
        ("ordering", answer("a", "1", "baik") + answer("b", "2"), "pada butir urutan"),
        ("numerical", number("3", "0") + answer("*", "0", "Hitung lagi"), "angka lain"),
    ],
)  # fmt: skip
def test_what_of_a_question_has_no_place_is_told(kind, inside, note):
    (warning,) = candidate_of(from_moodle(kind, inside)).warnings
    assert note in str(warning)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (from_gift("S {=a =A}"), "ada jawaban yang sama"),
        (from_gift("S {=" + "a" * 201 + "}"), "lebih dari 200 huruf"),
        (from_gift("S {#=3 ~%10%*}"), "angka lain"),
        (from_gift("S {#3." + "1" * 10 + "}"), "15 digit dengan 9 desimal"),
        (from_gift("S {#" + "1" * 16 + "}"), "15 digit dengan 9 desimal"),
        (from_gift("S {=a -> 1 = -> 2}"), "hanya satu pasangan"),
        (from_gift("S {=a -> 1 =A -> 2}"), "sisi kiri yang sama"),
        (from_gift("S {=a -> 1 =b -> 1}"), "bersisi kanan sama"),
        (from_gift("S {=[html]<script>x</script> -> 1 =b -> 2 =c -> 3}"), "sisi kiri pasangan"),
        (from_gift("S {=a -> x =b -> y = -> X}"), "isinya tidak dapat dipakai"),
        (from_moodle("ordering", answer("a", "1") + answer("A", "2")), "pilihan yang sama"),
        (from_moodle("numerical", number("3", "0") + f"<units>{unit('k' * 21)}</units>"),
         "satuannya lebih dari 20"),
    ],
)  # fmt: skip
def test_what_the_bank_cannot_hold_is_refused_with_why(item, reason):
    with pytest.raises(RefusedError, match=reason):
        candidate_of(item)


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        ("numerical", number("3", "0") + "<unitgradingtype>1</unitgradingtype>", "ikut dinilai"),
        ("numerical", number("3", "0") + f"<units>{unit('kg')}{unit('g', '0.001')}</units>",
         "beberapa satuan"),
        ("numerical", number("3", "0") + f"<units>{unit('g', '0.001')}</units>", "beberapa satuan"),
        ("essay", "<attachmentsrequired>2</attachmentsrequired>", "lebih dari satu berkas"),
    ],
)  # fmt: skip
def test_what_would_be_marked_otherwise_is_refused(kind, inside, reason):
    (refusal,) = read_moodle(question(kind, inside)).refusals
    assert reason in str(refusal.reason)


def test_the_ordering_of_gift_is_never_taken_for_something_else():
    (refusal,) = read_gift("Urutkan {>2 ALL VERTICAL ABSOLUTE SHOW\nsatu\ndua\n}").refusals
    assert "kirim sebagai Moodle XML" in str(refusal.reason)


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("ordering", {"items": ["a", "b"]}, "mengurutkan"),
        ("file", {"model": ""}, "unggah berkas"),
        ("essay", {"model": "<p>x</p>"}, "pedoman penilaian"),
        ("essay", {"model": "", "words": [1, 2]}, "batas kata"),
        ("numeric", {"accepted": [
            {"value": "1", "tolerance": "0", "fraction": WHOLE, "why": ""}], "unit": "kg"},
         "satuan"),
        ("short_answer", {"accepted": [{"text": "a", "fraction": WHOLE, "why": ""}],
                          "case_sensitive": True}, "huruf besar dan kecil"),
        ("short_answer", {"accepted": [{"text": "a -> b", "fraction": WHOLE, "why": ""}],
                          "case_sensitive": False}, '"->"'),
    ],
)  # fmt: skip
def test_gift_names_what_it_cannot_say(kind, content, reason):
    whole = {"stem": "<p>S</p>", "explanation": "", **content}
    item = item_of(kind, whole, name="q", category="", level="", line=1)
    written = write_gift([item])
    assert not written.text.strip()
    (left_out,) = written.left_out
    assert reason in str(left_out.reason)


def test_weights_that_no_file_can_say_are_named():
    options = [
        {"key": key, "text": key, "correct": key == "a", "why": "", "fraction": share}
        for key, share in (("a", HALF), ("b", 0))
    ]
    content = {"stem": "<p>S</p>", "explanation": "", "options": options}
    with pytest.raises(RefusedError, match="berjumlah 50 persen"):
        item_of("multiple", content, name="q", category="", level="", line=1)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (from_gift("S {#1500000.5:100}"), ["100% 1.500.000,5 ± 100"]),
        (from_gift("S {#-1200}"), ["100% −1.200"]),
        (from_gift("S {=a -> 1 =b -> 2 = -> 3}"), [" a → 1", " b → 2", " 3 pengecoh"]),
        (from_moodle("ordering", answer("a", "1") + answer("b", "2")), ["1. a", "2. b"]),
        (from_gift("S {}"), ["  dinilai fasilitator"]),
    ],
)
def test_a_person_sees_each_answer_before_it_is_taken(item, expected):
    lines = answers_of(item.kind, candidate_of(item).content)
    shown = [f"{line.mark} {line.text} {line.note or ''}".rstrip() for line in lines]
    assert shown == expected
