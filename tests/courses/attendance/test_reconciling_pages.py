"""Staff see where phone, tap and paper contradict each other, and settle it with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, LateScan, LateScanVerdict, Source
from courses.trainings.models import Enrolment, Role
from lms import clock
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests.factories import DAY_1, enrol, make_trainees, wita

MEETING = "/pelatihan/bimtek-uji/hadir/h1-pagi"
PAGE = f"{MEETING}/pencocokan"
SUMMARY = "/pelatihan/bimtek-uji/kehadiran/pencocokan"
AFTER = wita(DAY_1, "12.30")


@pytest.fixture
def budi(sign_in, world, at):
    at(AFTER)
    return sign_in(world.budi)


@pytest.fixture
def scanned(sign_in, world, at, code_of):
    """Ani has scanned the code at 08.04."""
    at(wita(DAY_1, "08.04"))
    code = code_of(world.meetings[0])
    sign_in(world.ani).post("/pelatihan/bimtek-uji/hadir", {"code": code})
    at(AFTER)


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def read(browser, seat, choice, *, shown="", sequence=0):
    fields = {
        f"baris-{seat}": choice, f"tampil-{seat}": shown, f"urutan-{seat}": str(sequence),
    }  # fmt: skip
    assert browser.post(f"{MEETING}/kertas", fields).status_code == 303


def decide(browser, seat, seen, status="absent", reason="Ditanyakan langsung.", **more):
    fields = {"seen": seen, "status": status, "reason": reason, "arrived": "", **more}
    return browser.post(f"{PAGE}/{seat}", fields)


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", SUMMARY), ("get", PAGE), ("get", PAGE + "/1"), ("post", PAGE + "/1")],
)
@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
def test_only_trainers_and_organisers_may(sign_in, world, marks, method, path, who, status):
    assert getattr(sign_in(getattr(world, who)), method)(path).status_code == status
    assert marks(world.meetings[0]) == []


@pytest.mark.parametrize("who", ["budi", "citra"])
def test_before_anything_is_taken_nobody_contradicts_anybody(sign_in, world, who):
    browser = sign_in(getattr(world, who))
    page = text_of(browser.get(PAGE))
    assert "Tidak ada bukti yang bertentangan." in page
    assert "Agus Salim; Ani Rahmawati" in page or "Ani Rahmawati; Agus Salim" in page
    assert browser.get(SUMMARY).status_code == 200
    assert browser.get(f"{PAGE}/{world.ani_seat}").status_code == 200
    assert browser.get(f"{PAGE}/9999").status_code == 404


def test_phone_present_but_paper_blank_is_listed_and_nothing_is_chosen(budi, scanned, world, marks):
    read(budi, world.ani_seat, "blank")
    page = text_of(budi.get(PAGE))
    assert "1 peserta dengan bukti yang bertentangan" in page
    assert "Hadir menurut ponsel, tetapi barisnya di kertas kosong." in page
    assert "Bukti kehadiran 1 peserta bertentangan." in text_of(budi.get(MEETING))
    form = budi.get(f"{PAGE}/{world.ani_seat}").get_data(as_text=True)
    assert " checked" not in form
    assert [mark.source for mark in marks(world.meetings[0])] == [Source.CODE]


def test_settling_empties_the_list_until_new_evidence_opens_it_again(
    app, budi, scanned, world, marks
):
    read(budi, world.ani_seat, "blank")
    assert decide(budi, world.ani_seat, "1.1.0", "present").status_code == 303
    settled = marks(world.meetings[0])[-1]
    assert (settled.source, settled.sequence) == (Source.SETTLED, 2)
    assert settled.reason == "Ditanyakan langsung."
    page = text_of(budi.get(PAGE))
    assert "Tidak ada bukti yang bertentangan." in page
    assert "Sudah diputuskan" in page
    # At the very same moment by the clock: it is new all the same.
    read(budi, world.ani_seat, "unclear", shown="blank", sequence=1)
    assert "Tanda tangan di kertas tidak jelas." in text_of(budi.get(PAGE))
    assert decide(budi, world.ani_seat, "2.2.0", "present").status_code == 303
    assert "Tidak ada bukti yang bertentangan." in text_of(budi.get(PAGE))
    with app.app_context():
        entries = db.session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.action == "attendance.marked")
            .order_by(AuditEntry.id)
        ).all()
        assert [entry.reason for entry in entries][1:] == ["Ditanyakan langsung."] * 2


def test_signed_but_nobody_marked(budi, world):
    read(budi, world.ani_seat, "signed")
    assert "Bertanda tangan di kertas, tetapi kehadirannya belum diisi." in text_of(budi.get(PAGE))
    assert decide(budi, world.ani_seat, "0.1.0", "late", arrived="09.30").status_code == 303
    assert "Terlambat 09.30" in text_of(budi.get(PAGE))


def test_signed_by_somebody_marked_sick(budi, world):
    fields = {"status": "sick", "expected": "0", "reason": "", "arrived": ""}
    budi.post(f"{MEETING}/peserta/{world.ani_seat}", fields)
    read(budi, world.ani_seat, "signed")
    page = text_of(budi.get(PAGE))
    assert "tidak hadir menurut catatan petugas" in page
    assert "Sakit" in page


def test_a_code_that_waits_for_staff_speaks_until_it_is_refused(app, budi, world):
    fields = {"status": "absent", "expected": "0", "reason": "", "arrived": ""}
    budi.post(f"{MEETING}/peserta/{world.ani_seat}", fields)
    at = wita(DAY_1, "08.10")
    with app.app_context():
        with transaction():
            scan = LateScan(
                meeting_id=world.meetings[0], enrolment_id=world.ani_seat, code="ABC234",
                shown_at=at, phone_at=at, received_at=AFTER,
            )  # fmt: skip
            db.session.add(scan)
        scan_id = scan.id
    page = text_of(budi.get(PAGE))
    assert "Hadir 08.10, kode terkirim belakangan" in page
    assert "Hadir atau tidak: ponsel dan catatan petugas berbeda." in page
    with app.app_context(), transaction():
        verdict = LateScanVerdict(
            late_scan_id=scan_id, is_accepted=False, reason="Bukan dari ruangan.",
            decided_by_id=world.budi, decided_at=clock.now(),
        )  # fmt: skip
        db.session.add(verdict)
    assert "Tidak ada bukti yang bertentangan." in text_of(budi.get(PAGE))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": ""}, "status"),
        ({"status": "unmarked"}, "status"),
        ({"reason": ""}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"status": "late", "arrived": "25.00"}, "arrived"),
    ],
)
def test_bad_input_names_the_field(budi, scanned, world, marks, fields, field):
    read(budi, world.ani_seat, "blank")
    answer = decide(budi, world.ani_seat, "1.1.0", **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert len(marks(world.meetings[0])) == 1


@pytest.mark.parametrize("seen", ["1.0.0", "0.1.0", "1.1.1", "", "x", "1.1", "9" * 40])
def test_evidence_the_page_did_not_show_must_be_looked_at_first(budi, scanned, world, marks, seen):
    read(budi, world.ani_seat, "blank")
    answer = decide(budi, world.ani_seat, seen)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Ada bukti baru sejak halaman ini dibuka" in page
    assert 'name="seen" value="1.1.0"' in page
    assert "Ditanyakan langsung." in page
    assert len(marks(world.meetings[0])) == 1


def test_the_same_button_twice_makes_one_mark(budi, scanned, world, marks):
    read(budi, world.ani_seat, "blank")
    for _press in range(2):
        assert decide(budi, world.ani_seat, "1.1.0").status_code == 303
    assert len(marks(world.meetings[0])) == 2


def test_what_does_not_contradict_cannot_be_settled(budi, scanned, world, marks):
    answer = decide(budi, world.ani_seat, "1.0.0")
    assert answer.status_code == 409
    assert "Tidak ada pertentangan" in text_of(answer)
    assert len(marks(world.meetings[0])) == 1


def test_nobody_settles_the_own(app, budi, scanned, sign_in, world, marks):
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    read(budi, world.ani_seat, "blank")
    ani = sign_in(world.ani)
    assert "Diputuskan oleh orang lain" in text_of(ani.get(PAGE))
    assert 'name="seen"' not in ani.get(f"{PAGE}/{world.ani_seat}").get_data(as_text=True)
    answer = decide(ani, world.ani_seat, "1.1.0", "present")
    assert answer.status_code == 409
    assert "diputuskan oleh orang lain" in text_of(answer)
    assert len(marks(world.meetings[0])) == 1


def test_who_left_the_list_keeps_the_evidence_but_waits_for_nobody(app, budi, scanned, world):
    read(budi, world.ani_seat, "blank")
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = clock.now()
    page = text_of(budi.get(PAGE))
    assert "Tidak ada bukti yang bertentangan." in page
    assert "Tidak lagi terdaftar; buktinya tetap tersimpan" in page
    assert "barisnya di kertas kosong" in page
    assert budi.get(f"{PAGE}/{world.ani_seat}").status_code == 404
    assert decide(budi, world.ani_seat, "1.1.0").status_code == 404


@pytest.mark.parametrize("page", [PAGE, SUMMARY, MEETING])
def test_as_many_statements_for_200_as_for_five(app, budi, scanned, world, statements, page):
    def fill(seats):
        with app.app_context(), transaction():
            for seat in seats:
                mark = AttendanceMark(
                    meeting_id=world.meetings[0], enrolment_id=seat, sequence=1,
                    status="present", arrived_at=AFTER - timedelta(hours=4), source=Source.HAND,
                    recorded_by_id=world.budi, recorded_at=AFTER,
                )  # fmt: skip
                db.session.add(mark)
        fields = {f"baris-{seat}": "blank" for seat in seats}
        assert budi.post(f"{MEETING}/kertas", fields).status_code == 303

    fill(make_trainees(app, world.training_id, 3))
    with statements() as few:
        budi.get(page)
    fill(make_trainees(app, world.training_id, 195))
    with statements() as many:
        answer = budi.get(page)
    assert answer.status_code == 200
    assert len(few) == len(many)
