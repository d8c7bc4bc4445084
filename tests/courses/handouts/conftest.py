"""A small volume of two modules with everything a text can have, and the files made of it."""

from __future__ import annotations

import base64
import os
import subprocess
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from courses.handouts import epub, printing
from courses.handouts.volumes import Chapter, Photo, Volume
from lms import markdown

JAR = Path("/usr/share/java/epubcheck.jar")
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" font-size="24"
font-family="system-ui, Roboto, 'Noto Sans', sans-serif"><title>Alur</title>
<desc>Dua langkah.</desc><style>text { font-family: 'Comic Sans MS', cursive }</style>
<rect width="640" height="400" fill="#e6f2ef"/><text x="40" y="60">Langkah pertama</text></svg>"""
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURES = {
    "figures/alur.svg": markdown.Picture("figures/alur.svg?v=0123456789ab", 640, 400),
    "figures/titik.png": markdown.Picture("figures/titik.png?v=ba9876543210", 1, 1),
}
PHOTOS = {
    "alur.svg?v=0123456789ab": Photo(DRAWING, "image/svg+xml"),
    "titik.png?v=ba9876543210": Photo(DOT, "image/png"),
}
ROWS = "\n".join(f"| Bahan {number} | {number} lembar | Rp{number}.000 |" for number in range(60))
FIRST = f"""## Hasil belajar

Baca juga [modul PS-02](PS-02), [jadwal](../jadwal) & [aturan](https://contoh.go.id/a?b=1&c=2).
Nilainya Rp25 juta *(perlu konfirmasi Dinsos)*, lihat [bagian tabel](#tabel-panjang).

![Dua langkah, dari atas ke bawah.](figures/alur.svg)
*Gambar 1. Alur kerja.*

## Tabel panjang

| Nama | Banyak | Harga |
|--|--|--|
{ROWS}

## Sumber

- Undang-Undang Nomor 13 Tahun 2011.
"""
SECOND = """## Hasil belajar

Baris pertama<b> tetap teks.\\
Baris kedua.

![Satu titik.](figures/titik.png)

### Rincian

> Kutipan.

---

Selesai.
"""


def chapter(place: int, text: str, **facts: object) -> Chapter:
    values: dict[str, object] = {
        "module_id": place,
        "code": f"PS-{place:02d}",
        "title": f"Judul modul & rincian {place}",
        "lesson_hours": 2,
        "is_self_study": place == 1,
        "version": place,
        "reading_minutes": 11,
        "content_hash": str(place),
        "updated_at": datetime(2024, 1, 30 + place % 2, 3, 0, tzinfo=UTC),
        "html": markdown.render(text, PICTURES),
    }
    return Chapter(**(values | facts))  # type: ignore[arg-type]


def make_volume(**facts: object) -> Volume:
    values: dict[str, object] = {
        "title": "Bimbingan Teknis Pendamping Sosial <Uji>",
        "kind": "Bimtek",
        "organiser": "Dinas Sosial Provinsi Kalimantan Selatan",
        "city": "Banjarmasin",
        "first_day": date(2024, 1, 31),
        "last_day": date(2024, 2, 1),
        "edition": "Edisi 2024",
        "address": "https://diklat.example/pelatihan/uji",
        "is_whole": True,
        "chapters": (chapter(1, FIRST), chapter(2, SECOND)),
        "photos": PHOTOS,
    }
    return Volume(**(values | facts))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def book(_app) -> bytes:
    with _app.app_context():
        return printing.print_pdf(make_volume())


@pytest.fixture(scope="module")
def single(_app) -> bytes:
    volume = make_volume(is_whole=False, chapters=(chapter(1, FIRST),))
    with _app.app_context():
        return printing.print_pdf(volume)


@pytest.fixture(scope="module")
def packed(_app) -> bytes:
    with _app.app_context():
        return epub.bind_epub(make_volume())


def faults_of_pdf(data: bytes, folder: Path) -> str:
    file = folder / "checked.pdf"
    file.write_bytes(data)
    run = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def faults_of_epub(data: bytes, folder: Path) -> str:
    """What epubcheck has against it; the slightest warning is a fault."""
    if not JAR.exists() and "CI" not in os.environ:
        warnings.warn("epubcheck is not installed: deploy/bootstrap.sh test does it", stacklevel=1)
        return ""
    file = folder / "checked.epub"
    file.write_bytes(data)
    run = subprocess.run(
        ["java", "-jar", JAR, "--failonwarnings", file], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr
