"""One archive of everything: complete, checkable, the totals the same in every paper."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from certificates.pack import archive, services
from certificates.pack.models import Pack
from courses.workreports import photos
from courses.workreports import services as workreports
from courses.workreports.rules import Report, Row
from courses.workreports.services import Answer
from lms import jobs, sealed
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.files import store
from tests import factories
from tests.certificates import making
from tests.verapdf import judging

URL = "/pelatihan/bimtek-uji/arsip"
NAMES = {
    "SHA256SUMS",
    "1-peserta/daftar-peserta.xlsx",
    "1-peserta/daftar-undangan.pdf",
    "1-peserta/daftar-undangan.xlsx",
    "2-jadwal/jadwal.pdf",
    "2-jadwal/jadwal.xlsx",
    "3-kehadiran/daftar-hadir.pdf",
    "3-kehadiran/rekapitulasi.pdf",
    "3-kehadiran/rekapitulasi.xlsx",
    "4-tes/hasil-dan-analisis.pdf",
    "4-tes/hasil-dan-analisis.xlsx",
    "4-tes/nilai.pdf",
    "4-tes/nilai.xlsx",
    "5-evaluasi/evaluasi.pdf",
    "5-evaluasi/evaluasi.xlsx",
    "6-rencana-kerja/laporan-kerja.xlsx",
    "6-rencana-kerja/rencana-kerja.pdf",
    "6-rencana-kerja/rencana-kerja.xlsx",
    "7-keputusan/berita-acara.pdf",
    "8-sertifikat/berkas/0001 Ani Rahmawati.pdf",
    "8-sertifikat/register.pdf",
    "8-sertifikat/register.xlsx",
    "Laporan pertanggungjawaban.pdf",
}


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    return world


def packs(app) -> list[Pack]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Pack).order_by(Pack.id)))


def make(app) -> None:
    with app.app_context():
        jobs.run_due()


def stored(app, world) -> Pack:
    """A pack that is there, without the minute of printing."""
    with app.app_context():
        with transaction():
            pack = Pack(training_id=world.training_id, asked_by_id=world.citra,
                        asked_at=making.AT, made_at=making.AT)  # fmt: skip
            db.session.add(pack)
            db.session.flush()
        key = sealed.keep(b"PK", place=services.place_of(pack.id), suffix=".pack")
        with transaction():
            db.session.get_one(Pack, pack.id).file_key = key
        return pack


def opened(app, office) -> dict[str, bytes]:
    (pack,) = packs(app)
    answer = office.post(f"{URL}/{pack.id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert hashlib.sha256(answer.data).hexdigest() == pack.sha256
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def lines(data: bytes, sheet: str, column: int) -> list[object]:
    """A column of a sheet from the header down."""
    rows = list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))
    return [row[column] for row in rows]


def under(data: bytes, head: str) -> list[object]:
    rows = list(load_workbook(io.BytesIO(data))["Register"].iter_rows(values_only=True))
    place = next(row.index(head) for row in rows if head in row)
    return [row[place] for row in rows]


def text_of(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def test_asked_twice_it_is_made_once_and_everything_in_it_agrees(app, world, sign_in, tmp_path):
    office = sign_in(world.citra)
    assert office.post(URL).status_code == 303
    assert "Sedang dibuat" in office.get(URL).get_data(as_text=True)
    answer = office.post(URL, follow_redirects=True).get_data(as_text=True)
    assert "Arsip sedang dibuat." in answer
    make(app)
    make(app)
    files = opened(app, office)  # the one there is
    is_whole(files, tmp_path)
    totals_agree(files)
    every_part_is_where_the_contents_say(files)
    (pack,) = packs(app)
    alone = office.post(f"{URL}/{pack.id}/laporan.pdf")
    assert (alone.status_code, alone.mimetype) == (200, "application/pdf")
    assert alone.data == files["Laporan pertanggungjawaban.pdf"]
    with app.app_context():
        assert not store().get(pack.file_key).startswith(b"PK")  # it lies sealed
        actions = list(db.session.scalars(sa.select(AuditEntry.action)))
    assert (actions.count("pack.asked"), actions.count("pack.downloaded")) == (1, 2)


def is_whole(files, folder):
    assert set(files) == NAMES
    listed = dict(
        reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines()
    )
    assert listed == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "SHA256SUMS"
    }
    # The one PDF is a copy of pages for the shelf: its parts are what a screen reader reads.
    papers = {name: data for name, data in files.items() if name.endswith(".pdf") and "/" in name}
    assert judging.faults(papers, "ua1", folder) == {}


def totals_agree(files):
    people = {"Ani Rahmawati", "Agus Salim"}
    for name, sheet, column in (
        ("1-peserta/daftar-peserta.xlsx", None, 1),
        ("3-kehadiran/rekapitulasi.xlsx", "Rekap", 1),
        ("4-tes/nilai.xlsx", None, 1),
        ("6-rencana-kerja/rencana-kerja.xlsx", "Rencana kerja", 0),
        ("6-rencana-kerja/laporan-kerja.xlsx", None, 1),
    ):
        book = load_workbook(io.BytesIO(files[name]))
        found = lines(files[name], sheet or book.sheetnames[0], column)
        assert people <= set(found), (name, found)
        assert sum(found.count(person) for person in people) == 2, name
    minutes = text_of(files["7-keputusan/berita-acara.pdf"])
    assert "RANCANGAN. 1 dari 2 peserta" in minutes
    assert "Kompeten 1" in minutes
    register = under(files["8-sertifikat/register.xlsx"], "Nama")
    assert register.count("Ani Rahmawati") == 1
    assert "Agus Salim" not in register
    digest = hashlib.sha256(files["8-sertifikat/berkas/0001 Ani Rahmawati.pdf"]).hexdigest()
    assert digest in under(files["8-sertifikat/register.xlsx"], "SHA-256 berkas")
    marks = load_workbook(io.BytesIO(files["4-tes/nilai.xlsx"])).active
    assert any(80 in row for row in marks.iter_rows(values_only=True))
    assert "80,00" in minutes
    cover = cover_of(files["Laporan pertanggungjawaban.pdf"])
    for told in ("Peserta 2", "Kompeten 1", "Belum diputuskan 1", "Rencana kerja diterima 1",
                 "Sertifikat, tanpa yang dicabut atau diganti 1", "RANCANGAN"):  # fmt: skip
        assert told in cover, cover


def cover_of(data: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def every_part_is_where_the_contents_say(files):
    data = files["Laporan pertanggungjawaban.pdf"]
    reader = PdfReader(io.BytesIO(data))
    cover = cover_of(data)
    starts = {
        item.title: reader.get_destination_page_number(item)
        for item in reader.outline
        if not isinstance(item, list)
    }
    assert list(starts) == [
        "Ringkasan dan isi", "Daftar undangan", "Jadwal", "Rekapitulasi kehadiran",
        "Daftar hadir", "Nilai tes", "Hasil dan analisis tes, kenaikan nilai",
        "Evaluasi penyelenggaraan dan narasumber", "Rencana kerja",
        "Berita acara penetapan kompetensi", "Register sertifikat",
    ]  # fmt: skip
    for title, index in starts.items():
        if index == 0:
            continue
        assert f"{title} {index + 1}" in cover, title
        assert str(index + 1) in reader.pages[index].extract_text().split(), title
    words = " ".join(
        reader.pages[starts["Berita acara penetapan kompetensi"]].extract_text().split()
    )
    assert "Berita acara" in words or "BERITA ACARA" in words
    parts = sum(
        len(PdfReader(io.BytesIO(content)).pages)
        for name, content in files.items()
        if name.endswith(".pdf") and "/" in name and not name.startswith("8-sertifikat/berkas")
    )
    assert len(reader.pages) == parts + 1


def test_photos_of_accepted_reports_are_in_it_as_they_are_kept(app, world, sign_in):
    sent = {seat: report(app, seat) for seat in (world.ani_seat, world.agus_seat)}
    with app.app_context(), transaction():
        said = Answer(sent[world.ani_seat], True, "", world.budi)
        seat = db.session.get_one(factories.Enrolment, world.ani_seat)
        workreports.answer(workreports.report_of(seat.id), seat, said, at=making.AT)
    office = sign_in(world.citra)
    office.post(URL)
    make(app)
    files = opened(app, office)
    pictures = [name for name in files if name.endswith(".jpg")]
    assert pictures == [f"6-rencana-kerja/foto/{world.ani_seat:04d} Ani Rahmawati/1.jpg"]
    with app.app_context():
        (photo,) = photos.all_of(workreports.report_of(world.ani_seat).id)
        assert files[pictures[0]] == photos.content_of(photo, world.ani_seat)
    assert b"Exif" not in files[pictures[0]]
    papers = [name for name in files if name.startswith("6-rencana-kerja/laporan/")]
    assert len(papers) == 2
    cover = cover_of(files["Laporan pertanggungjawaban.pdf"])
    assert "Laporan kerja diterima 1" in cover


def report(app, seat_id: int) -> int:
    """Send a report with a photo; returns the submission."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), (seat_id % 200, 120, 90)).save(picture, "PNG")
    with app.app_context():
        new = photos.taken("rumah.png", picture.getvalue(), key="", enrolment_id=seat_id)
        with transaction():
            seat = db.session.get_one(factories.Enrolment, seat_id)
            photos.add(seat, new, actor_id=seat.person_id, at=making.AT)
            db.session.flush()
            row = Row(-1, "Kunjungan", "yes", "Desa", "2024-02-01", "", "Selesai")
            told = Report(0, "Terlaksana.", (row,))
            shown = photos.standing_of(workreports.report_of(seat_id).id)
            sent = workreports.send(
                seat, told, shown, revision=0, actor_id=seat.person_id, at=making.AT
            )
            db.session.flush()
            return sent.id


