"""What a reader finds on both pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certificates.document import renderer
from certificates.document.facts import CertificateFacts, Marks, ModuleLine

Maker = Callable[..., CertificateFacts]
Printer = Callable[[CertificateFacts], Any]


def test_the_front_says_who_what_when_and_by_whom(make_facts: Maker, print_facts: Printer) -> None:
    text = print_facts(make_facts()).text(1)
    for phrase in (
        "PEMERINTAH PROVINSI KALIMANTAN SELATAN DINAS SOSIAL",
        "SERTIFIKAT KOMPETENSI Nomor: 800.2.5/0007/Dinsos/BIMTEK-PS/II/2024",
        "diberikan kepada Hj. Mariatul Kiptiah, S.Sos., M.AP NIP 19900101 201501 2 999",
        "Pendamping Sosial · Dinas Sosial Kabupaten Banjar",
        "telah mengikuti pelatihan dan dinyatakan kompeten sebagai Pendamping Sosial",
        "dengan predikat Sangat Baik menurut capaian pembelajaran Bimbingan Teknis",
        "yang diselenggarakan di Hotel Contoh, Banjarmasin,",
        "pada 31 Januari s.d. 1 Februari 2024, selama 18 (delapan belas) jam pelajaran.",
        "Banjarbaru, 1 Februari 2024",
        "Plt. Kepala Dinas Sosial Provinsi Kalimantan Selatan,",
        "Drs. H. Anang Rahimullah, M.Si. Pembina Utama Muda NIP 19700101 199501 1 999",
        "K7QM-X2R9-TBWD https://bimtek.example/kelas/v/K7QMX2R9TBWD",
        "Kode verifikasi, bukan tanda tangan elektronik.",
    ):
        assert phrase in text
    assert "BSrE" not in text


def test_what_is_not_known_leaves_no_trace(make_facts: Maker, print_facts: Printer) -> None:
    facts = make_facts()
    plain = replace(facts.signatory, nip="", rank="", front_title="", back_title="", acting=False)
    paper = print_facts(
        make_facts(
            recipient_nip=None, position=None, predicate=None, marks=Marks(), signatory=plain
        )
    )
    text = f"{paper.text(1)} {paper.text(2)}"
    for word in ("NIP", "None", "Plt.", "predikat", "Predikat", "Nilai akhir", "Pembina", "M.Si."):
        assert word not in text
    assert "Anang Rahimullah" in text


@pytest.mark.parametrize(
    ("statement", "printed"),
    [
        ("kompeten sebagai Penyuluh", "dinyatakan kompeten sebagai Penyuluh"),
        ("telah mengikuti pelatihan sebagai Peserta", "telah mengikuti pelatihan sebagai Peserta"),
        (
            "dinyatakan lulus menurut hasil ujian",
            "dinyatakan lulus dengan predikat Sangat Baik menurut hasil ujian dalam Bimbingan",
        ),
    ],
)
def test_other_statements_read_well(
    make_facts: Maker, print_facts: Printer, statement: str, printed: str
) -> None:
    assert printed in print_facts(make_facts(statement=statement)).text(1)


@pytest.mark.parametrize("count", [1, 8, 20])
def test_every_module_stands_in_the_table(
    make_facts: Maker, print_facts: Printer, count: int
) -> None:
    modules = tuple(
        ModuleLine(code=f"M-{index:02}", title=f"Materi ke-{index} tentang rumah layak huni",
                   lesson_hours=2, score_hundredths=7000 + index)
        for index in range(1, count + 1)
    )  # fmt: skip
    text = print_facts(make_facts(modules=modules, lesson_hours=2 * count)).text(2)
    for line in modules:
        score = f"70,{line.score_hundredths % 100:02}" if line.score_hundredths else ""
        assert f"{line.code} {line.title} 2 {score}" in text
    assert f"Jumlah jam pelajaran (JP) {2 * count}" in text


def test_the_back_repeats_name_and_number_and_gives_the_marks(
    make_facts: Maker, print_facts: Printer
) -> None:
    text = print_facts(make_facts()).text(2)
    assert "Hj. Mariatul Kiptiah, S.Sos., M.AP" in text
    assert "800.2.5/0007/Dinsos/BIMTEK-PS/II/2024" in text
    assert "Tes akhir Rencana kerja Nilai akhir Predikat 86,67 82,50 85,25 Sangat Baik" in text


def test_a_table_without_scores_has_no_column_for_them(
    make_facts: Maker, print_facts: Printer
) -> None:
    modules = tuple(replace(line, score_hundredths=None) for line in make_facts().modules)
    assert "JP Nilai" not in print_facts(make_facts(modules=modules)).text(2)


def test_the_date_is_the_day_of_issue(make_facts: Maker, print_facts: Printer) -> None:
    text = print_facts(make_facts(issued_on=date(2024, 1, 31))).text(1)
    assert "Banjarbaru, 31 Januari 2024" in text


def test_punctuation_of_a_title_is_printed_as_it_is(
    make_facts: Maker, print_facts: Printer
) -> None:
    title = "Rumah Warga’s – Usaha & Pangan: “Sembako” <baru> 100%"
    paper = print_facts(make_facts(event_title=title))
    assert title in paper.text(1)
    assert title in paper.text(2)


def test_a_specimen_says_so_on_both_pages(make_facts: Maker, print_facts: Printer) -> None:
    specimen, real = print_facts(make_facts(specimen=True)), print_facts(make_facts())
    for page in (1, 2):
        assert "SPECIMEN – tidak berlaku" in specimen.text(page)
        assert "SPECIMEN" not in real.text(page)


def test_a_copy_says_on_both_pages_which_it_is(make_facts: Maker, print_facts: Printer) -> None:
    copy = print_facts(make_facts(edition=2, reissued_on=date(2024, 3, 13)))
    number = make_facts().number
    assert f"Nomor: {number} Cetak ulang 2, 13 Maret 2024 diberikan kepada" in copy.text(1)
    assert "Cetak ulang 2, 13 Maret 2024" in copy.text(2)
    first = print_facts(make_facts())
    assert "Cetak ulang" not in first.text(1) + first.text(2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"recipient_name": "x" * 2000}, "Terlalu panjang"),
        ({"recipient_name": "صورة"}, "Huruf ini tidak dapat dicetak: ة"),
        ({"event_title": "Rumah 🏠"}, "🏠"),
    ],
    ids=["long", "script", "emoji"],
)
def test_what_cannot_be_printed_is_refused_with_a_reason(
    make_facts: Maker, change: dict[str, str], message: str
) -> None:
    with pytest.raises(renderer.RenderError, match=message):
        renderer.render(make_facts(**change))


def test_too_many_modules_are_refused(make_facts: Maker) -> None:
    with pytest.raises(renderer.RenderError, match="Terlalu panjang"):
        renderer.render(make_facts(modules=make_facts().modules * 5))


def test_the_most_crowded_certificate_still_has_two_pages(
    make_facts: Maker, print_facts: Printer
) -> None:
    title = "Peningkatan Kemampuan Pendamping Sosial dalam Rehabilitasi Rumah Tidak Layak Huni " * 2
    office = "Dinas Sosial, Pemberdayaan Masyarakat dan Desa Kabupaten Hulu Sungai Tengah " * 2
    facts = make_facts(
        specimen=True,
        edition=1,
        reissued_on=date(2024, 3, 13),
        heading_lines=(
            "PEMERINTAH PROVINSI KALIMANTAN SELATAN",
            "DINAS SOSIAL",
            office[:70],
            "UPT",
        ),
        recipient_name="W" * 150,
        event_title=title.strip(),
        institution=office.strip(),
        modules=(make_facts().modules * 3)[:20],
    )
    words = print_facts(facts).words(1)
    hours = next(word for word in words if word.text == "pelajaran.")
    place = next(word for word in words if word.text == "Banjarbaru,")
    assert hours.bottom <= place.top
