"""Markdown becomes HTML that can be shown and reached."""

from __future__ import annotations

import pytest

from lms import markdown


def test_a_wide_table_scrolls_with_the_keyboard():
    html = markdown.render("| A | B |\n|---|---|\n| 1 | 2 |\n")
    assert html.startswith('<div class="table-scroll" tabindex="0" role="group"')
    assert html.rstrip().endswith("</table></div>")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_active_comes_through(hostile):
    html = markdown.render(hostile)
    assert "<script" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert 'src="data' not in html


def test_headings_can_be_pointed_at():
    assert '<h2 id="hasil-belajar">Hasil belajar</h2>' in markdown.render("## Hasil belajar\n")


PICTURES = {"figures/a.svg": markdown.Picture("../gambar/a.svg?v=1", 640, 800)}


def test_a_picture_with_an_emphasised_line_below_is_a_figure_with_its_caption():
    html = markdown.render("![Alur](figures/a.svg)\n*Gambar 1. **Alur** usulan.*\n", PICTURES)
    assert html.startswith("<figure><img ")
    assert "<figcaption>Gambar 1. <strong>Alur</strong> usulan.</figcaption></figure>" in html


@pytest.mark.parametrize(
    "text", ["![A](figures/a.svg) *teks*", "![A](figures/a.svg)\n*satu* dan *dua*", "*a* b"]
)
def test_anything_else_stays_a_paragraph(text):
    html = markdown.render(text, PICTURES)
    assert html.startswith("<p>")
    assert "<figcaption>" not in html


def test_pictures_are_found_with_their_line_and_words():
    found = markdown.images("## A\n\nTeks.\n\n- ![Satu *dua*](a.svg)\n\n```\n![b](b.svg)\n```\n")
    assert found == [markdown.Image(5, "a.svg", "Satu *dua*")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![Alur](figures/a.png)", "<p>[Alur]</p>\n"),
        ("![<b>&](x.png)", "<p>[&lt;b&gt;&amp;]</p>\n"),
        ("![Alur](https://a.example/a.png)", "<p>[Alur]</p>\n"),
        ("![](figures/b.png)\n*Ket.*", "<p>[]\n<em>Ket.</em></p>\n"),
    ],
)
def test_while_a_text_is_written_unknown_pictures_are_told_in_words(text, expected):
    assert markdown.render(text, {}, only_known=True) == expected


def test_known_pictures_are_shown_while_a_text_is_written():
    known = {"figures/a.png": markdown.Picture("figures/a.png?v=1", 10, 20)}
    text = "![Alur](figures/a.png)"
    assert markdown.render(text, known, only_known=True) == markdown.render(text, known)