def test_a_later_one_stands_beside(app, world, sign_in):
    stored(app, world)
    office = sign_in(world.citra)
    assert office.post(URL).status_code == 303
    assert [pack.made_at is not None for pack in packs(app)] == [True, False]


def test_a_failure_is_told_and_can_be_asked_again(app, world, sign_in):
    office = sign_in(world.citra)
    office.post(URL)
    with app.app_context(), transaction():
        db.session.scalars(sa.select(Pack)).one().failed_at = making.AT
    assert "Gagal dibuat" in office.get(URL).get_data(as_text=True)
    assert office.post(URL).status_code == 303
    assert len(packs(app)) == 2


@pytest.mark.parametrize(
    ("minutes", "failed", "made", "state"),
    [
        (0, False, False, services.State.WAITING),
        (15, False, False, services.State.WAITING),
        (16, False, False, services.State.FAILED),
        (1, True, False, services.State.FAILED),
        (60, True, True, services.State.READY),
    ],
)
def test_states(minutes, failed, made, state):
    moment = making.AT
    pack = Pack(
        asked_at=moment, failed_at=moment if failed else None, made_at=moment if made else None
    )
    assert services.state_of(pack, moment + timedelta(minutes=minutes)) is state


def test_equal_files_make_equal_archives_whatever_the_order():
    files = {"b.txt": b"dua", "a/satu.pdf": b"%PDF"}
    assert archive.bind(files) == archive.bind(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(archive.bind(files))) as found:
        assert found.namelist() == ["SHA256SUMS", "a/satu.pdf", "b.txt"]


@pytest.mark.parametrize(
    ("who", "status"), [("dewi", 404), ("ani", 403), ("budi", 403), ("eko", 403)]
)
def test_who_may_not(app, world, sign_in, who, status):
    pack = stored(app, world)
    browser = sign_in(getattr(world, who))
    one = f"{URL}/{pack.id}"
    for answer in (
        browser.get(URL),
        browser.post(URL),
        browser.post(one),
        browser.post(f"{one}/laporan.pdf"),
    ):
        assert answer.status_code == status


def test_another_training_s_pack_is_not_found(app, world, sign_in):
    office, pack = sign_in(world.citra), stored(app, world)
    assert office.post(f"{URL}/{pack.id}").data == b"PK"
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, other, world.citra, factories.Role.ORGANISER)
    assert office.post(f"/pelatihan/bimtek-lain/arsip/{pack.id}").status_code == 404
