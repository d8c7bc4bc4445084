"""Codes that a phone kept without signal and sends later: evidence, until staff say otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.attendance import codes, scanning
from courses.attendance.models import LateScan, Source
from courses.trainings.models import Enrolment, Meeting, Role
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.web import limiter
from tests.factories import DAY_1, DAY_2, enrol, make_trainees, make_training, wita

EIGHT = wita(DAY_1, "08.04")
LATER = wita(DAY_1, "10.30")
EVENING = wita(DAY_1, "19.00")


@pytest.fixture
def shown(app, world):
    """The code that a meeting's screen shows at a moment."""

    def at_moment(moment, place: int = 0) -> str:
        with app.app_context():
            return codes.code_at(scanning.secret_of(world.meetings[place]), moment)

    return at_moment


@pytest.fixture
def scans(app):
    def read() -> list[LateScan]:
        with app.app_context():
            return list(db.session.scalars(sa.select(LateScan).order_by(LateScan.id)))

    return read


def send(browser, world, code, *, meeting="h1-pagi", phone_at=EIGHT, **more):
    data = {"meeting": meeting, "code": code, "at": int(phone_at.timestamp()), **more}
    return browser.client.post(
        f"/hadir/{world.code}/kirim",
        json=data,
        headers={"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"},
    )


def test_a_code_of_before_is_evidence_and_no_mark(sign_in, world, at, shown, scans, marks):
    at(LATER)
    ani = sign_in(world.ani)
    answer = send(ani, world, shown(EIGHT), phone_at=EIGHT + timedelta(minutes=7))
    assert answer.status_code == 200
    assert answer.json["state"] == "waiting"
    assert "Menunggu konfirmasi panitia" in answer.json["message"]
    (scan,) = scans()
    assert scan.shown_at == EIGHT  # the server's truth; the phone's clock is only noted
    assert scan.phone_at == EIGHT + timedelta(minutes=7)
    assert scan.received_at == LATER
    assert len(scan.device) == 32
    assert not scan.was_withdrawn
    assert marks(world.meetings[0]) == []
    page = ani.get(f"/pelatihan/{world.code}/hadir").get_data(as_text=True)
    assert "h1-pagi: kode pukul 08.04 WITA terkirim belakangan, menunggu konfirmasi" in page


def test_a_fresh_code_is_simply_the_check_in(sign_in, world, at, shown, scans, marks):
    at(EIGHT + timedelta(seconds=40))
    answer = send(sign_in(world.ani), world, shown(EIGHT))
    assert answer.json["state"] == "recorded"
    assert "Ani Rahmawati hadir pada h1-pagi pukul 08.04 WITA" in answer.json["message"]
    (mark,) = marks(world.meetings[0])
    assert (mark.source, len(mark.device)) == (Source.CODE, 32)
    assert scans() == []


def test_sent_again_gives_the_first_result(sign_in, world, at, shown, scans):
    at(LATER)
    ani = sign_in(world.ani)
    first = send(ani, world, shown(EIGHT))
    at(EVENING)
    assert send(ani, world, shown(EIGHT)).json == first.json
    assert send(ani, world, shown(EIGHT + timedelta(minutes=5))).json == first.json
    assert [scan.received_at for scan in scans()] == [LATER]


def test_a_code_typed_without_signal_finds_its_meeting(sign_in, world, at, shown, scans):
    at(EVENING)
    answer = send(sign_in(world.ani), world, shown(wita(DAY_1, "13.05"), 1).lower(), meeting="")
    assert "h1-siang" in answer.json["message"]
    assert scans()[0].meeting_id == world.meetings[1]


