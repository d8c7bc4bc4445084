"""Two people on one phone, and the code on paper."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.attendance import scanning
from courses.attendance.models import Source
from lms.audit import AuditEntry
from lms.db import db
from tests.factories import DAY_1, wita
from tests.verapdf import judging

MORNING = wita(DAY_1, "08.04")


def meeting_page(world, rest: str = "", key: str = "h1-pagi") -> str:
    return f"/pelatihan/{world.code}/hadir/{key}{rest}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def check_in(browser, world, code):
    return browser.post(f"/pelatihan/{world.code}/hadir", {"code": code})


def test_c048_two_people_on_one_phone_both_count_and_are_shown_to_staff(
    sign_in, world, at, code_of, marks
):
    at(MORNING)
    phone = sign_in(world.ani)
    check_in(phone, world, code_of(world.meetings[0]))
    phone.post("/keluar")
    phone.sign_in(world.agus)
    at(MORNING + timedelta(seconds=50))
    check_in(phone, world, code_of(world.meetings[0]))
    first, second = marks(world.meetings[0])
    assert first.device == second.device
    assert len(first.device) == 32
    page = text_of(sign_in(world.budi).get(meeting_page(world)))
    assert "2 orang memakai satu ponsel" in page
    assert page.index("Ani Rahmawati</a> 08.04") < page.index("Agus Salim</a> 08.04")
    assert "satu ponsel" not in text_of(
        sign_in(world.budi).get(meeting_page(world, key="h1-siang"))
    )


def test_c048_a_picture_of_the_code_is_refused_after_its_time(sign_in, world, at, code_of, marks):
    at(MORNING)
    code = code_of(world.meetings[0])
    at(MORNING + timedelta(seconds=60))
    answer = check_in(sign_in(world.agus), world, code)
    assert answer.status_code == 422
    assert marks(world.meetings[0]) == []


def test_two_phones_are_no_reason_to_look_twice(sign_in, world, at, code_of, marks):
    at(MORNING)
    for person in (world.ani, world.agus):
        check_in(sign_in(person), world, code_of(world.meetings[0]))
    first, second = marks(world.meetings[0])
    assert first.device != second.device
    assert "satu ponsel" not in text_of(sign_in(world.budi).get(meeting_page(world)))


def test_the_phone_is_known_by_a_cookie_that_no_script_reads(sign_in, world, at, code_of):
    at(MORNING)
    answer = check_in(sign_in(world.ani), world, code_of(world.meetings[0]))
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("perangkat=")]
    assert "HttpOnly" in cookie
    assert "Max-Age=31536000" in cookie


@pytest.fixture
def printed(app, world):
    with app.app_context():
        return scanning.printed_code_of(world.meetings[0])


def switch(browser, world, word, key="h1-pagi"):
    return browser.post(meeting_page(world, "/kode-cadangan", key), {"kode": word})


def test_the_code_on_paper_counts_only_while_staff_let_it(app, sign_in, world, at, marks, printed):
    at(MORNING)
    ani, budi = sign_in(world.ani), sign_in(world.budi)
    answer = check_in(ani, world, printed)
    assert answer.status_code == 422
    assert "belum diaktifkan" in text_of(answer)
    assert marks(world.meetings[0]) == []
    switch(budi, world, "aktif")
    switch(budi, world, "aktif")
    assert f"{printed[:4]} {printed[4:]}" in text_of(budi.get(meeting_page(world)))
    check_in(ani, world, f"{printed[:4].lower()} {printed[4:]}")
    assert [mark.source for mark in marks(world.meetings[0])] == [Source.PRINTED]
    assert "kode cadangan di kertas" in text_of(
        budi.get(f"/pelatihan/{world.code}/kehadiran/{world.ani_seat}")
    )
    switch(budi, world, "mati")
    assert check_in(sign_in(world.agus), world, printed).status_code == 422
    with app.app_context():
        actions = db.session.scalars(
            sa.select(AuditEntry.action)
            .where(AuditEntry.action.startswith("printed"))
            .order_by(AuditEntry.id)
        ).all()
    assert actions == ["printed_code.switched_on", "printed_code.switched_off"]


def test_the_qr_on_paper_is_scanned_like_that_of_the_screen(sign_in, world, at, marks, printed):
    at(MORNING)
    address = f"/hadir/{world.code}/h1-pagi/{printed}"
    ani = sign_in(world.ani)
    assert "belum diaktifkan" in text_of(ani.get(address))
    switch(sign_in(world.budi), world, "aktif")
    assert "Ya, catat saya hadir" in text_of(ani.get(address))
    ani.post(address)
    assert [mark.source for mark in marks(world.meetings[0])] == [Source.PRINTED]


def test_closing_and_opening_again_leaves_the_paper_off(sign_in, world, at, printed):
    at(MORNING)
    budi = sign_in(world.budi)
    switch(budi, world, "aktif")
    budi.post(meeting_page(world, "/tutup"))
    assert check_in(sign_in(world.ani), world, printed).status_code == 422
    budi.post(meeting_page(world, "/buka"))
    assert "belum diaktifkan" in text_of(check_in(sign_in(world.ani), world, printed))


def test_a_meeting_that_takes_no_marks_cannot_switch_it_on(sign_in, world, at):
    at(wita(DAY_1, "07.00"))
    answer = switch(sign_in(world.budi), world, "aktif")
    assert answer.status_code == 409
    assert "Buka presensi dahulu" in text_of(answer)


def test_it_is_the_code_of_one_meeting_alone(app, sign_in, world, at, marks):
    at(MORNING)
    with app.app_context():
        other = scanning.printed_code_of(world.meetings[1])
    switch(sign_in(world.budi), world, "aktif")
    answer = check_in(sign_in(world.ani), world, other)
    assert "milik pertemuan lain, h1-siang" in text_of(answer)
    assert marks(world.meetings[0]) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
def test_only_staff_see_and_switch_it(sign_in, world, method, who, status):
    rest = "/kode-cadangan.pdf" if method == "get" else "/kode-cadangan"
    browser = sign_in(getattr(world, who))
    assert getattr(browser, method)(meeting_page(world, rest)).status_code == status


def test_the_sheet_is_one_page_and_says_when_to_use_it(sign_in, world, tmp_path, printed):
    answer = sign_in(world.budi).get(meeting_page(world, "/kode-cadangan.pdf"))
    assert answer.mimetype == "application/pdf"
    file = tmp_path / "kode.pdf"
    file.write_bytes(answer.data)
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    text = run.stdout.decode()
    assert text.count("\f") == 1
    assert f"{printed[:4]} {printed[4:]}" in text
    assert "Kapan dipakai" in text
    assert judging.faults({"code": answer.data}, "ua1", tmp_path) == {}
    assert (
        sign_in(world.budi).get(meeting_page(world, "/kode-cadangan.pdf", "tidak-ada")).status_code
        == 404
    )
