"""The register of a training: the same facts as a grid, as sheets and on paper."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.queries import totals_of, totals_of_all
from courses.trainings.models import Element, Role, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests.factories import DAY_1, enrol, make_person, make_trainees, wita

NOON = wita(DAY_1, "12.00")


@pytest.fixture
def budi(sign_in, world, at):
    at(NOON)
    return sign_in(world.budi)


@pytest.fixture
def tanah_laut(app, world) -> int:
    """A third trainee, from another kabupaten."""
    tuti = make_person(app, "Tuti Alawiyah")
    return enrol(
        app, world.training_id, tuti, Role.TRAINEE, element=Element.ASSISTANT, region="63.01"
    )


def board_of(world, region: str = "") -> str:
    return f"/pelatihan/{world.code}/kehadiran" + (f"?wilayah={region}" if region else "")


def mark(browser, world, seat: int, key: str = "h1-pagi", **fields: str) -> None:
    url = f"/pelatihan/{world.code}/hadir/{key}/peserta/{seat}"
    assert browser.post(url, fields).status_code == 303


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def workbook(browser, world, **fields: str) -> openpyxl.Workbook:
    answer = browser.post(f"/pelatihan/{world.code}/hadir.xlsx", fields)
    assert answer.status_code == 200
    assert "kehadiran-bimtek-uji.xlsx" in answer.headers["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def rows_of(book: openpyxl.Workbook, name: str) -> list[tuple]:
    return list(book[name].iter_rows(values_only=True))


def table_of(book: openpyxl.Workbook, name: str, first: str) -> list[dict]:
    """The rows under the header that begins with `first`."""
    rows = rows_of(book, name)
    top = next(place for place, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def exports(app) -> list[dict]:
    with app.app_context():
        wanted = sa.select(AuditEntry).where(AuditEntry.action == "attendance.exported")
        return [entry.details for entry in db.session.scalars(wanted.order_by(AuditEntry.id))]


def test_the_grid_shows_everyone_and_warns_below_the_requirement(budi, world):
    mark(budi, world, world.ani_seat, status="present")
    mark(budi, world, world.agus_seat, status="sick")
    page = text_of(budi.get(board_of(world)))
    assert "100,00%</td>" in page
    assert "0,00%*</td>" in page
    assert "2 dari 10" in page  # lesson hours: one morning of a training of ten


def test_each_region_has_its_own_sums(budi, world, tanah_laut):
    mark(budi, world, world.ani_seat, status="present")
    mark(budi, world, tanah_laut, status="absent")
    lines = table_of(workbook(budi, world), "Per kabupaten kota", "Kabupaten/Kota")
    assert [line["Kabupaten/Kota"] for line in lines] == [
        "Kabupaten Tanah Laut", "Kabupaten Banjar", "Jumlah",
    ]  # fmt: skip
    assert [line["Hadir"] for line in lines] == [0, 1, 1]
    assert [line["Tanpa keterangan"] for line in lines] == [1, 0, 1]
    assert [line["Belum diisi"] for line in lines] == [0, 1, 1]  # one morning is over
    assert [line["Persen"] for line in lines] == [0, 50, pytest.approx(33.33)]


def test_the_grid_can_be_narrowed_to_one_region(budi, world, tanah_laut):
    page = text_of(budi.get(board_of(world, "63.01")))
    assert "Tuti Alawiyah" in page
    assert "Ani Rahmawati" not in page
    assert '<option value="63.01" selected>Kabupaten Tanah Laut' in page
    assert '<input type="hidden" name="wilayah" value="63.01">' in page


@pytest.mark.parametrize("region", ["63.99", "%00", "63.02", "x" * 3000])
def test_a_region_that_nobody_is_from_shows_everyone(budi, world, region):
    page = text_of(budi.get(board_of(world, region)))
    assert "Ani Rahmawati" in page
    assert "Agus Salim" in page


def test_a_trainee_of_no_region_is_of_the_province(app, budi, world):
    wati = make_person(app, "Wati Contoh")
    enrol(app, world.training_id, wati, Role.TRAINEE, element=Element.PROVINCIAL_OFFICER)
    page = text_of(budi.get(board_of(world, "63")))
    assert "Wati Contoh" in page
    assert "Ani Rahmawati" not in page


def test_the_sheet_tells_the_same(budi, world):
    mark(budi, world, world.ani_seat, status="late", arrived="09.30")
    book = workbook(budi, world)
    ani = next(row for row in table_of(book, "Rekap", "No.") if row["Nama"] == "Ani Rahmawati")
    assert ani["Kabupaten/Kota"] == "Kabupaten Banjar"
    assert (ani["h1-pagi"], ani["h1-siang"]) == ("Terlambat 09.30", "Belum diisi")
    assert ani["JP hadir"] == ani["JP 31 Januari 2024"] == pytest.approx(60 / 45)
    assert (ani["Persen sejauh ini"], ani["Persen seluruhnya"]) == (66.66, 13.33)
    assert (ani["JP 1 Februari 2024"], ani["JP mandiri"], ani["Menit hadir"]) == (0, 0, 60)
    (line,) = table_of(book, "Riwayat", "Pertemuan")
    assert list(line.values())[:5] == [
        "h1-pagi",
        "Ani Rahmawati",
        1,
        "Terlambat 09.30",
        "Dicatat manual",
    ]


def test_the_hours_of_the_topics_are_those_of_the_register(budi, world):
    for key in ("h1-pagi", "h2-siang"):
        mark(budi, world, world.ani_seat, key, status="present")
    mark(budi, world, world.ani_seat, "h1-siang", status="late", arrived="14.11")
    book = workbook(budi, world)
    topics = table_of(book, "Per topik", "No.")
    for line, person in zip(topics, table_of(book, "Rekap", "No."), strict=True):
        hours = [value for name, value in line.items() if name.startswith("PS-")]
        assert len(hours) == 3
        assert sum(hours) == pytest.approx(line["JP hadir"]) == pytest.approx(person["JP hadir"])
    assert topics[1]["PS-01 Modul uji 1"] == pytest.approx(2 + 79 / 45)


def test_the_history_names_how_each_mark_came_about(app, budi, world):
    with app.app_context(), transaction():
        for place, source in enumerate(Source, start=1):
            db.session.add(
                AttendanceMark(
                    meeting_id=world.meetings[0], enrolment_id=world.ani_seat, sequence=place,
                    status=Status.PRESENT, arrived_at=NOON, source=source, reason="x",
                    recorded_by_id=world.budi, recorded_at=NOON,
                )
            )  # fmt: skip
    lines = table_of(workbook(budi, world), "Riwayat", "Pertemuan")
    assert [line["Cara"] for line in lines] == [
        "Lewat kode di layar",
        "Lewat kode cadangan di kertas",
        "Kode terkirim belakangan, diterima panitia",
        "Dicatat manual",
        "Izin yang disetujui",
        "Diputuskan setelah bukti dicocokkan",
    ]


@pytest.mark.parametrize("path", ["hadir.xlsx", "hadir.pdf"])
def test_a_download_stays_on_record(app, budi, world, tanah_laut, path):
    for region, count in (("", 3), ("63.01", 1)):
        answer = budi.post(f"/pelatihan/{world.code}/{path}", {"wilayah": region})
        assert answer.status_code == 200
        entry = exports(app)[-1]
        assert entry == {"form": path[-4:].strip("."), "region": region, "count": count}
    assert budi.get(f"/pelatihan/{world.code}/{path}").status_code == 405
    assert len(exports(app)) == 2


def test_the_sheets_of_one_region_leave_out_everybody_else(budi, world, tanah_laut):
    mark(budi, world, world.ani_seat, status="present")
    mark(budi, world, tanah_laut, status="sick")
    book = workbook(budi, world, wilayah="63.01")
    cells = [cell for page in book for row in page.iter_rows(values_only=True) for cell in row]
    assert "Tuti Alawiyah" in cells
    assert "Ani Rahmawati" not in cells


def test_the_sheet_is_indonesian_whoever_asks_for_it(budi, world):
    mark(budi, world, world.ani_seat, status="late", arrived="09.30")
    budi.client.set_cookie("bahasa", "en")
    cells = [cell for row in rows_of(workbook(budi, world), "Rekap") for cell in row]
    assert "Terlambat 09.30" in cells
    assert "Keadaan per 31 Januari 2024 pukul 12.00 WITA" in cells


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_the_paper_has_head_legend_page_numbers_and_a_place_to_sign(app, budi, world):
    make_trainees(app, world.training_id, 60)
    mark(budi, world, world.ani_seat, status="late", arrived="09.30")
    budi.client.set_cookie("bahasa", "en")
    answer = budi.post(f"/pelatihan/{world.code}/hadir.pdf")
    assert answer.mimetype == "application/pdf"
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.data, capture_output=True, check=True
    )
    pages = done.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
    assert "REKAPITULASI KEHADIRAN PESERTA" in pages[0]
    assert "Nama dan instansi" in pages[0]
    assert "Nama dan instansi" in pages[1]
    text = " ".join(" ".join(pages).split())
    assert "T 09.30" in text
    assert "H hadir, T terlambat, I izin, S sakit, A tanpa keterangan, B belum diisi" in text
    assert "Penanggung jawab kegiatan" in text


def test_totals_for_all_agree_with_those_of_one(budi, world, app):
    mark(budi, world, world.ani_seat, status="late", arrived="09.30")
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        everyone = totals_of_all(training)
        assert set(everyone) == {world.ani_seat, world.agus_seat}
        for seat, totals in everyone.items():
            assert totals_of(training, seat) == totals
        assert everyone[world.ani_seat].attended_minutes == 60
        assert everyone[world.ani_seat].total_minutes == 450


@pytest.mark.parametrize("path", ["hadir.xlsx", "hadir.pdf"])
def test_a_file_of_200_people_costs_no_more_statements_than_of_five(
    app, budi, world, statements, path
):
    make_trainees(app, world.training_id, 3)
    url = f"/pelatihan/{world.code}/{path}"
    with statements() as five:
        budi.post(url)
    make_trainees(app, world.training_id, 195)
    with statements() as many:
        budi.post(url)
    assert len(many) == len(five)


def test_c057_the_marks_of_somebody_who_left_keep_the_name(app, budi, world, sign_in):
    mark(budi, world, world.ani_seat, status="present")
    mark(budi, world, world.agus_seat, status="absent")
    with app.app_context(), transaction():
        db.session.get_one(Person, world.budi).is_active = False
    lines = table_of(workbook(sign_in(world.citra), world), "Riwayat", "Pertemuan")
    assert [line["Dicatat oleh"] for line in lines] == ["Budi Santoso"] * 2
    with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.delete(Person).where(Person.id == world.budi))
    lines = table_of(workbook(sign_in(world.citra), world), "Riwayat", "Pertemuan")
    assert len(lines) == 2


def test_a_lesson_without_a_module_is_a_topic_of_its_own(app, budi, world):
    with app.app_context(), transaction():
        items = sa.select(ScheduleItem).where(ScheduleItem.meeting_id == world.meetings[0])
        for item in db.session.scalars(items):
            item.module_id = None
    mark(budi, world, world.ani_seat, status="present")
    lines = table_of(workbook(budi, world), "Per topik", "No.")
    assert Decimal(lines[1]["Tanpa modul"]) == Decimal(2)
