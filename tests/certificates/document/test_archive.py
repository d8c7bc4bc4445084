"""The file itself: lasting, accessible, the same bytes for the same facts, and closed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from certificates.document import renderer
from certificates.document.facts import CertificateFacts
from certificates.document.fetcher import AssetFetcher, FetchError

Maker = Callable[..., CertificateFacts]
Printer = Callable[[CertificateFacts], Any]
PROJECT = Path(__file__).parents[3]
RENDER_ONE = (
    "import sys; from certificates.document import renderer, facts;"
    "sys.stdout.buffer.write(renderer.render(facts.CertificateFacts.from_json(sys.stdin.read())))"
)


@pytest.fixture(scope="module")
def reader(make_facts: Maker, print_facts: Printer) -> PdfReader:
    return PdfReader(print_facts(make_facts(specimen=True)).path)


def test_the_file_says_that_it_is_pdf_a_3a_and_pdf_ua_1(reader: PdfReader) -> None:
    claims = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in claims
    assert 'pdfaid:conformance="A"' in claims
    assert 'pdfuaid:part="1"' in claims


def test_the_file_is_tagged_and_speaks_indonesian(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = tags(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD"} <= kinds


def tags(element: Any) -> set[str]:
    found = {element["/S"]} if "/S" in element else set()
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        resolved = child.get_object()
        if isinstance(resolved, dict):
            found |= tags(resolved)
    return found


def test_the_metadata_names_the_certificate_and_warns_of_a_specimen(
    make_facts: Maker, reader: PdfReader
) -> None:
    facts, info = make_facts(), reader.metadata
    assert info is not None
    assert info.title == f"SPECIMEN – {facts.title} {facts.number} – {facts.recipient_name}"
    assert "SPECIMEN" in str(info["/Keywords"])
    assert info["/CreationDate"].startswith("D:20240201000000+08'00")


def test_the_mark_and_the_frame_are_artifacts_outside_the_text(reader: PdfReader) -> None:
    content = reader.pages[0].get_contents()
    assert content is not None
    assert content.get_data().startswith(b"/Artifact BMC q /specimen Do Q EMC\n/Artifact BMC")


def test_both_pages_are_a4_on_its_side(reader: PdfReader) -> None:
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    assert sizes == [(842, 595), (842, 595)]


def test_only_our_fonts_are_used_and_all_are_embedded_subsets(
    make_facts: Maker, print_facts: Printer
) -> None:
    fonts = print_facts(make_facts(recipient_name="José Néri")).fonts()
    assert len(fonts) == 4
    for name, _kind, _encoding, embedded, subset, unicode, *_rest in fonts:
        assert "+Certificate-" in name
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_without_system_fonts_gives_the_same_bytes(
    make_facts: Maker, tmp_path: Path, seed: str
) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    made = subprocess.run(
        [sys.executable, "-c", RENDER_ONE],
        input=make_facts().to_json().encode(),
        env={**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONHASHSEED": seed},
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    assert hashlib.sha256(made.stdout).digest() == (
        hashlib.sha256(renderer.render(make_facts())).digest()
    )


def test_what_was_printed_before_leaves_no_trace(make_facts: Maker) -> None:
    first = renderer.render(make_facts())
    renderer.render(make_facts(recipient_name="Orang Lain", specimen=True))
    assert renderer.render(make_facts()) == first


def test_threads_take_turns(make_facts: Maker) -> None:
    facts = [make_facts(recipient_name=f"Peserta {letter}") for letter in "ABCD"]
    alone = [renderer.render(one) for one in facts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(renderer.render, facts)) == alone


def test_a_renderer_in_a_forked_worker_starts_afresh(make_facts: Maker) -> None:
    expected = renderer.render(make_facts())
    reading, writing = os.pipe()
    if (worker := os.fork()) == 0:
        os.write(writing, hashlib.sha256(renderer.render(make_facts())).digest())
        os._exit(0)
    os.waitpid(worker, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == hashlib.sha256(expected).digest()


def test_a_logo_is_drawn_with_words_for_those_who_cannot_see_it(make_facts: Maker) -> None:
    png = (PROJECT / "tests/certificates/document/logo.png").read_bytes()
    assert len(renderer.render(make_facts(), logo=png)) != len(renderer.render(make_facts()))
    with pytest.raises(renderer.RenderError, match="PNG"):
        renderer.render(make_facts(), logo=b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.parametrize(
    "name",
    [
        "<img src=file:///etc/passwd>",
        "<link rel=attachment href=file:///etc/passwd>",
        "</p><style>@import 'http://127.0.0.1/x'</style>",
        "{{ 7*7 }} {% raw %}",
    ],
)
def test_a_hostile_name_is_only_text(make_facts: Maker, print_facts: Printer, name: str) -> None:
    paper = print_facts(make_facts(recipient_name=name))
    assert name.replace(" ", "") in paper.text(1).replace(" ", "")
    reader = PdfReader(paper.path)
    assert not reader.attachments
    assert len(reader.pages[0].images) == 1  # the QR code


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.png",
        "https://bimtek.example/x.png",
        "ftp://bimtek.example/x",
        f"file://{renderer.ASSETS}/../renderer.py",
        f"file://{renderer.ASSETS}/%2e%2e/renderer.py",
        f"file://server{renderer.ASSETS}/certificate.css",
        f"file://{renderer.ASSETS}-other/x",
        "certificate.css",
    ],
)
def test_nothing_outside_the_asset_folder_is_fetched(address: str) -> None:
    with pytest.raises(FetchError):
        AssetFetcher(renderer.ASSETS).fetch(address)


def test_our_own_assets_and_data_are_fetched() -> None:
    fetcher = AssetFetcher(renderer.ASSETS)
    assert fetcher.fetch(f"file://{renderer.ASSETS}/pdfua.xml").read().startswith(b"<rdf:")
    assert fetcher.fetch("data:text/plain,abc").read() == b"abc"
