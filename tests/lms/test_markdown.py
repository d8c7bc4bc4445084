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
