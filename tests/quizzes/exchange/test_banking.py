"""What the bank holds of an item."""

from __future__ import annotations

import pytest

from quizzes.exchange.candidates import candidate_of
from quizzes.exchange.gift import read_gift
from quizzes.exchange.items import WHOLE, Choice, Item, Kind, Markup, RefusedError, Rich
from quizzes.exchange.texts import as_html, as_line


def candidate(text: str):
    (item,) = read_gift(text).items
    return candidate_of(item)


@pytest.mark.parametrize(
    ("rich", "block", "line"),
    [
        (Rich("a < b & c"), "<p>a &lt; b &amp; c</p>", "a &lt; b &amp; c"),
        (Rich("a\nb\n\nc"), "<p>a<br>b</p>\n<p>c</p>", "a<br>b<br><br>c"),
        (Rich("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>", "&lt;b&gt;x&lt;/b&gt;"),
        (Rich("jika a<b", Markup.AUTO), "<p>jika a&lt;b</p>", "jika a&lt;b"),
        (Rich("<b>x</b> &amp; y", Markup.AUTO), "<b>x</b> &amp; y", "<b>x</b> &amp; y"),
        (Rich("**x** <i>", Markup.MARKDOWN), "<p><strong>x</strong> &lt;i&gt;</p>",
         "<strong>x</strong> &lt;i&gt;"),
        (Rich("<p>a</p><p>b</p>", Markup.HTML), "<p>a</p><p>b</p>", "a<br>b"),
        (Rich("<p onclick='x'>a<iframe src='//x'></iframe></p>", Markup.HTML), "<p>a</p>", "a"),
        (Rich("<img src='https://x/y.png'>![k](https://x/y.png)", Markup.MARKDOWN),
         "<p>&lt;img src='https://x/y.png'&gt;</p>", "&lt;img src='https://x/y.png'&gt;"),
    ],
)  # fmt: skip
def test_every_markup_becomes_clean_html(rich, block, line):
    assert as_html(rich) == block
    assert as_line(rich) == line


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("S {=a ~b}", [None, None]),
        ("S {=a ~%50%b}", [WHOLE, WHOLE // 2]),
        ("S {~%50%a ~%50%b ~%-50%c}", [None] * 3),
        ("S {~%33.333%a ~%33.333%b ~%33.333%c ~%-33.333%d}", [None] * 4),
        ("S {~%50%a ~%50%b ~c}", [WHOLE // 2, WHOLE // 2, 0]),
        ("S {~%100%a ~%-100%b}", [WHOLE, -WHOLE]),
    ],
)
def test_weights_are_kept_where_the_usual_rule_says_something_else(text, weights):
    options = candidate(text).content["options"]
    assert [option.get("fraction") for option in options] == weights


def test_true_and_false_have_the_words_of_the_bank():
    options = candidate("S {F#bukan#tepat}").content["options"]
    assert options == [
        {"key": "benar", "text": "Benar", "correct": False, "why": "bukan"},
        {"key": "salah", "text": "Salah", "correct": True, "why": "tepat"},
    ]


def test_tags_give_the_level_and_fixed_places():
    found = candidate("// [tag:C2] [tag:tetap-b]\nS {=a ~Semua benar ~c}")
    assert found.level == "C2"
    assert [option.get("fixed", False) for option in found.content["options"]] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("S {~%50%a ~%50%b ~c}", "memilih semua pilihan memberi nilai penuh"),
    ],
)
def test_what_a_person_should_look_at_is_said(text, warning):
    (found,) = candidate(text.replace("='", "\\='")).warnings
    assert warning in str(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[html]<script>x</script> {T}", "kosong setelah dibersihkan"),
        ("S {=a ~[html]<img>}", "pilihan yang kosong setelah dibersihkan"),
        ("S {=Ya ~ya ~b}", "ada pilihan yang sama"),
        ("S {=a " + " ".join(f"~b{number}" for number in range(26)) + "}", "lebih dari 26 pilihan"),
        ("S " + "x" * 20_001 + " {T}", "lebih dari 20000 huruf"),
    ],
)
def test_what_the_bank_cannot_hold_is_refused(text, reason):
    with pytest.raises(RefusedError, match=reason):
        candidate(text)


def test_space_says_nothing_and_a_word_does():
    first = Item(1, Kind.TRUE_FALSE, Rich("<p>a</p>\n<p>b</p>", Markup.HTML), choices=(
        Choice(Rich("true"), WHOLE), Choice(Rich("false"), 0),
    ))  # fmt: skip
    same = candidate_of(first).fingerprint
    spaced = Item(9, Kind.TRUE_FALSE, Rich(" <p>a</p> \n\n <p>b</p>\n", Markup.HTML),
                  choices=first.choices)  # fmt: skip
    other = Item(1, Kind.TRUE_FALSE, Rich("<p>a</p><p>c</p>", Markup.HTML), choices=first.choices)
    assert candidate_of(spaced).fingerprint == same != candidate_of(other).fingerprint