@pytest.mark.parametrize(
    "case",
    [
        (wita(DAY_1, "13.05"), 1, "h1-pagi", "milik pertemuan lain, h1-siang"),
        (wita(DAY_1, "06.00"), 0, "h1-pagi", "tidak pernah tampil"),  # before it opened
        (wita(DAY_2, "08.05"), 0, "h1-pagi", "tidak pernah tampil"),  # after it was over
        (wita(DAY_2, "08.05"), 2, "h2-pagi", "belum tampil"),
        (EIGHT, 0, "tidak-ada", "tidak ada di jadwal"),
    ],
)
def test_what_proves_nothing_is_refused_with_its_reason(
    sign_in, world, at, shown, scans, marks, case
):
    moment, place, meeting, reason = case
    at(EVENING)
    answer = send(sign_in(world.ani), world, shown(moment, place), meeting=meeting)
    assert answer.status_code == 422
    assert reason in answer.json["message"]
    assert scans() == marks(world.meetings[place]) == []


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"meeting": "h1-pagi", "code": "ABC234"}, {"meeting": 1, "code": 2, "at": 3},
        {"meeting": "h1-pagi", "code": "A" * 13, "at": 1706659440},
        {"meeting": "h1-pagi", "code": "ABC234", "at": True},
        {"meeting": "h1-pagi", "code": "ABC234", "at": 10**18},
        {"meeting": "h1-pagi", "code": "ABC234", "at": -5},
    ],
)  # fmt: skip
def test_what_no_phone_of_ours_says_is_refused(sign_in, world, at, scans, data):
    at(EVENING)
    ani = sign_in(world.ani)
    headers = {"X-CSRFToken": ani.csrf_token(), "Accept": "application/json"}
    answer = ani.client.post(f"/hadir/{world.code}/kirim", json=data, headers=headers)
    assert answer.status_code == 422
    assert scans() == []


def test_closed_early_by_hand_counts_codes_until_then(app, sign_in, world, at, shown, scans):
    with app.app_context(), transaction():
        db.session.get_one(Meeting, world.meetings[0]).closed_at = wita(DAY_1, "09.00")
    at(EVENING)
    ani = sign_in(world.ani)
    assert send(ani, world, shown(wita(DAY_1, "09.30"))).status_code == 422
    assert send(ani, world, shown(wita(DAY_1, "08.59"))).status_code == 200
    assert len(scans()) == 1


def test_kept_open_past_its_end_counts_codes_of_then(app, sign_in, world, at, shown, scans):
    with app.app_context(), transaction():
        meeting = db.session.get_one(Meeting, world.meetings[0])
        meeting.opened_at, meeting.closed_at = wita(DAY_1, "12.05"), wita(DAY_1, "12.20")
    at(EVENING)
    ani = sign_in(world.ani)
    assert send(ani, world, shown(wita(DAY_1, "12.25"))).status_code == 422
    assert send(ani, world, shown(wita(DAY_1, "12.10"))).status_code == 200
    assert len(scans()) == 1


@pytest.mark.parametrize(("who", "status"), [("dewi", 403), ("budi", 403), ("citra", 403)])
def test_who_is_no_trainee_is_told_and_nothing_is_kept(
    sign_in, world, at, shown, scans, who, status
):
    at(LATER)
    answer = send(sign_in(getattr(world, who)), world, shown(EIGHT))
    assert answer.status_code == status
    assert "tidak terdaftar sebagai peserta" in answer.json["message"]
    assert scans() == []


