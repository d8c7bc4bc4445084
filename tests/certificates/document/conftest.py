"""Facts of an invented certificate, and tools that read a PDF as its readers do."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from certificates.document import renderer
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


@dataclass(frozen=True)
class Word:
    """A printed word and its box, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Paper:
    """A rendered certificate, read with poppler and zbar."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self, page: int) -> str:
        """Return the text of a page with every break turned into one space."""
        return " ".join(self._run("pdftotext", "-raw", *_only(page), self.path, "-").split())

    def words(self, page: int) -> list[Word]:
        found = re.findall(
            r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>',
            self._run("pdftotext", "-bbox", *_only(page), self.path, "-"),
        )
        return [
            Word(unescape(text), float(left), float(top), float(right), float(bottom))
            for left, top, right, bottom, text in found
        ]

    def fonts(self) -> list[list[str]]:
        """Return the columns of pdffonts: name, type, encoding, emb, sub, uni, …"""
        lines = self._run("pdffonts", self.path).splitlines()[2:]
        return [re.split(r"\s{2,}|(?<=yes|.no)\s+", line.strip()) for line in lines]

    def scanned(self) -> str:
        """Return what a phone reads from the front, printed at 150 dpi."""
        return self._read(self._printed())

    def photographed(self, turn: float) -> str:
        """The same from half as many pixels of a grey, noisy, unsharp photo, turned by degrees."""
        photo = self.path.with_suffix(".jpg")
        with Image.open(self._printed()) as printed:
            seen = printed.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
            seen = seen.filter(ImageFilter.GaussianBlur(0.6))
            seen = seen.resize((seen.width // 2, seen.height // 2), Image.Resampling.BILINEAR)
        light = np.linspace(60, 40, seen.width)  # a shadow over one side
        noise = np.random.default_rng(0).normal(0, 8, (seen.height, seen.width))
        grey = (np.asarray(seen) * 0.6 + light + noise).clip(0, 255).astype(np.uint8)
        Image.fromarray(grey).save(photo, quality=40)
        return self._read(photo)

    def code_width(self) -> float:
        """Return the millimetres that the QR code takes on paper, its white edge left out."""
        with Image.open(self._printed()) as printed:
            dark = np.asarray(printed) < 128
        columns = np.flatnonzero(dark[: dark.shape[0] // 2].any(axis=0))
        parts = np.split(columns, np.flatnonzero(np.diff(columns) > 12) + 1)  # 2 mm of white
        widest = max(parts, key=np.ptp)  # beside it stand the frame and some words
        return float(np.ptp(widest) + 1) / 150 * 25.4

    def _printed(self) -> Path:
        """The corner of the front in which the code stands, at 150 dpi."""
        picture = self.path.with_suffix(".pgm")
        if not picture.exists():
            corner = ("-x", "60", "-y", "880", "-W", "340", "-H", "340", "-gray", "-singlefile")
            self._run("pdftoppm", "-r", "150", *corner, self.path, picture.with_suffix(""))
        return picture

    def _read(self, picture: Path) -> str:
        return self._run("zbarimg", "-q", "--raw", picture).strip()

    @staticmethod
    def _run(*command: str | Path) -> str:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout


def _only(page: int) -> tuple[str, ...]:
    return ("-f", str(page), "-l", str(page))


@pytest.fixture(scope="session")
def print_facts(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Paper]:
    """Return a printer: facts in, a file to be read out."""
    folder = tmp_path_factory.mktemp("certificates")

    def print_(facts: CertificateFacts) -> Paper:
        path = folder / f"{facts.digest()}.pdf"
        if not path.exists():
            path.write_bytes(renderer.render(facts))
        return Paper(path)

    return print_
