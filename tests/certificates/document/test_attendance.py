"""The certificate of attendance cannot be taken for the other one, and keeps all its rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from certificates.document import renderer
from certificates.document.facts import CertificateFacts, CertificateKind, Marks, ModuleLine
from tests.verapdf import judging

Maker = Callable[..., CertificateFacts]
Printer = Callable[[CertificateFacts], Any]
NOTE = "Surat ini menerangkan kehadiran dan bukan sertifikat kompetensi."


@pytest.fixture(scope="session")
def make_paper(make_facts: Maker) -> Maker:
    def make(**changes: Any) -> CertificateFacts:
        facts = make_facts(**changes)
        lines = tuple(
            replace(line, score_hundredths=None, attended_hundredths=150) for line in facts.modules
        )
        return replace(
            facts,
            kind=CertificateKind.ATTENDANCE,
            title="SURAT KETERANGAN MENGIKUTI PELATIHAN",
            number="800.2.5/0003/Dinsos/HADIR-PS/II/2024",
            statement="telah mengikuti pelatihan sebagai peserta",
            marks=Marks(),
            predicate=None,
            modules=lines,
            attended_hundredths=sum(line.attended_hundredths or 0 for line in lines),
        )

    return make


def test_front_states_attendance_and_judges_nobody(make_paper: Maker, print_facts: Printer) -> None:
    text = print_facts(make_paper()).text(1)
    for phrase in (
        "SURAT KETERANGAN MENGIKUTI PELATIHAN Nomor: 800.2.5/0003/Dinsos/HADIR-PS/II/2024",
        "menerangkan bahwa Hj. Mariatul Kiptiah, S.Sos., M.AP NIP 19900101 201501 2 999",
        "telah mengikuti pelatihan sebagai peserta dalam Bimbingan Teknis",
        "dengan kehadiran 13,50 dari 18 jam pelajaran.",
        NOTE,
        "Drs. H. Anang Rahimullah, M.Si.",
        "K7QM-X2R9-TBWD",
    ):
        assert phrase in text
    assert "diberikan kepada" not in text


def test_no_word_of_a_verdict_stands_on_either_page(
    make_paper: Maker, print_facts: Printer
) -> None:
    paper = print_facts(make_paper())
    text = f"{paper.text(1)} {paper.text(2)}"
    assert not re.search(r"\b(kompeten|lulus|predikat|nilai)\b", text, re.IGNORECASE)
    assert text.count(NOTE) == 2


@pytest.mark.parametrize("count", [1, 8, 20])
def test_back_lists_each_module_with_what_was_attended(
    make_paper: Maker, print_facts: Printer, count: int
) -> None:
    modules = tuple(
        ModuleLine(code=f"M-{index:02}", title=f"Materi ke-{index}", lesson_hours=2)
        for index in range(1, count + 1)
    )
    text = print_facts(make_paper(modules=modules, lesson_hours=2 * count)).text(2)
    assert "Materi JP Diikuti" in text
    for line in modules:
        assert f"{line.code} {line.title} 2 1,50" in text
    total = f"{count * 150 // 100},{count * 150 % 100:02}".removesuffix(",00")
    assert f"Jumlah jam pelajaran (JP) {2 * count} {total}" in text
    assert "Nomor surat 800.2.5/0003/Dinsos/HADIR-PS/II/2024" in text


def test_attended_nothing_of_a_module_is_a_nought(make_paper: Maker, print_facts: Printer) -> None:
    facts = make_paper()
    first = replace(facts.modules[0], attended_hundredths=0)
    text = print_facts(replace(facts, modules=(first, *facts.modules[1:]))).text(2)
    assert f"{first.title} 2 0 2" in text


def test_same_facts_give_the_same_bytes_and_another_drawing_than_the_other_kind(
    make_paper: Maker, make_facts: Maker
) -> None:
    data = renderer.render(make_paper())
    renderer.render(make_facts())
    assert renderer.render(make_paper()) == data


def test_frames_of_the_two_kinds_share_no_colour(
    make_paper: Maker, make_facts: Maker, print_facts: Printer
) -> None:
    ours, other = frames(print_facts(make_paper()).path), frames(print_facts(make_facts()).path)
    assert [colours(frame) & colours(its) for frame, its in zip(ours, other, strict=True)] == [
        set(), set(),
    ]  # fmt: skip


def frames(path: Path) -> list[str]:
    """The drawings under both pages."""
    drawings = PdfReader(path).pages[0]["/Resources"]["/XObject"]
    return [drawings[f"/frame{side}"].get_data().decode("ascii") for side in (0, 1)]


def colours(drawing: str) -> set[str]:
    return set(re.findall(r"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)", drawing))


def test_specimen_says_so_on_both_pages(make_paper: Maker, print_facts: Printer) -> None:
    paper = print_facts(make_paper(specimen=True))
    for page in (1, 2):
        assert "SPECIMEN – tidak berlaku" in paper.text(page)


@pytest.mark.parametrize("name", ["W" * 150, "Aluh"], ids=["longest", "short"])
def test_crowded_paper_keeps_clear_of_the_signature(
    make_paper: Maker, print_facts: Printer, name: str
) -> None:
    title = "Peningkatan Kemampuan Pendamping Sosial dalam Rehabilitasi Rumah Tidak Layak Huni " * 2
    facts = make_paper(
        specimen=True, recipient_name=name, event_title=title.strip(), edition=2,
        institution="Dinas Sosial, Pemberdayaan Masyarakat dan Desa Kabupaten Hulu Sungai Tengah",
    )  # fmt: skip
    words = print_facts(facts).words(1)
    note = next(word for word in words if word.text == "kompetensi.")
    place = next(word for word in words if word.text == "Banjarbaru,")
    assert note.bottom <= place.top


def test_its_code_can_be_scanned(make_paper: Maker, print_facts: Printer) -> None:
    facts = make_paper()
    assert print_facts(facts).scanned() == facts.verification_url


def test_it_is_fit_for_the_archive_and_for_a_screen_reader(
    make_paper: Maker, tmp_path: Path
) -> None:
    papers = {
        "signed": renderer.render(make_paper()),
        "specimen": renderer.render(make_paper(specimen=True)),
    }
    assert judging.faults(papers, "3a,ua1", tmp_path) == {}
