"""An organiser changes the timetable on screen."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, Source, Status
from courses.trainings.models import Meeting, Role, ScheduleItem, Training
from courses.trainings.staffing import give_role
from lms import audit
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories, quiz_factories
from tests.factories import DAY_1, DAY_2, wita


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def base(world):
    return f"/pelatihan/{world.code}/jadwal"


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


@pytest.fixture
def first(app, world):
    """The id of the lesson on the first morning, 09.00 to 10.30."""
    with app.app_context():
        return db.session.scalar(sa.select(ScheduleItem.id).order_by(ScheduleItem.starts_at))


LESSON = {
    "title": "Modul uji 1", "day": DAY_1.isoformat(), "starts": "09.00", "ends": "10.30",
    "kind": "lesson", "meeting": "h1-pagi", "module": "PS-01", "lesson_hours": "2", "quiz": "",
    "speaker": "", "room": "", "version": 1,
}  # fmt: skip
BREAK = LESSON | {
    "title": "Rehat kopi", "starts": "10.30", "ends": "10.45", "kind": "break", "room": "Teras",
}  # fmt: skip
MEETING = {
    "title": "Hari 2 - malam", "day": DAY_2.isoformat(), "starts": "19.00", "ends": "21.00",
    "opens_before_minutes": "15", "late_after_minutes": "10", "version": 1,
}  # fmt: skip


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def lines(app):
    with app.app_context():
        return db.session.scalars(sa.select(ScheduleItem).order_by(ScheduleItem.starts_at)).all()


def meetings(app):
    with app.app_context():
        return {meeting.key: meeting for meeting in db.session.scalars(sa.select(Meeting))}


def version(app):
    with app.app_context():
        return db.session.scalars(sa.select(Training.timetable_version)).one()


def last_entry(app):
    with app.app_context():
        return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def mark(app, meeting_id: int, *seats: int) -> None:
    with app.app_context(), transaction():
        for seat in seats:
            db.session.add(
                AttendanceMark(
                    meeting_id=meeting_id,
                    enrolment_id=seat,
                    sequence=1,
                    status=Status.PRESENT,
                    source=Source.HAND,
                    recorded_by_id=1,
                    recorded_at=factories.BEFORE,
                )
            )


class TestLines:
    def test_a_line_is_added_and_everybody_sees_it(self, app, world, citra, base, sign_in):
        answer = citra.post(f"{base}/acara-baru", BREAK)
        assert answer.status_code == 303
        made = next(line for line in lines(app) if line.title == "Rehat kopi")
        assert answer.location.endswith(f"/jadwal/ubah#acara-{made.id}")
        assert (made.starts_at, made.ends_at) == (wita(DAY_1, "10.30"), wita(DAY_1, "10.45"))
        assert (made.module_id, made.lesson_hours) == (None, 0)  # for lessons only
        page = text_of(sign_in(world.ani).get(base))
        assert "Rehat kopi" in page
        assert "Teras" in page
        assert version(app) == 2
        entry = last_entry(app)
        assert (entry.action, entry.actor_id) == ("timetable.line_added", world.citra)
        assert entry.details["before"] == {}
        assert entry.details["after"]["starts"] == "10.30"

    def test_the_form_begins_where_the_day_ends(self, citra, base):
        page = text_of(citra.get(f"{base}/acara-baru?hari={DAY_2.isoformat()}"))
        assert 'name="starts" type="text" value="15.30"' in page
        assert '<option value="h2-siang" selected>' in page
        assert citra.get(f"{base}/acara-baru?hari=besok").status_code == 200

    def test_a_change_is_kept_with_what_stood_before(self, app, citra, base, first):
        shown = text_of(citra.get(f"{base}/acara/{first}"))
        assert 'value="09.00"' in shown
        changed = LESSON | {"speaker": "Rina", "room": "Aula"}
        assert citra.post(f"{base}/acara/{first}", changed).status_code == 303
        assert (lines(app)[0].speaker, lines(app)[0].room) == ("Rina", "Aula")
        details = last_entry(app).details
        assert "speaker" not in details["before"]
        assert (details["after"]["speaker"], details["version"]) == ("Rina", 2)
        with app.app_context():
            assert audit.first_broken() is None

    def test_a_test_is_named_and_not_its_key(self, app, world, citra, base):
        quiz_factories.make_quiz(app, world.training_id)
        data = LESSON | {"title": "Mengerjakan", "kind": "test", "quiz": "tes-akhir"}
        assert citra.post(f"{base}/acara-baru", data).status_code == 303
        page = text_of(citra.get(f"{base}/ubah"))
        assert "Tes · Tes akhir" in page
        assert "tes-akhir" not in page

    def test_pressed_twice_is_once(self, app, citra, base, first):
        for _ in range(2):
            assert citra.post(f"{base}/acara-baru", BREAK).status_code == 303
            changed = LESSON | {"speaker": "Rina", "version": 2}
            assert citra.post(f"{base}/acara/{first}", changed).status_code == 303
        assert len(lines(app)) == 5
        assert version(app) == 3

    @pytest.mark.parametrize(
        ("wrong", "field", "message"),
        [
            ({"title": " "}, "title", "Tulis nama acara."),
            ({"starts": "sembilan"}, "starts", "Tulis jam, contoh 09.40."),
            ({"starts": ""}, "starts", "Tulis jam mulai."),
            ({"ends": "09.00"}, "ends", "Jam selesai harus sesudah jam mulai."),
            ({"ends": "24.00"}, "ends", "Tulis jam, contoh 09.40."),
            ({"starts": "x", "ends": "y"}, "ends", "Jam selesai (WITA): Tulis jam, contoh 09.40."),
            ({"day": "2024-02-02"}, "day", "Hari: Pilih salah satu yang tersedia."),
            ({"kind": "pesta"}, "kind", "Jenis: Pilih salah satu yang tersedia."),
            ({"module": ""}, "module", "Pilih modul dari materi ini."),
            ({"module": "PS-99"}, "module", "Modul: Pilih salah satu yang tersedia."),
            ({"lesson_hours": ""}, "lesson_hours", "Tulis berapa JP materi ini."),
            ({"lesson_hours": "0"}, "lesson_hours", "Tulis JP, 1 sampai 24."),
            ({"meeting": ""}, "meeting", "Pilih pertemuan"),
            ({"kind": "test"}, "quiz", "Pilih tes yang dikerjakan."),
            ({"room": "x" * 121}, "room", "Ruang: Paling banyak 120 huruf."),
        ],
    )
    def test_bad_input_names_the_field_and_is_kept(
        self, app, citra, base, first, wrong, field, message
    ):
        answer = citra.post(f"{base}/acara/{first}", LESSON | {"speaker": "Rina"} | wrong)
        page = text_of(answer)
        assert answer.status_code == 422
        assert f'<a href="#{field}">{message}' in page
        assert 'value="Rina"' in page
        assert lines(app)[0].speaker == ""
        assert version(app) == 1

    def test_what_is_odd_is_stored_and_told(self, citra, base):
        odd = BREAK | {"kind": "ceremony", "starts": "10.00"}
        assert citra.post(f"{base}/acara-baru", odd).status_code == 303
        page = text_of(citra.get(base))
        assert "1 hal perlu dilihat" in page
        assert "“Modul uji 1” (09.00–10.30) dan “Rehat kopi” (10.00–10.45)" in page
        assert "Perlu dilihat" in text_of(citra.get(f"{base}/ubah"))

    def test_a_line_is_removed_after_a_question(self, app, citra, base, first):
        assert "Hapus “Modul uji 1”?" in text_of(citra.get(f"{base}/acara/{first}/hapus"))
        for _ in range(2):
            answer = citra.post(f"{base}/acara/{first}/hapus", {"version": 1})
            assert answer.status_code == 303
        assert len(lines(app)) == 3
        assert last_entry(app).details["before"]["title"] == "Modul uji 1"
        assert "sudah dihapus" in text_of(citra.get(f"{base}/ubah"))
        assert citra.get(f"{base}/acara/{first}/hapus").status_code == 404
        assert citra.get(f"{base}/acara/{first}").status_code == 404


class TestAfterMarks:
    def test_hours_that_people_have_are_moved_only_on_purpose(self, app, world, citra, base, first):
        mark(app, world.meetings[0], world.ani_seat, world.agus_seat)
        asked = text_of(citra.get(f"{base}/acara/{first}"))
        assert "Kehadiran 2 orang pada pertemuan ini sudah tercatat." in asked
        assert "perlu ditinjau lagi" in asked
        longer = LESSON | {"ends": "11.15"}
        answer = citra.post(f"{base}/acara/{first}", longer)
        assert answer.status_code == 422
        assert "Jam hadir 2 orang berubah." in text_of(answer)
        assert lines(app)[0].ends_at == wita(DAY_1, "10.30")
        assert citra.post(f"{base}/acara/{first}", longer | {"sure": "y"}).status_code == 303
        assert lines(app)[0].ends_at == wita(DAY_1, "11.15")
        assert "2 orang" in text_of(citra.get(f"{base}/acara/{first}/hapus"))

    def test_a_name_or_a_room_moves_nobody(self, app, world, citra, base, first):
        mark(app, world.meetings[0], world.ani_seat)
        changed = LESSON | {"title": "Modul satu", "room": "Aula"}
        assert citra.post(f"{base}/acara/{first}", changed).status_code == 303

    def test_the_beginning_of_a_meeting_is_moved_only_on_purpose(self, app, world, citra, base):
        mark(app, world.meetings[0], world.ani_seat)
        earlier = {
            "title": "h1-pagi", "day": DAY_1.isoformat(), "starts": "07.30", "ends": "12.00",
            "opens_before_minutes": "30", "late_after_minutes": "15", "version": 1,
        }  # fmt: skip
        answer = citra.post(f"{base}/pertemuan/h1-pagi", earlier)
        assert answer.status_code == 422
        assert "Jam hadir 1 orang berubah." in text_of(answer)
        assert citra.post(f"{base}/pertemuan/h1-pagi", earlier | {"sure": "y"}).status_code == 303
        assert meetings(app)["h1-pagi"].starts_at == wita(DAY_1, "07.30")


class TestTwoOrganisers:
    def test_the_second_sees_what_the_first_wrote_and_loses_nothing(
        self, app, world, citra, base, first, sign_in
    ):
        with app.app_context(), transaction():
            training = db.session.get_one(Training, world.training_id)
            give_role(training, world.dewi, Role.ORGANISER, actor_id=None, at=factories.BEFORE)
        dewi = sign_in(world.dewi)
        assert citra.post(f"{base}/acara/{first}", LESSON | {"room": "Aula"}).status_code == 303
        mine = LESSON | {"speaker": "Rina"}
        answer = dewi.post(f"{base}/acara/{first}", mine)
        page = text_of(answer)
        assert answer.status_code == 409
        assert "Jadwal sudah diubah orang lain" in page
        assert "Citra Lestari mengubah acara: “Modul uji 1”" in page
        assert "Ruang: - → Aula" in page
        assert 'value="Rina"' in page
        assert 'name="version" value="2"' in page
        assert lines(app)[0].speaker == ""
        assert dewi.post(f"{base}/acara/{first}", mine | {"version": 2}).status_code == 303
        assert lines(app)[0].speaker == "Rina"

    def test_a_line_that_the_other_removed_can_be_added_again(self, app, citra, base, first):
        citra.post(f"{base}/acara/{first}/hapus", {"version": 1})
        answer = citra.post(f"{base}/acara/{first}", LESSON | {"speaker": "Rina"})
        page = text_of(answer)
        assert answer.status_code == 409
        assert "Citra Lestari menghapus acara" in page
        assert f'action="{base}/acara-baru"' in page
        assert citra.post(f"{base}/acara-baru", LESSON | {"version": 2}).status_code == 303
        assert len(lines(app)) == 4

    def test_nothing_is_removed_from_a_page_that_is_old(self, app, citra, base, first):
        citra.post(f"{base}/acara-baru", BREAK)
        answer = citra.post(f"{base}/acara/{first}/hapus", {"version": 1})
        assert answer.status_code == 409
        assert "menambah acara: “Rehat kopi”" in text_of(answer)
        assert len(lines(app)) == 5


class TestMeetings:
    def test_a_meeting_is_added_with_a_key_of_its_own_and_in_its_place(self, app, citra, base):
        assert citra.get(f"{base}/pertemuan-baru").status_code == 200
        for _ in range(2):
            assert citra.post(f"{base}/pertemuan-baru", MEETING).status_code == 303
        made = meetings(app)["hari-2-malam"]
        assert (made.position, made.opens_before_minutes) == (4, 15)
        assert made.starts_at == wita(DAY_2, "19.00")
        assert len(meetings(app)) == 5
        assert last_entry(app).action == "timetable.meeting_added"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "x" * 121}, "title"),
            ({"ends": "18.00"}, "ends"),
            ({"late_after_minutes": "-1"}, "late_after_minutes"),
            ({"opens_before_minutes": "lama"}, "opens_before_minutes"),
            ({"day": "2023-01-01"}, "day"),
        ],
    )
    def test_bad_input_names_the_field(self, app, citra, base, wrong, field):
        answer = citra.post(f"{base}/pertemuan-baru", MEETING | wrong)
        assert answer.status_code == 422
        assert f'<a href="#{field}">' in text_of(answer)
        assert len(meetings(app)) == 4

    def test_only_an_unused_meeting_is_removed(self, app, world, citra, base):
        address = f"{base}/pertemuan/h1-pagi/hapus"
        answer = citra.post(address, {"version": 1})
        assert answer.status_code == 409
        assert "1 acara masih termasuk pertemuan ini" in text_of(answer)
        mark(app, world.meetings[0], world.ani_seat)
        answer = citra.post(address, {"version": 1})
        assert answer.status_code == 409
        assert "Kehadiran 1 orang sudah tercatat" in text_of(answer)
        citra.post(f"{base}/pertemuan-baru", MEETING)
        address = f"{base}/pertemuan/hari-2-malam/hapus"
        assert citra.get(address).status_code == 200
        for _ in range(2):
            assert citra.post(address, {"version": 2}).status_code == 303
        assert len(meetings(app)) == 4
        assert citra.get(address).status_code == 404

    def test_an_old_page_overwrites_nothing(self, app, citra, base):
        citra.post(f"{base}/acara-baru", BREAK)
        changed = MEETING | {"title": "Pagi", "day": DAY_1.isoformat(), "starts": "08.00"}
        changed |= {"ends": "12.00"}
        answer = citra.post(f"{base}/pertemuan/h1-pagi", changed)
        assert answer.status_code == 409
        assert 'value="Pagi"' in text_of(answer)
        assert meetings(app)["h1-pagi"].title == "h1-pagi"


class TestWho:
    PATHS = ("ubah", "acara-baru", "pertemuan-baru", "pertemuan/h1-pagi", "pertemuan/h1-pagi/hapus")

    @pytest.mark.parametrize(
        ("who", "status"), [("ani", 403), ("budi", 403), ("eko", 403), ("dewi", 404)]
    )
    def test_only_organisers_change_it(self, world, base, first, sign_in, who, status):
        browser = sign_in(getattr(world, who))
        for path in (*self.PATHS, f"acara/{first}", f"acara/{first}/hapus"):
            assert browser.get(f"{base}/{path}").status_code == status
        assert browser.post(f"{base}/acara-baru", BREAK).status_code == status

    def test_trainers_see_it_without_what_is_odd(self, world, base, citra, sign_in):
        citra.post(f"{base}/acara-baru", BREAK | {"starts": "10.00"})
        page = text_of(sign_in(world.budi).get(base))
        assert "Rehat kopi" in page
        assert "perlu dilihat" not in page
        assert "Ubah jadwal" not in page

    def test_a_line_of_another_training_is_not_found(self, app, citra, base):
        factories.make_training(app, "lain")
        with app.app_context():
            other = db.session.scalar(sa.select(sa.func.max(ScheduleItem.id)))
        assert citra.get(f"{base}/acara/{other}").status_code == 404
        assert citra.post(f"{base}/acara/{other}", LESSON).status_code == 409
        assert citra.post(f"{base}/acara/{other}/hapus", {"version": 1}).status_code == 303
        assert len(lines(app)) == 8

    def test_a_closed_training_keeps_its_hours(self, app, world, citra, base, first):
        with app.app_context(), transaction():
            db.session.get_one(Training, world.training_id).closed_at = factories.BEFORE
        assert citra.get(f"{base}/ubah").status_code == 409
        assert citra.post(f"{base}/acara/{first}", LESSON | {"room": "x"}).status_code == 409
        assert "Ubah jadwal" not in text_of(citra.get(base))


def test_as_many_statements_for_a_long_timetable_as_for_a_short_one(
    app, world, citra, base, statements
):
    citra.get(f"{base}/ubah")
    with statements() as few:
        citra.get(f"{base}/ubah")
    with app.app_context(), transaction():
        for number in range(100):
            db.session.add(
                ScheduleItem(
                    training_id=world.training_id,
                    meeting_id=world.meetings[0],
                    day=DAY_1,
                    position=100 + number,
                    starts_at=wita(DAY_1, "08.00"),
                    ends_at=wita(DAY_1, "08.10"),
                    title=f"Acara {number}",
                    kind="break",
                )
            )
    with statements() as many:
        citra.get(f"{base}/ubah")
    assert len(many) == len(few)
