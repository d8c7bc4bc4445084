"""Facts of an invented certificate, to be changed by each test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certificates.document.facts import CertificateFacts, Marks, ModuleLine, Signatory

TITLES = (
    "Orientasi Bimtek, LMS, dan pelindungan data pribadi",
    "Kebijakan perlindungan dan jaminan sosial serta tiga program Kalimantan Selatan",
    "Kedudukan, tugas, dan etika pendamping sosial",
    "Data sasaran: DTKS ke DTSEN, SIKS-NG, verifikasi dan validasi",
    "RS-RTLH: dari usulan sampai serah terima",
    "UEP Perorangan: seleksi, rencana usaha, pembukuan, pelaporan",
    "Pemenuhan kebutuhan pangan dan Program Sembako",
    "Praktik pendampingan: kunjungan rumah dan manajemen kasus",
    "Rencana kerja dan laporan kerja",
)

FACTS = CertificateFacts(
    specimen=False,
    heading_lines=("PEMERINTAH PROVINSI KALIMANTAN SELATAN", "DINAS SOSIAL"),
    title="SERTIFIKAT KOMPETENSI",
    number="800.2.5/0007/Dinsos/BIMTEK-PS/II/2024",
    recipient_name="Hj. Mariatul Kiptiah, S.Sos., M.AP",
    recipient_nip="199001012015012999",
    position="Pendamping Sosial",
    institution="Dinas Sosial Kabupaten Banjar",
    region_name="Kabupaten Banjar",
    statement=(
        "telah mengikuti pelatihan dan dinyatakan kompeten sebagai Pendamping Sosial "
        "menurut capaian pembelajaran Bimbingan Teknis"
    ),
    event_kind="Bimbingan Teknis",
    event_title="Peningkatan Kemampuan Pendamping Sosial Program RS-RTLH, UEP-P, dan Sembako",
    venue="Hotel Contoh",
    city="Banjarmasin",
    day_first=date(2024, 1, 31),
    day_last=date(2024, 2, 1),
    lesson_hours=18,
    predicate="Sangat Baik",
    place="Banjarbaru",
    issued_on=date(2024, 2, 1),
    signatory=Signatory(
        name="Anang Rahimullah",
        front_title="Drs. H.",
        back_title="M.Si.",
        nip="197001011995011999",
        rank="Pembina Utama Muda",
        post="Kepala Dinas Sosial Provinsi Kalimantan Selatan",
        acting=True,
    ),
    verification_url="https://bimtek.example/kelas/v/K7QMX2R9TBWD",
    verification_code="K7QMX2R9TBWD",
    modules=tuple(
        ModuleLine(code=f"PS-{index:02}", title=title, lesson_hours=2, score_hundredths=score)
        for index, (title, score) in enumerate(
            zip(TITLES, (None, 8500, 9000, 7750, 8000, 9500, 8250, 8800, None), strict=True)
        )
    ),
    marks=Marks(post_test=8667, work_plan=8250, final=8525),
)


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., CertificateFacts]:
    """Return a maker of facts that differ from the sample where a test says so."""

    def make(**changes: Any) -> CertificateFacts:
        return replace(FACTS, **changes)

    return make
