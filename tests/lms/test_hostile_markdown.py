"""Whatever an author pastes, readers get text: nothing that runs, loads or leads elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from lms import markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example/a.js></ScRiPt>",
    "<script\n>alert(1)</script\n>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=//x.example/a.swf>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=//x.example><input name=sandi></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<base href=//x.example>",
    "<link rel=stylesheet href=//x.example/a.css>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<style>body{background:url(//x.example)}</style>",
    "<p style='position:fixed'>x</p>",
    "<div class=govuk-button onclick=alert(1)>x</div>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](x.png)',
    "<javascript:alert(1)>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "## <script>alert(1)</script>",
    '## "><img src=x onerror=alert(1)>',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
]
TAGS = markdown._TAGS | {"div"}  # div: around a table
ATTRIBUTES = {
    "href", "title", "rel", "src", "alt", "id", "start", "class", "tabindex", "role", "aria-label",
}  # fmt: skip
SCHEMES = ("http://", "https://", "mailto:", "/", "#", "x.png")


class Reader(HTMLParser):
    """Fails at the first tag, attribute or address that is not known to be harmless."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "class":
                assert value == "table-scroll"
            if name in {"href", "src"}:
                assert value.startswith(SCHEMES), value

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        raise AssertionError(decl)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("render", [markdown.render, markdown.render_inline])
def test_nothing_hostile_survives(payload, render):
    reader = Reader()
    reader.feed(render(payload))
    reader.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nor_in_the_middle_of_a_text(payload):
    reader = Reader()
    reader.feed(markdown.render(f"Teks.\n\n- satu {payload} dua\n\n> {payload}\n\nAkhir."))
    reader.close()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## Hasil belajar\n### Rincian", ["hasil-belajar", "rincian"]),
        ("## Hak & kewajiban", ["hak-kewajiban"]),
        ("## Apa itu *RS-RTLH*?", ["apa-itu-rs-rtlh"]),
        ("## Contoh\n## Contoh\n## Contoh", ["contoh", "contoh-2", "contoh-3"]),
        ("## 1. Alur", ["1-alur"]),
        ("## ???", ["bagian"]),
    ],
)
def test_each_heading_has_an_id_of_its_own(text, ids):
    found = []

    class Headings(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag in {"h2", "h3"}:
                found.append(dict(attrs)["id"])

    Headings().feed(markdown.render(text))
    assert found == ids
    assert markdown.slug(text.split("\n", maxsplit=1)[0].strip("# ")) in {ids[0], ""}


def test_a_list_that_goes_on_keeps_its_numbers():
    assert '<ol start="3">' in markdown.render("3. tiga\n4. empat")
