"""`flask roster import`: a report for the terminal, and exit code 1 when anything is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.roster.queries import trainees
from lms.config import PROJECT

FILES = Path(__file__).parent / "files"
SAMPLE = PROJECT / "courses" / "content" / "bimtek-pendamping-sosial" / "roster.csv"


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["roster", "import", *map(str, args)])


def count(app, training_id: int) -> int:
    with app.app_context():
        return len(trainees(training_id))


def test_the_sample_roster_fills_34_seats(app, empty, run):
    result = run(SAMPLE, "--training", "bimtek-kosong")
    assert result.exit_code == 0, result.output
    assert "34 peserta: 34 baru" in result.output
    assert "Kursi terisi: 34 dari 34." in result.output
    assert count(app, empty) == 34
    assert "34 tetap" in run(SAMPLE, "--training", "bimtek-kosong").output


def test_a_fault_is_listed_with_row_column_value_and_reason(app, empty, run):
    result = run(FILES / "roster_row20_bad_nik.csv", "--training", "bimtek-kosong")
    assert result.exit_code == 1
    assert "baris 21 (no 20), kolom nik, isi" in result.output
    assert "NIK harus 16 angka, tertulis 15 angka" in result.output
    assert "Tidak ada yang disimpan" in result.output
    assert count(app, empty) == 0


def test_check_reports_and_writes_nothing(app, empty, run):
    result = run(FILES / "roster_title_rows.xlsx", "--training", "bimtek-kosong", "--check")
    assert result.exit_code == 0
    assert "baris 40 bukan peserta: JUMLAH 34" in result.output
    assert count(app, empty) == 0
    bad = run(FILES / "roster_nip_numeric.xlsx", "--training", "bimtek-kosong", "--check")
    assert bad.exit_code == 1


def test_duplicates_and_empty_seats_are_reported(empty, run):
    result = run(FILES / "roster_dup_case.csv", "--training", "bimtek-kosong")
    assert "baris 5 sama dengan baris 2" in result.output
    assert "Kursi terisi: 3 dari 34." in result.output
    assert "Kota Banjarbaru, Pendamping sosial: 0 dari 1" in result.output


@pytest.mark.parametrize(
    ("file", "code", "reason"),
    [
        ("roster_zipbomb_200mb.xlsx", "bimtek-kosong", "terlalu besar setelah dibuka"),
        ("roster_bom_comma.csv", "tidak-ada", "Pelatihan tidak-ada tidak ada"),
    ],
)
def test_what_cannot_be_imported_ends_with_exit_1(empty, run, file, code, reason):
    result = run(FILES / file, "--training", code)
    assert result.exit_code == 1
    assert reason in result.output
