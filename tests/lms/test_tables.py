"""Reading spreadsheets and CSV files that other people made."""

import contextlib
import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms import tables
from lms.exports import Sheet, xlsx_bytes
from lms.tables import Row, TableError, read_tables

FILES = Path(__file__).parents[1] / "courses" / "roster" / "files"


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    (table,) = read_tables(content)
    return [row.cells for row in table.rows]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def archive(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return output.getvalue()


def with_member(content: bytes, name: str, text: bytes) -> bytes:
    """The same workbook with one member replaced."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", 8) as new:
        for member in old.infolist():
            new.writestr(member.filename, text if member.filename == name else old.read(member))
    return output.getvalue()


def test_openpyxl_runs_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML is True


def test_quoted_and_bare_codes_keep_their_zeros() -> None:
    header, *rows = rows_of((FILES / "roster_leading_zero.csv").read_bytes())
    assert header == ("kode", "nama", "hp")
    assert rows == [
        ("007", "Sugianto", "081250001009"),
        ("012", "Norhayati", "081250001012"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_encoding_and_delimiter_is_understood(encoding: str, delimiter: str) -> None:
    lines = [["no", "nama"], ["1", "Noor’aini"], ["2", "José"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert rows_of(text.encode(encoding)) == [tuple(line) for line in lines]


def test_windows_1252_of_an_older_excel_is_understood() -> None:
    assert rows_of("no;nama\r\n1;Noor’aini\r\n".encode("cp1252"))[1] == ("1", "Noor’aini")


def test_names_with_bare_commas_do_not_win_over_semicolons() -> None:
    text = "no;nama;hp\n1;Rahmad Hidayat, S.Sos., M.AP;0812\n2;Ilmi, M.Si, M.AP;0813\n"
    assert rows_of(text.encode())[1] == ("1", "Rahmad Hidayat, S.Sos., M.AP", "0812")


def test_the_separator_line_of_excel_is_obeyed_and_counted() -> None:
    (table,) = read_tables(b"sep=;\r\na,b,c;d\r\n1,2,3;4\r\n")
    assert table.rows[0] == Row(2, ("a,b,c", "d"))


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    (table,) = read_tables(b'no,nama\n\n1,"Ahmad\nFauzan"\n2,Ilmi\n')
    assert [row.line for row in table.rows] == [1, 3, 5]
    assert table.rows[1].cells == ("1", "Ahmad\nFauzan")


def test_sheet_keeps_the_kind_of_every_cell() -> None:
    content = workbook(
        [
            "teks",
            6371010101909001,
            1.5,
            datetime.fromisoformat("1987-03-15"),
            datetime.fromisoformat("2024-01-31T08:00"),
        ],
        [None, None],
        ["007", True, None, "=1+1"],
    )
    (table,) = read_tables(content)
    assert table.rows[0].cells == (
        "teks",
        6371010101909001,
        1.5,
        date(1987, 3, 15),
        datetime.fromisoformat("2024-01-31T08:00"),
    )
    assert table.rows[1] == Row(3, ("007", "True"))  # a formula nobody has calculated is empty


def test_hidden_sheets_are_left_out() -> None:
    book = openpyxl.Workbook()
    book.active.append(["tampak"])
    book.create_sheet("Rahasia").append(["rahasia"])
    book["Rahasia"].sheet_state = "hidden"
    output = io.BytesIO()
    book.save(output)
    assert [table.name for table in read_tables(output.getvalue())] == ["Sheet"]


def test_a_wrong_declared_size_loses_no_cell() -> None:
    content = workbook(["a", "b"], ["c", "d"])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', b'ref="A1:A1"')
    assert rows_of(with_member(content, "xl/worksheets/sheet1.xml", sheet)) == [
        ("a", "b"),
        ("c", "d"),
    ]


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    content = workbook([1])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        book = file.read("xl/workbook.xml").replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
        book = book.replace(b"<workbookPr />", b'<workbookPr date1904="1" />')
    (table,) = read_tables(with_member(content, "xl/workbook.xml", book))
    assert table.epoch == date(1904, 1, 1)


digits = st.one_of(
    st.from_regex(r"[0-9]{16}", fullmatch=True), st.from_regex(r"[0-9]{18}", fullmatch=True)
)


@settings(max_examples=20, deadline=None)
@given(st.lists(digits, min_size=50, max_size=50))
def test_a_thousand_identity_numbers_survive_a_workbook(numbers: list[str]) -> None:
    content = xlsx_bytes(Sheet("NIK", ["nik"], [[number] for number in numbers]))
    assert rows_of(content)[1:] == [(number,) for number in numbers]


def test_zip_bomb_is_refused_at_once() -> None:
    content = (FILES / "roster_zipbomb_200mb.xlsx").read_bytes()
    started = time.process_time()
    with pytest.raises(TableError, match="Berkas terlalu besar setelah dibuka"):
        read_tables(content)
    assert time.process_time() - started < 2


def test_endless_rows_are_refused_before_they_are_parsed() -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 300001)
    )
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + cells
        + b"</sheetData></worksheet>"
    )
    with pytest.raises(TableError, match="terlalu besar setelah dibuka"):
        read_tables(with_member(workbook([1]), "xl/worksheets/sheet1.xml", sheet))


@pytest.mark.parametrize(
    "content",
    [
        b"nama\n" + b"Ahmad\n" * (tables.MAX_ROWS + 1),
        workbook(*[["Ahmad"]] * (tables.MAX_ROWS + 1)),
    ],
    ids=["csv", "xlsx"],
)
def test_more_than_two_thousand_rows_are_refused(content: bytes) -> None:
    with pytest.raises(TableError, match="lebih dari 2000 baris"):
        read_tables(content)


def test_a_single_row_far_below_is_refused_without_walking_there() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(TableError, match="baris"):
        read_tables(with_member(workbook([1]), "xl/worksheets/sheet1.xml", sheet))


def test_an_entity_is_never_expanded() -> None:
    strings = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(TableError, match="tidak dapat dibaca"):
        read_tables(with_member(workbook(["a"]), "xl/worksheets/sheet1.xml", strings))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"\r\n\r\n ,\r\n", "kosong"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "XLS lama"),
        (b"%PDF-1.7\n1 0 obj", "bukan XLSX"),
        (b"\x01\x02\x03\x04", "bukan XLSX"),
        (b"a\x8d\x9d\xff", "bukan XLSX"),
        (b"\xff\xfea", "bukan XLSX"),
        (b"PK\x03\x04 damaged", "tidak dapat dibaca"),
        (archive(**{"word/document.xml": b"<x/>"}), "tidak dapat dibaca"),
        (archive(**{f"m{n}": b"" for n in range(101)}), "terlalu besar"),
        (b"nama\n" + b"x" * 200_000, "tidak dapat dibaca"),
        (bytes(10_000_001), "lebih besar dari 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_files_are_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        read_tables(content)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"nama;hp\n"]))
def test_any_bytes_are_read_or_refused(tail: bytes, head: bytes) -> None:
    with contextlib.suppress(TableError):
        assert read_tables(head + tail)