def test_nobody_signed_in_is_told_to_sign_in(browser, world, at, shown, scans):
    at(LATER)
    assert send(browser, world, shown(EIGHT)).status_code == 401
    answer = browser.get("/hadir/sesi", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert scans() == []


def test_a_phone_asks_who_is_signed_in(sign_in, world):
    first, again = (sign_in(world.ani).get("/hadir/sesi").json for _ in range(2))
    other = sign_in(world.agus).get("/hadir/sesi").json
    assert first["who"] == again["who"] != other["who"]
    assert first["name"] == "Ani Rahmawati"
    assert len(first["who"]) == 32


def test_c049_taken_off_the_list_meanwhile_is_kept_for_review_and_not_counted(
    app, sign_in, world, at, shown, scans, marks
):
    with app.app_context(), transaction():
        seat = db.session.get_one(Enrolment, world.ani_seat)
        seat.withdrawn_at = wita(DAY_1, "09.00")
    at(wita(DAY_1, "09.05"))
    code = shown(wita(DAY_1, "09.05"))
    at(wita(DAY_1, "09.05") + timedelta(seconds=20))  # fresh, and still no mark
    answer = send(sign_in(world.ani), world, code)
    assert answer.status_code == 200
    assert "Tercatat tanpa sinyal" in answer.json["message"]
    assert "perlu ditinjau" in answer.json["message"]
    (scan,) = scans()
    assert scan.was_withdrawn
    assert marks(world.meetings[0]) == []
    page = sign_in(world.budi).get(f"/pelatihan/{world.code}/kehadiran/belakangan")
    assert "Tercatat tanpa sinyal, perlu ditinjau" in page.get_data(as_text=True)


def test_a_mark_that_says_as_much_needs_no_evidence(sign_in, world, at, shown, scans, code_of):
    at(EIGHT)
    ani = sign_in(world.ani)
    ani.post(f"/pelatihan/{world.code}/hadir", {"code": code_of(world.meetings[0])})
    at(LATER)
    answer = send(ani, world, shown(EIGHT))
    assert answer.json["state"] == "recorded"
    assert "sudah tercatat hadir pada h1-pagi pukul 08.04" in answer.json["message"]
    assert scans() == []


def test_evidence_against_a_later_mark_is_kept(sign_in, world, at, shown, scans, code_of):
    at(LATER)
    ani = sign_in(world.ani)
    ani.post(f"/pelatihan/{world.code}/hadir", {"code": code_of(world.meetings[0])})
    assert send(ani, world, shown(EIGHT)).json["state"] == "waiting"
    assert len(scans()) == 1


def test_guessing_is_hopeless_and_trying_again_is_not(sign_in, world, at, shown):
    at(EVENING)
    ani = sign_in(world.ani)
    limiter.reset()
    limiter.enabled = True
    try:
        right = [send(ani, world, shown(EIGHT)).status_code for _ in range(12)]
        wrong = [send(ani, world, "ABC234").status_code for _ in range(11)]
        other = send(sign_in(world.agus), world, shown(EIGHT)).status_code
    finally:
        limiter.enabled = False
        limiter.reset()
    assert right == [200] * 12
    assert wrong == [422] * 10 + [429]
    assert other == 200  # a room shares a network; each is counted alone


def test_the_code_on_paper_sent_later_counts_only_while_it_is_on(
    app, sign_in, world, at, scans, marks
):
    at(LATER)
    with app.app_context():
        code = scanning.printed_code_of(world.meetings[0])
    ani = sign_in(world.ani)
    assert send(ani, world, code).status_code == 422
    sign_in(world.budi).post(
        f"/pelatihan/{world.code}/hadir/h1-pagi/kode-cadangan", {"kode": "aktif"}
    )
    assert send(ani, world, code).json["state"] == "recorded"
    assert [mark.source for mark in marks(world.meetings[0])] == [Source.PRINTED]


# --- What staff do with them -------------------------------------------------------------------


def late_page(world, rest: str = "") -> str:
    return f"/pelatihan/{world.code}/kehadiran/belakangan{rest}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def sent(sign_in, world, at, shown):
    at(LATER)
    send(sign_in(world.ani), world, shown(wita(DAY_1, "08.22")), phone_at=wita(DAY_1, "08.22"))


PAGES = (("get", ""), ("get", "/1"), ("post", "/1"), ("post", "/h1-pagi/semua"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
def test_only_staff_decide(sign_in, world, sent, marks, page, who, status):
    method, rest = page
    answer = getattr(sign_in(getattr(world, who)), method)(late_page(world, rest))
    assert answer.status_code == status
    assert marks(world.meetings[0]) == []


def test_what_is_not_of_this_training_does_not_exist(app, sign_in, world, sent):
    other, _meetings, _modules = make_training(app, "bimtek-lain")
    enrol(app, other, world.budi, Role.TRAINER)
    budi = sign_in(world.budi)
    assert budi.get(late_page(world, "/99")).status_code == 404
    assert budi.get("/pelatihan/bimtek-lain/kehadiran/belakangan/1").status_code == 404


def test_confirming_counts_from_when_the_code_was_shown(app, sign_in, world, sent, marks):
    budi = sign_in(world.budi)
    page = text_of(budi.get(late_page(world)))
    assert "Ani Rahmawati" in page
    assert "08.22 WITA" in page
    answer = budi.post(late_page(world, "/1"), {"verdict": "terima"})
    assert answer.status_code == 303
    (mark,) = marks(world.meetings[0])
    assert mark.arrived_at == wita(DAY_1, "08.22")
    assert (mark.source, mark.recorded_by_id) == (Source.SENT_LATER, world.budi)
    page = text_of(sign_in(world.ani).get(f"/pelatihan/{world.code}/hadir"))
    assert "Terlambat 08.22" in page
    assert "menunggu konfirmasi" not in page
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-3:] == ["late_scan.received", "late_scan.confirmed", "attendance.marked"]


def test_refusing_needs_a_reason_which_the_trainee_reads(sign_in, world, sent, marks):
    budi = sign_in(world.budi)
    answer = budi.post(late_page(world, "/1"), {"verdict": "tolak"})
    assert answer.status_code == 422
    assert "Tulis alasan penolakan" in text_of(answer)
    assert budi.post(late_page(world, "/1"), {}).status_code == 422
    budi.post(late_page(world, "/1"), {"verdict": "tolak", "reason": "Tidak terlihat di ruangan."})
    assert marks(world.meetings[0]) == []
    page = text_of(sign_in(world.ani).get(f"/pelatihan/{world.code}/hadir"))
    assert "panitia menolak kode pukul 08.22 WITA" in page
    assert "Tidak terlihat di ruangan." in page


def test_deciding_twice_is_refused(sign_in, world, sent, marks):
    sign_in(world.budi).post(late_page(world, "/1"), {"verdict": "terima"})
    answer = sign_in(world.citra).post(
        late_page(world, "/1"), {"verdict": "tolak", "reason": "Tidak ada."}
    )
    assert answer.status_code == 409
    assert "sudah diputuskan" in text_of(answer)
    assert len(marks(world.meetings[0])) == 1


def test_nobody_decides_about_the_own_code(app, sign_in, world, sent, marks):
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    ani = sign_in(world.ani)
    assert "diputuskan oleh orang lain" in text_of(ani.get(late_page(world)))
    answer = ani.post(late_page(world, "/1"), {"verdict": "terima"})
    assert answer.status_code == 409
    ani.post(late_page(world, "/h1-pagi/semua"), {"kode": "1"})
    assert marks(world.meetings[0]) == []


def test_a_mark_that_stands_is_not_changed_by_confirming(sign_in, world, at, sent, marks):
    budi = sign_in(world.budi)
    budi.post(f"/pelatihan/{world.code}/hadir/h1-pagi/peserta/{world.ani_seat}", {"status": "sick"})
    assert "Sudah ada catatan kehadiran" in text_of(budi.get(late_page(world)))
    budi.post(late_page(world, "/1"), {"verdict": "terima"})
    assert "Catatan itu tidak berubah" in text_of(budi.get(late_page(world)))
    assert [mark.status for mark in marks(world.meetings[0])] == ["sick"]


def test_all_of_a_meeting_are_those_against_which_nothing_speaks(
    app, sign_in, world, at, shown, marks
):
    seats = make_trainees(app, world.training_id, 3)
    with app.app_context():
        people = [db.session.get_one(Enrolment, seat).person_id for seat in seats]
    at(LATER)
    for person in [world.ani, *people]:
        send(sign_in(person), world, shown(EIGHT))
    send(sign_in(world.agus), world, shown(EIGHT), phone_at=EIGHT + timedelta(minutes=14))
    budi = sign_in(world.budi)
    page = text_of(budi.get(late_page(world)))
    assert "Terima 4 yang tanpa catatan" in page
    assert "Jam ponsel 08.18, selisih 14 menit" in page
    budi.post(late_page(world, "/h1-pagi/semua"), {"kode": ["1", "2", "3", "4", "5"]})
    marked = {mark.enrolment_id for mark in marks(world.meetings[0])}
    assert marked == {world.ani_seat, *seats}
    answer = budi.post(late_page(world, "/h1-pagi/semua"), {"kode": ["5"]})
    assert answer.status_code == 303
    assert len(marks(world.meetings[0])) == 4


def test_staff_see_how_many_wait(sign_in, world, sent):
    budi = sign_in(world.budi)
    for page in (f"/pelatihan/{world.code}/kehadiran", f"/pelatihan/{world.code}/hadir/h1-pagi"):
        assert "1 kode terkirim belakangan" in text_of(budi.get(page))
    assert "1 kode terkirim" not in text_of(budi.get(f"/pelatihan/{world.code}/hadir/h1-siang"))


def test_200_late_codes_cost_no_more_statements_than_five(
    app, sign_in, world, at, shown, statements
):
    at(EVENING)
    seats = make_trainees(app, world.training_id, 200)
    budi = sign_in(world.budi)

    def keep(some):
        with app.app_context(), transaction():
            for seat in some:
                db.session.add(
                    LateScan(
                        meeting_id=world.meetings[0], enrolment_id=seat, code=shown(EIGHT),
                        shown_at=EIGHT, phone_at=EIGHT, received_at=LATER, device=f"{seat % 50}",
                    )
                )  # fmt: skip

    keep(seats[:5])
    with statements() as five:
        budi.get(late_page(world))
    keep(seats[5:])
    with statements() as many:
        page = text_of(budi.get(late_page(world)))
    assert page.count("Ponsel yang sama dengan") == 200
    assert len(many) == len(five) <= 7
