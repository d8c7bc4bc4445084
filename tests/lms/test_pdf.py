from __future__ import annotations

import io
import socket

import pypdf
import pytest

from lms import markdown, pdf


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "https://contoh.id/x.png",
        "file:///etc/passwd",
        "../people/models.py",
        "ftp://contoh.id/x",
    ],
)
def test_document_reaches_nothing_but_our_static_files(app, address):
    with app.app_context(), pytest.raises(pdf.ForbiddenFetchError):
        pdf.render(f'<link rel="stylesheet" href="{address}">', "print/slips.css")


def test_own_static_file_is_reached(app):
    with app.app_context():
        made = pdf.render('<img src="img/icon.svg" alt="">', "print/slips.css")
    assert made.startswith(b"%PDF")


def test_a_process_apart_prints_the_same():
    page = '<html lang="id"><title>Surat</title><p>Isi.</p></html>'
    assert pdf.render_apart(page, "print/slips.css", "pdf/ua-1").startswith(b"%PDF-")


def test_a_process_apart_says_why_it_came_to_nothing():
    with pytest.raises(pdf.PrintingError, match="ForbiddenFetchError"):
        pdf.render_apart('<img src="http://127.0.0.1/x.png" alt="">', "print/slips.css")


HOSTILE = """\
Isi modul.

<link rel="attachment" href="file:///etc/passwd"> <link rel="attachment" href="http://127.0.0.1:9/x">

<style>@import "http://127.0.0.1:9/a.css"; p { background: url(http://127.0.0.1:9/b.png) }</style>

<img src="http://127.0.0.1:9/c.png" alt="Peta">
"""


@pytest.fixture
def asked(monkeypatch):
    """The addresses that anything tried to connect to."""
    found = []

    def refuse(_socket, address):
        found.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return found


def test_rich_text_of_a_module_attaches_nothing_and_asks_nobody(app, asked):
    with app.app_context():
        made = pdf.render(markdown.render(HOSTILE), "print/office.css")
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert "Isi modul." in reader.pages[0].extract_text()
    assert not reader.attachments
    assert asked == []


@pytest.mark.parametrize("line", HOSTILE.split("\n\n")[1:])
def test_not_even_where_nobody_cleaned_it(app, asked, line):
    with app.app_context(), pytest.raises(pdf.ForbiddenFetchError):
        pdf.render(line, "print/office.css")
    assert asked == []
