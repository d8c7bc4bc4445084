from __future__ import annotations

import pytest

from lms import pdf


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
