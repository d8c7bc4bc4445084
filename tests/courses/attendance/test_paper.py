"""Photos of the signed sheet, and what was read in its lines."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from courses.attendance import scans
from courses.attendance.models import PaperLine, SheetScan
from courses.trainings.models import Role
from lms.audit import AuditEntry
from lms.db import db
from lms.files import store
from tests.factories import DAY_1, enrol, make_trainees, wita

PAPER = "/pelatihan/bimtek-uji/hadir/h1-pagi/kertas"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def budi(sign_in, world, at):
    at(wita(DAY_1, "12.30"))
    return sign_in(world.budi)


def photo(shade: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, shade, shade)).save(out, "JPEG")
    return out.getvalue()


def attach(browser, *files):
    sent = [(io.BytesIO(data), name) for name, data in files]
    url = f"{PAPER}/berkas"
    return browser.post(url, {"berkas": sent}, content_type="multipart/form-data")


def rows(app, table):
    with app.app_context():
        return db.session.scalars(sa.select(table).order_by(table.id)).all()


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def line(seat, choice, *, shown="", sequence=0):
    return {
        f"baris-{seat}": choice,
        f"tampil-{seat}": shown,
        f"urutan-{seat}": str(sequence),
    }


PAGES = (
    ("get", ""),
    ("post", ""),
    ("post", "/berkas"),
    ("get", "/berkas/1"),
    ("get", "/berkas/1/hapus"),
    ("post", "/berkas/1/hapus"),
)


@pytest.mark.parametrize(("method", "path"), PAGES)
@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
def test_only_trainers_and_organisers_may(sign_in, budi, world, method, path, who, status):
    attach(budi, ("lembar.jpg", photo()))
    assert getattr(sign_in(getattr(world, who)), method)(PAPER + path).status_code == status


def test_a_photo_is_kept_sealed_and_shown_as_it_is(app, budi):
    assert attach(budi, ("lembar 1.jpg", photo())).status_code == 303
    (scan,) = rows(app, SheetScan)
    with app.app_context():
        assert not store().get(scan.file_key).startswith(b"\xff\xd8")
    shown = budi.get(f"{PAPER}/berkas/{scan.id}")
    assert shown.mimetype == "image/jpeg"
    assert shown.data.startswith(b"\xff\xd8")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "private, no-store"
    page = text_of(budi.get(PAPER))
    assert "lembar 1.jpg" in page
    assert f'src="{PAPER}/berkas/{scan.id}"' in page


def test_several_pages_at_once_also_as_pdf(app, budi):
    attach(budi, ("a.jpg", photo(10)), ("b.jpg", photo(90)), ("c.pdf", PDF))
    kept = rows(app, SheetScan)
    assert [scan.file_name for scan in kept] == ["a.jpg", "b.jpg", "c.pdf"]
    shown = budi.get(f"{PAPER}/berkas/{kept[2].id}")
    assert shown.headers["Content-Disposition"].startswith("attachment")


def test_the_same_file_twice_is_one(app, budi):
    for _press in range(2):
        answer = attach(budi, ("lembar.jpg", photo()))
    assert answer.status_code == 303
    attach(budi, ("nama-lain.jpg", photo()), ("dua.jpg", photo(5)), ("dua-lagi.jpg", photo(5)))
    assert [scan.file_name for scan in rows(app, SheetScan)] == ["lembar.jpg", "dua.jpg"]
    assert "Berkas yang sama sudah ada" in text_of(budi.get(PAPER))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "Pilih dahulu berkasnya."),
        ((("x.exe", b"MZ not a picture"),), "Berkas ini tidak dapat dibaca"),
        ((("x.pdf", b"%PDF-1.7 cut off"),), "PDF ini tidak utuh"),
        ((("a.jpg", photo()), ("b.jpg", photo()[:40])), "b.jpg: Berkas ini tidak dapat dibaca"),
        (tuple((f"{n}.jpg", photo(n)) for n in range(7)), "paling banyak 6 berkas"),
    ],
)
def test_what_cannot_be_kept_is_told_in_words(app, budi, files, words):
    answer = attach(budi, *files)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert rows(app, SheetScan) == []


def test_a_meeting_has_at_most_twenty_files(app, budi, monkeypatch):
    monkeypatch.setattr(scans, "MOST", 2)
    answer = attach(budi, *((f"{n}.jpg", photo(n)) for n in range(3)))
    assert answer.status_code == 409
    assert "Paling banyak 2 berkas" in text_of(answer)
    assert rows(app, SheetScan) == []


def test_taken_away_with_a_reason_the_row_stays_and_the_file_goes(app, budi, world):
    attach(budi, ("lembar.jpg", photo()))
    (scan,) = rows(app, SheetScan)
    address = f"{PAPER}/berkas/{scan.id}"
    refused = budi.post(f"{address}/hapus", {"reason": " "})
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.get_data(as_text=True)
    assert budi.get(address).status_code == 200
    assert budi.post(f"{address}/hapus", {"reason": "Foto kabur."}).status_code == 303
    assert budi.get(address).status_code == 404
    assert budi.post(f"{address}/hapus", {"reason": "Lagi."}).status_code == 404
    (kept,) = rows(app, SheetScan)
    assert (kept.removed_reason, kept.removed_at is not None) == ("Foto kabur.", True)
    with app.app_context():
        assert kept.file_key not in list(store().all_keys())
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["sheet_scan.attached", "sheet_scan.removed"]
    assert "Foto kabur." in text_of(budi.get(PAPER))
    attach(budi, ("lembar.jpg", photo()))  # the same file may come back
    assert len(rows(app, SheetScan)) == 2


def test_a_file_of_another_meeting_is_not_found_here(budi):
    attach(budi, ("lembar.jpg", photo()))
    assert budi.get(PAPER.replace("h1-pagi", "h1-siang") + "/berkas/1").status_code == 404


def test_lines_are_kept_and_a_correction_is_the_next_row(app, budi, world):
    assert budi.post(PAPER, line(world.ani_seat, "signed")).status_code == 303
    again = line(world.ani_seat, "blank", shown="signed", sequence=1)
    for _press in range(2):
        assert budi.post(PAPER, again).status_code == 303
    kept = rows(app, PaperLine)
    assert [(each.sequence, each.signature.value) for each in kept] == [(1, "signed"), (2, "blank")]
    assert {each.enrolment_id for each in kept} == {world.ani_seat}
    assert "diisi Budi Santoso" in text_of(budi.get(PAPER))


def test_all_signed_but_a_few_in_one_press(app, budi, world):
    seats = make_trainees(app, world.training_id, 10)
    budi.post(PAPER, line(seats[0], "unclear"))
    fields = line(seats[3], "blank") | line(seats[0], "unclear", shown="unclear", sequence=1)
    budi.post(PAPER, {**fields, "isi": "sisanya"})
    found = {each.enrolment_id: each.signature.value for each in rows(app, PaperLine)}
    assert found.pop(seats[0]) == "unclear"
    assert found.pop(seats[3]) == "blank"
    assert set(found) == {world.ani_seat, world.agus_seat, *seats[1:3], *seats[4:]}
    assert set(found.values()) == {"signed"}


def test_a_line_that_somebody_else_filled_is_not_overwritten(app, budi, sign_in, world):
    budi.post(PAPER, line(world.ani_seat, "signed"))
    fields = line(world.ani_seat, "blank") | line(world.agus_seat, "blank")
    answer = sign_in(world.citra).post(PAPER, fields)
    assert answer.status_code == 409
    assert "diisi orang lain: Ani Rahmawati" in text_of(answer)
    assert len(rows(app, PaperLine)) == 1  # all or nothing
    assert f'name="baris-{world.agus_seat}" value="blank" checked' in text_of(answer)


def test_an_old_page_changes_nothing_that_was_not_touched_on_it(app, budi, sign_in, world):
    budi.post(PAPER, line(world.ani_seat, "signed"))
    budi.post(PAPER, line(world.ani_seat, "blank", shown="signed", sequence=1))
    old = line(world.ani_seat, "signed", shown="signed", sequence=1)
    fields = old | line(world.agus_seat, "signed")
    assert sign_in(world.citra).post(PAPER, fields).status_code == 303
    ani = [each for each in rows(app, PaperLine) if each.enrolment_id == world.ani_seat]
    assert [each.signature.value for each in ani] == ["signed", "blank"]


@pytest.mark.parametrize("choice", ["present", "SIGNED", "x" * 300])
def test_no_choice_at_all_is_refused_with_the_name(app, budi, world, choice):
    answer = budi.post(PAPER, line(world.ani_seat, choice))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Pilih isi baris Ani Rahmawati." in page
    assert f'href="#baris-{world.ani_seat}-signed"' in page
    assert rows(app, PaperLine) == []


@pytest.mark.parametrize("sequence", ["-1", "x", "9" * 30, "7"])
def test_a_made_up_sequence_is_an_old_page(app, budi, world, sequence):
    budi.post(PAPER, line(world.ani_seat, "signed"))
    answer = budi.post(PAPER, line(world.ani_seat, "blank", sequence=sequence))
    assert answer.status_code == 409
    assert len(rows(app, PaperLine)) == 1


def test_nobody_reads_the_own_line(app, sign_in, world, at):
    at(wita(DAY_1, "12.30"))
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    ani = sign_in(world.ani)
    answer = ani.post(PAPER, line(world.ani_seat, "signed"))
    assert answer.status_code == 409
    assert "Baris Anda sendiri" in text_of(answer)
    ani.post(PAPER, {"isi": "sisanya"})
    assert [each.enrolment_id for each in rows(app, PaperLine)] == [world.agus_seat]


def test_the_page_takes_as_many_statements_for_200_as_for_five(app, budi, world, statements):
    make_trainees(app, world.training_id, 3)
    budi.post(PAPER, {"isi": "sisanya"})
    with statements() as few:
        budi.get(PAPER)
    make_trainees(app, world.training_id, 195)
    budi.post(PAPER, {"isi": "sisanya"})
    with statements() as many:
        budi.get(PAPER)
    assert len(few) == len(many)
