"""What is wrong with a module's text, for the person who writes it here.

The checks are those of the content folder; only their words are others, because whoever writes
here has no folder before them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from courses.catalogue.schema import check_module
from lms.content import Fault
from lms.content_faults import line_of
from lms.words import N_, Words

MOST_LETTERS = 200_000

HERE = {
    "judul tingkat 1 (#) ada di training.yaml": N_(
        "judul dengan satu # tidak dipakai; judul modul ditulis di isian Judul modul"
    ),
    "judul bagian ditulis dua kali": N_("judul bagian ini sudah ada di atas"),
    "tidak ada judul bagian (##)": N_(
        "tulis sedikitnya satu judul bagian, misalnya ## Hasil belajar"
    ),
    "gambar tidak ada di folder figures": N_("gambar ini belum diunggah"),
    "gambar tanpa teks alternatif": N_(
        "gambar tanpa keterangan; tulis isi gambar di antara kurung siku"
    ),
    "penutup ::: tanpa pembuka": N_("penutup ::: tanpa pembuka ::: edisi"),
    'pembuka harus "::: edisi" dan nama edisinya': N_(
        "tulis ::: edisi dan nama edisinya, misalnya ::: edisi 2024"
    ),
    "edisi ini tidak ditutup dengan :::": N_("tutup bagian edisi ini dengan :::"),
}


@dataclass(frozen=True)
class Problem:
    line: int | None
    words: Words


def problems_of(
    text: str, editions: Sequence[str], images: Collection[str]
) -> tuple[list[Problem], frozenset[str]]:
    """Everything that is wrong with a text, in the order of its lines, and its headings."""
    faults: list[Fault] = []
    headings = check_module("", text, editions, images, faults)
    found = [_problem(fault) for fault in faults]
    return sorted(found, key=lambda problem: problem.line or 0), headings


def _problem(fault: Fault) -> Problem:
    return Problem(line_of(fault.place), HERE.get(fault.message, Words(fault.message)))
