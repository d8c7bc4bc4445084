"""Imported HTML as Markdown: only where it says exactly the same."""

from __future__ import annotations

import random
import time

import pytest

from lms.markdown import Picture, clean_html, clean_inline_html, render, render_inline
from quizzes.bank.bodies import body_of
from quizzes.bank.rendering import content_of
from quizzes.exchange.as_markdown import block_as_markdown, line_as_markdown
from quizzes.exchange.editable import editable

PICTURES = {"figures/a.png": Picture("figures/a.png?v=0123456789ab", 10, 20)}
IMAGE = '<img src="figures/a.png" alt="denah [1]">'


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>Berapa skor minimalnya?</p>", "Berapa skor minimalnya?"),
        ("<p>Ibu kotanya _____.</p>", "Ibu kotanya _____."),
        ("<p>satu<br>dua</p>", "satu\\\ndua"),
        ("<p>a <strong>x</strong> <em>y</em></p>", "a **x** *y*"),
        ("<p>1. x</p>", "1\\. x"),
        ("<p># x</p>", "\\# x"),
        ("<p>2*3*4 &lt;b&gt; &amp;amp;</p>", "2\\*3\\*4 \\<b> \\&amp;"),
        ("<p>Rp1.500.000 (a) [b](c)</p>", "Rp1.500.000 (a) \\[b\\](c)"),
        ("<p>a&nbsp;b</p>", "a\xa0b"),
        ("<h3>Judul</h3><p>x</p>", "### Judul\n\nx"),
        ("<p>a</p><ul><li>x</li><li>y</li></ul><p>b</p>", "a\n\n- x\n- y\n\nb"),
        ("<ul><li>x <ol><li>y</li></ol></li></ul>", "- x\n  1. y"),
        ('<ol start="3"><li><p>x</p></li><li><p>y</p></li></ol>', "3. x\n\n4. y"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<p><a href="https://kemensos.go.id">situs</a></p>', "[situs](https://kemensos.go.id)"),
        (f"<p>x {IMAGE}</p>", "x ![denah [1]](figures/a.png)"),
    ],
)
def test_what_markdown_can_say_is_written_as_a_person_would(html, written):
    assert block_as_markdown(clean_html(html, PICTURES), PICTURES) == written


@pytest.mark.parametrize(
    "html",
    [
        "<p>CO<sub>2</sub></p>",
        "<p>a <b>x</b></p>",
        "<p>a<br></p>",
        "<p>a</p><p></p>",
        "kata tanpa paragraf",
        "<table><tr><td>x</td></tr></table>",
        "<p><strong>a </strong>b</p>",
        '<ol start="tiga"><li>x</li></ol>',
        "<blockquote>" * 40 + "<p>x</p>" + "</blockquote>" * 40,
    ],
)
def test_what_markdown_cannot_say_is_left_alone(html):
    assert block_as_markdown(clean_html(html), {}) is None


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("1. x", "1. x"),
        ("# _x_", "\\# \\_x\\_"),
        ("<em>x</em> &amp; y", "*x* & y"),
        (IMAGE, "![denah [1]](figures/a.png)"),
        ("satu<br>dua", None),
        ("x<sup>2</sup>", None),
    ],
)
def test_a_line_is_said_in_a_line(html, written):
    assert line_as_markdown(clean_inline_html(html, PICTURES), PICTURES) == written


def test_a_picture_may_be_written_without_what_the_page_adds():
    written = "![denah](figures/a.png)"
    html = '<img src="figures/a.png" alt="denah">'
    assert block_as_markdown(f"<p>{html}</p>", PICTURES) == written
    assert line_as_markdown(html, PICTURES) == written


PIECES = [
    "kata", " ", "*", "_", "**", "`", "[", "](x)", "!", "#", "1.", "- ", "\\", "&lt;", "&amp;", "|",
    "<br>", "<em>", "</em>", "<strong>", "</strong>", "<p>", "</p>", "<ul><li>", "</li></ul>",
    "<code>", "</code>", "~", "=", "---", "\n", "&nbsp;", "http://x.id", "<a href='/x_y'>", "</a>",
]  # fmt: skip


def squeezed(html: str) -> str:
    return "".join(html.split())


def test_whatever_is_written_renders_to_the_same_html():
    chance = random.Random(7)
    said = 0
    for _ in range(600):
        html = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
        block, line = clean_html(f"<p>{html}</p>"), clean_inline_html(html)
        if (written := block_as_markdown(block, {})) is not None:
            said += 1
            assert squeezed(render(written)) == squeezed(block)
        if (written := line_as_markdown(line, {})) is not None:
            assert squeezed(render_inline(written)) == squeezed(line)
    assert said > 50


def test_a_deep_text_takes_no_time():
    began = time.process_time()
    deep = clean_html("<ul><li>" * 1200 + "x")
    assert block_as_markdown(deep, {}) is None
    assert time.process_time() - began < 2


BODY = {
    "markup": "html",
    "kind": "single",
    "stem": "<p>Pilih <strong>satu</strong></p>",
    "explanation": "",
    "points": "1",
    "options": [
        {"text": "*ya*", "correct": True, "why": "<em>tepat</em>"},
        {"text": "tidak", "correct": False, "why": ""},
    ],
}


def test_a_body_in_markdown_makes_the_same_question():
    changed = editable(BODY, {})
    assert "markup" not in changed
    assert changed["stem"] == "Pilih **satu**"
    assert changed["options"][0]["text"] == "\\*ya\\*"
    before, after = (content_of(body_of(each), {}) for each in (BODY, changed))
    assert after == before | {"stem": before["stem"] + "\n"}


def test_one_text_that_only_html_can_say_keeps_the_whole_body_as_it_is():
    body = BODY | {"explanation": "<p>CO<sub>2</sub></p>"}
    assert editable(body, {}) is body


def test_what_is_typed_has_no_markup_and_stays_as_it_is():
    body = {
        "markup": "html",
        "kind": "short_answer",
        "stem": "<p>Ketik</p>",
        "accepted": [{"text": "a*b_c_", "share": "100", "why": "ya"}],
    }
    assert editable(body, {})["accepted"] == body["accepted"]


def test_plain_words_are_taken_as_they_are_and_mean_nothing_else():
    chance = random.Random(11)
    pieces = [
        "kata",
        "é",
        " ",
        ".",
        ":",
        "?",
        "(",
        ")",
        "/",
        "%",
        "+",
        "=",
        '"',
        "'",
        "-",
        "2",
        "!",
    ]
    for _ in range(1500):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 9))).strip()
        block, line = clean_html(f"<p>{text}</p>"), clean_inline_html(text)
        said = block_as_markdown(block, {})
        assert said is not None or not text
        assert squeezed(render(said or "")) == squeezed(block) or not text
        assert squeezed(render_inline(line_as_markdown(line, {}) or "")) == squeezed(line)
