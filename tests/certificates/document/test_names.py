"""Names of 34 people: complete, real letters, inside their box, whatever their length."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from certificates.document.facts import CertificateFacts

Maker = Callable[..., CertificateFacts]
Printer = Callable[[CertificateFacts], Any]

HARD = (
    "Sugianto",
    "Hj. Mariatul Kiptiah, S.Sos., M.AP",
    "Dr. H. Muhammad Nasrullah Rahmatillah Al-Banjari, S.Sos., S.H., M.Si., M.AP",
    "Ma'rufah",
    "Noor’aini",
    "José Néri",
)
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
USUAL = "Muhammad Noor Wahyuningtyas " * 6


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


@pytest.mark.parametrize("name", [*HARD, *(USUAL[:length] for length in range(1, 151, 12)),
                                  "W" * 150])  # fmt: skip
@pytest.mark.parametrize("nip", [None, "199001012015012999"], ids=["no NIP", "NIP"])
def test_the_name_does_not_meet_the_lines_around_it(
    make_facts: Maker, print_facts: Printer, name: str, nip: str | None
) -> None:
    name = name.strip()
    words = print_facts(make_facts(recipient_name=name, recipient_nip=nip)).words(1)
    start = next(at for at, word in enumerate(words) if word.text == "kepada") + 1
    next_word = "NIP" if nip else "Pendamping"
    end = next(at for at, word in enumerate(words) if at >= start and word.text == next_word)
    box = words[start:end]
    assert "".join(word.text for word in box) == name.replace(" ", "")
    assert words[start - 1].bottom <= min(word.top for word in box) + 1.0
    assert max(word.bottom for word in box) <= words[end].top
    assert min(word.left for word in box) >= 62
    assert max(word.right for word in box) <= 842 - 62
