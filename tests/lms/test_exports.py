"""What a spreadsheet shows of the rows that were written."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.exports import Sheet, csv_bytes, xlsx_bytes
from lms.tables import read_tables

FORMULAS = ['=HYPERLINK("http://contoh.example")', "@SUM(1+1)*cmd", "-2+3 Ilmi", "+cmd|x", "\t=1"]


def written(*row: object, **kwargs: object) -> openpyxl.worksheet.worksheet.Worksheet:
    content = xlsx_bytes(Sheet("Peserta", [f"k{n}" for n in range(len(row))], [row], **kwargs))
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_nik_is_a_text_cell_and_reads_back_the_same() -> None:
    cell = written("6371010101909001")["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("6371010101909001", "s", "@")


@pytest.mark.parametrize("text", [*FORMULAS, "http://contoh.example", "081250001003", "'=1"])
def test_text_stays_text_in_a_workbook(text: str) -> None:
    cell = written(text)["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


def test_numbers_and_dates_stay_what_they_are() -> None:
    sheet = written(
        -5, Decimal("-5.00"), date(1987, 3, 15), datetime.fromisoformat("2024-01-31T08:00"), None
    )
    cells = sheet[2]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d", "n"]
    assert [cell.value for cell in cells[:2]] == [-5, -5]
    assert cells[2].value == datetime.fromisoformat("1987-03-15")
    assert cells[4].value is None


def test_header_is_bold_frozen_and_below_the_title() -> None:
    sheet = written("a", title=["Daftar peserta", "Banjarmasin"])
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A4"].value] == [
        "Daftar peserta",
        "Banjarmasin",
        "k0",
    ]
    assert sheet["A4"].font.bold
    assert sheet.freeze_panes == "A5"


def test_a_sheet_name_that_excel_forbids_is_made_fit() -> None:
    assert len(written("a").title) == 7
    content = xlsx_bytes(Sheet("Kab/Kota: [Hulu Sungai Selatan] 2024", ["a"], []))
    assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0]) == 31


def test_every_csv_row_has_the_same_number_of_columns() -> None:
    names = ["Rahmad Hidayat, S.Sos., M.AP", 'Siti "Ani" Rahmah', "Ilmi\nBaris dua", "a;b"] * 9
    content = csv_bytes(["no", "nama"], [(n, name) for n, name in enumerate(names)])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {2}
    assert [row[1] for row in rows[1:]] == names


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_that_looks_like_a_formula_is_guarded(text: str) -> None:
    content = csv_bytes(["nama", "no"], [(text, 1)])
    (row,) = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert row[0] == f"'{text}"
    assert read_tables(content)[0].rows[1].cells[0] == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-5, "-5"),
        (Decimal("-5.00"), "-5,00"),
        (69.995, "69,995"),
        ("-5,00", "-5,00"),
        ("+6281250001003", "+6281250001003"),
        ("081250001000", "081250001000"),
        ("-", "-"),
        (date(1987, 3, 15), "1987-03-15"),
        (datetime.fromisoformat("2024-01-31T08:00"), "2024-01-31 08:00"),
    ],
)
def test_csv_numbers_phones_and_dates_are_left_alone(value: object, shown: str) -> None:
    content = csv_bytes(["a", "b", "c"], [(None, value, "")])
    assert content.decode("utf-8-sig").splitlines()[1] == f";{shown};"


def test_csv_opens_in_an_indonesian_excel() -> None:
    content = csv_bytes(["no", "nama"], [(1, "Ilmi")])
    assert content.startswith(b"\xef\xbb\xbfno;nama\r\n")


printable = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip)


@settings(max_examples=200, deadline=None)
@given(st.lists(printable, min_size=1, max_size=5))
def test_what_is_written_as_csv_reads_back_the_same(names: list[str]) -> None:
    content = csv_bytes(["no", "nama", "hp"], [("1", name, "0812") for name in names])
    (table,) = read_tables(content)
    assert [row.cells[1] for row in table.rows[1:]] == names
