"""Names of 34 people: complete, real letters, inside their box, whatever their length."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from certificates.document.facts import CertificateFacts
from certificates.document.page import Typesetter
from certificates.document.renderer import ASSETS
from tests.certificates.document.test_fitting import LETTERS

Maker = Callable[..., CertificateFacts]
Printer = Callable[[CertificateFacts], Any]

FILE = Path(__file__).with_name("nama_sertifikat.txt")
HARD = FILE.read_text(encoding="utf-8").split("\n")[:6]
NAMES = (
    *HARD,
    "A.S. Contoh Pertama, S.Tr.Sos.",
    "Gt. Contoh Kedua, AKS., MP",
    "Ir. Contoh Ketiga, MT.",
    "Antung Contoh",
    "Ḥasan bin ʼĀli",
    "Šárka Øst-Żółć",
    *(f"Peserta Contoh Nomor {number}" for number in range(13, 35)),
)


def facts_of(make_facts: Maker, index: int, name: str) -> CertificateFacts:
    code = f"AAAABBBB{index:04}"
    return make_facts(
        recipient_name=name,
        number=f"800.2.5/{index:04}/Dinsos/BIMTEK-PS/II/2024",
        verification_code=code,
        verification_url=f"https://bimtek.example/kelas/v/{code}",
    )


@pytest.mark.parametrize(("index", "name"), list(enumerate(NAMES, start=1)))
def test_a_persons_certificate_is_complete_and_leads_to_its_own_address(
    make_facts: Maker, print_facts: Printer, index: int, name: str
) -> None:
    facts = facts_of(make_facts, index, name)
    paper = print_facts(facts)
    for page, before, after in ((1, "diberikan kepada", "NIP"), (2, "Nama", "Nomor sertifikat")):
        text = paper.text(page)
        assert f"{before} {name} {after}" in text
        assert text.count(name) == 1
        assert "#39;" not in text
        assert "&" not in text
    assert len(PdfReader(paper.path).pages) == 2
    assert 0 not in glyphs(paper.path.read_bytes())
    assert paper.scanned() == facts.verification_url
    assert paper.photographed(turn=index % 11 - 5) == facts.verification_url


def glyphs(pdf: bytes) -> set[int]:
    """Return the numbers of all glyphs shown; 0 is the box for a missing letter."""
    reader = PdfReader(io.BytesIO(pdf))
    shown: set[int] = set()
    for page in reader.pages:
        content = ContentStream(page.get_contents(), reader)
        for operands, operator in content.operations:
            if operator in (b"TJ", b"Tj"):
                pieces = operands[0] if operator == b"TJ" else operands
                for piece in pieces:
                    if hasattr(piece, "original_bytes"):
                        codes = piece.original_bytes
                        shown |= {
                            int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)
                        }
    assert shown
    return shown


@pytest.mark.parametrize("name", [*HARD, "W" * 150])
@pytest.mark.parametrize("nip", [None, "199001012015012999"], ids=["no NIP", "NIP"])
def test_the_name_does_not_meet_the_lines_around_it(
    make_facts: Maker, print_facts: Printer, name: str, nip: str | None
) -> None:
    stands_apart(print_facts, make_facts(recipient_name=name, recipient_nip=nip))


def test_no_name_of_1_to_150_letters_meets_the_lines_around_it(
    make_facts: Maker, print_facts: Printer
) -> None:
    """Where the name stands depends on its size and its lines: one paper for each such pair that
    any length gives, the longest name of each."""
    typesetter = Typesetter(ASSETS / "fonts")
    found: dict[tuple[int, int], str] = {}
    for letters in LETTERS.values():
        for length in range(1, 151):
            name = letters[:length].strip()
            fitted = typesetter.name(name)
            found[fitted.size, len(fitted.lines)] = name
    assert min(size for size, _lines in found) >= 14
    assert len(found) > 20
    for name in found.values():
        stands_apart(print_facts, make_facts(recipient_name=name))


def stands_apart(print_facts: Printer, facts: CertificateFacts) -> None:
    words = print_facts(facts).words(1)
    start = next(at for at, word in enumerate(words) if word.text == "kepada") + 1
    next_word = "NIP" if facts.recipient_nip else "Pendamping"
    end = next(at for at, word in enumerate(words) if at >= start and word.text == next_word)
    box = words[start:end]
    assert "".join(word.text for word in box) == facts.recipient_name.replace(" ", "")
    assert words[start - 1].bottom <= min(word.top for word in box) + 1.0
    assert max(word.bottom for word in box) <= words[end].top
    assert min(word.left for word in box) >= 62
    assert max(word.right for word in box) <= 842 - 62
