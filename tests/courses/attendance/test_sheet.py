"""The sheet that people sign, as a PDF."""

from __future__ import annotations

import re
import subprocess

import pytest
import sqlalchemy as sa

from courses.trainings.models import Enrolment, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests.factories import DAY_1, make_trainees, wita

ONE = "/pelatihan/bimtek-uji/hadir/h1-pagi/daftar-hadir.pdf"
ALL = "/pelatihan/bimtek-uji/kehadiran/daftar-hadir.pdf"
LONG = "Dr. Hj. Noor Rahmatillah Syahrina Kusumawardhani-Purnamaningsih, S.Sos., M.A.P."
FOOT = 790  # points from the top, where the number of the page stands


def text_of(answer, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(answer.data)
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return run.stdout.decode()


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
@pytest.mark.parametrize("address", [ONE, ALL])
def test_only_trainers_and_organisers_take_the_sheet(app, sign_in, world, address, who, status):
    assert sign_in(getattr(world, who)).post(address).status_code == status
    assert printings(app) == []


def test_a_download_is_a_form_and_not_a_link(sign_in, world):
    assert sign_in(world.budi).get(ONE).status_code == 405


def test_the_sheet_of_another_meeting_does_not_exist(sign_in, world):
    assert sign_in(world.budi).post(ONE.replace("h1-pagi", "h9")).status_code == 404


def test_the_sheet_has_the_head_of_an_official_list(app, sign_in, world, at, tmp_path):
    at(wita(DAY_1, "07.00"))
    with app.app_context(), transaction():
        db.session.get_one(Person, world.agus).nip = "198102112010001002"
        db.session.get_one(Person, world.ani).set_nik("6303014107900001")
        seat = db.session.get_one(Enrolment, world.agus_seat)
        seat.position = "Kepala Bidang Rehabilitasi Sosial"
        item = db.session.scalars(sa.select(ScheduleItem).order_by(ScheduleItem.id)).first()
        item.room = "Ruang Intan"
    answer = sign_in(world.citra).post(ONE)
    assert answer.mimetype == "application/pdf"
    assert "daftar-hadir-bimtek-uji-h1-pagi.pdf" in answer.headers["Content-Disposition"]
    text = plain(text_of(answer, tmp_path))
    for words in (
        "DINAS SOSIAL PROVINSI KALIMANTAN SELATAN DAFTAR HADIR PESERTA Bimbingan Teknis Uji",
        "Rabu, 31 Januari 2024",
        "08.00–12.00 WITA",
        "Aula, Banjarmasin",
        "Ruang Intan",
        "Ani Rahmawati",
        "Kepala Bidang",
        "Panitia Penyelenggara",
        "Banjarmasin, 31 Januari 2024",
        "Halaman 1 dari 1",
    ):
        assert words in text
    assert text.count("198102112010001002") == 1  # only who has a NIP
    assert "6303014107900001" not in text


def test_signatures_zigzag_and_empty_lines_end_the_list(sign_in, world, tmp_path):
    file = tmp_path / "boxes.pdf"
    file.write_bytes(sign_in(world.budi).post(ONE).data)
    run = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True)
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)".*>([1-6])</word>')
    places = {}
    for x, y, number in word.findall(run.stdout.decode()):
        if float(y) < FOOT:
            places.setdefault(int(number), []).append(float(x))
    signs = {number: max(found) for number, found in places.items()}
    assert sorted(signs) == [1, 2, 3, 4, 5, 6]  # two people, four lines for others
    left, right = signs[1], signs[2]
    assert right - left > 50
    assert [signs[n] for n in (3, 5)] == [left, left]
    assert [signs[n] for n in (4, 6)] == [right, right]


def test_34_names_fit_on_three_pages_with_heads_and_room_to_sign(app, sign_in, world, tmp_path):
    make_trainees(app, world.training_id, 32)
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).name = LONG
        db.session.get_one(Training, world.training_id).title = "Bimbingan Teknis " + "Uji " * 60
    pages = text_of(sign_in(world.budi).post(ONE), tmp_path).split("\f")[:-1]
    assert 2 <= len(pages) <= 3
    for number, page in enumerate(pages, start=1):
        assert "Tanda tangan" in page
        assert "h1-pagi · Bimbingan Teknis Uji" in page
        assert f"Halaman {number} dari {len(pages)}" in page
    text = plain(" ".join(pages))
    assert all(f"Peserta Contoh {number:03d}" in text for number in range(32))
    assert "Kusumawardhani" in text


def test_all_meetings_come_in_one_file_each_with_its_own_pages(sign_in, world, tmp_path, app):
    text = text_of(sign_in(world.budi).post(ALL), tmp_path)
    assert text.count("DAFTAR HADIR PESERTA") == 4
    assert text.count("Halaman 1 dari 1") == 4
    (entry,) = printings(app)
    assert entry.details == {"meetings": ["h1-pagi", "h1-siang", "h2-pagi", "h2-siang"], "count": 2}
    assert entry.actor_id == world.budi


def test_the_officer_of_the_settings_signs(app, sign_in, world, tmp_path):
    officer = {"post": "Ketua Panitia", "name": "Galuh Contoh", "nip": "199001012020012001"}
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.source = {"training": {"attendance_officer": officer}}
    text = plain(text_of(sign_in(world.budi).post(ONE), tmp_path))
    assert "Ketua Panitia Galuh Contoh NIP 199001012020012001" in text


def test_who_left_the_list_is_not_on_the_sheet(app, sign_in, world, tmp_path, at):
    moment = wita(DAY_1, "07.00")
    at(moment)
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = moment
    text = text_of(sign_in(world.budi).post(ONE), tmp_path)
    assert "Ani Rahmawati" not in text
    assert "Agus Salim" in text


def printings(app):
    with app.app_context():
        action = AuditEntry.action == "attendance_sheet.printed"
        return db.session.scalars(sa.select(AuditEntry).where(action).order_by(AuditEntry.id)).all()
