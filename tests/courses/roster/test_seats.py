"""Substitutes, people who came without being on the list, and undoing a mistake."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
import sqlalchemy as sa

from courses.roster.models import SeatChange, SeatChangeKind
from courses.roster.queries import trainees
from courses.trainings.models import Enrolment, Role, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories
from tests.courses.roster.test_views import send

NOW = datetime(2024, 1, 25, 2, 0, tzinfo=UTC)
DAY_2 = datetime(2024, 2, 1, 0, 0, tzinfo=UTC)
NEWCOMER = {
    "nama_lengkap": "Gina Rahmah, S.Sos.",
    "nip": "",
    "nik": "",
    "pangkat": "",
    "golongan": "",
    "jabatan": "Pendamping",
    "instansi": "Dinas Sosial Kabupaten Banjar",
    "no_hp": "0812 9999 0001",
    "email": "",
    "letter_number": "800/12/Dinsos",
    "letter_date": "24-01-2024",
    "reason": "Yang lama sakit.",
}
YES = {**NEWCOMER, "yes": "1"}


@pytest.fixture
def citra(sign_in, world, at):
    at(NOW)
    return sign_in(world.citra)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/peserta"


@pytest.fixture
def of_ani(url, world):
    return f"{url}/{world.ani_seat}/ganti"


def seat(app, enrolment_id: int) -> Enrolment:
    with app.app_context():
        return db.session.get_one(Enrolment, enrolment_id)


def on_list(app, world) -> list[str]:
    with app.app_context():
        return [person.name for _seat, person in trainees(world.training_id)]


def changes(app) -> list[SeatChange]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SeatChange).order_by(SeatChange.id)))


def text(answer, status=200):
    page = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == status, page
    return page


def test_newcomer_is_shown_before_anything_is_written(app, world, citra, of_ani):
    before = on_list(app, world)
    assert "Ganti Ani Rahmawati" in text(citra.get(of_ani))
    page = text(citra.post(of_ani, NEWCOMER))
    assert "Periksa sebelum disimpan" in page
    assert "Gina Rahmah, S.Sos." in page
    assert "800/12/Dinsos, 24 Januari 2024" in page
    assert (on_list(app, world), changes(app)) == (before, [])


def test_substitute_takes_the_seat_and_nothing_else(app, world, citra, of_ani):
    old = seat(app, world.ani_seat)
    answer = citra.post(of_ani, YES)
    assert answer.status_code == 303
    assert "Ani Rahmawati" not in on_list(app, world)
    assert "Gina Rahmah, S.Sos." in on_list(app, world)
    (change,) = changes(app)
    new = seat(app, change.joined_id)
    assert answer.location.endswith(f"/slip/{new.id}")
    assert (new.element, new.region_code) == (old.element, old.region_code)
    assert new.id != old.id
    assert seat(app, world.ani_seat).withdrawn_at == NOW
    assert (change.kind, change.left_id) == (SeatChangeKind.SUBSTITUTE, world.ani_seat)
    assert (change.letter_number, change.reason) == ("800/12/Dinsos", "Yang lama sakit.")
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert db.session.get_one(Person, new.person_id).slip_expires_at is not None
    assert actions[-3:] == ["enrolment.withdrawn", "enrolment.added", "seat.changed"]


def test_replaced_person_loses_the_training_but_no_record(app, world, citra, of_ani, sign_in):
    assert sign_in(world.ani).get(f"/pelatihan/{world.code}").status_code == 200
    citra.post(of_ani, YES)
    assert sign_in(world.ani).get(f"/pelatihan/{world.code}").status_code == 404
    assert seat(app, world.ani_seat).person_id == world.ani


def test_pressing_twice_replaces_once(app, world, citra, of_ani):
    citra.post(of_ani, YES)
    again = citra.post(of_ani, YES, follow_redirects=True)
    assert "sudah digantikan oleh Gina Rahmah, S.Sos." in text(again)
    assert len(changes(app)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nama_lengkap": ""}, "Wajib diisi"),
        ({"nama_lengkap": "-"}, "Wajib diisi"),
        ({"nip": "123"}, "NIP"),
        ({"nik": "12345"}, "NIK"),
        ({"email": "bukan surel"}, "surel"),
        ({"letter_number": ""}, "Tulis nomor suratnya."),
        ({"letter_date": ""}, "Tulis tanggal surat"),
        ({"letter_date": "kemarin"}, "Tulis tanggal surat"),
        ({"letter_date": "26-01-2024"}, "sampai hari ini"),
        ({"letter_date": "24-01-0024"}, "sampai hari ini"),
        ({"reason": " "}, "Tulis alasannya."),
        ({"no_hp": "0812-0000-0001"}, "Nomor ini sudah tercatat atas nama orang lain"),
    ],
)
def test_bad_input_names_its_field_and_writes_nothing(app, world, citra, of_ani, wrong, words):
    page = text(citra.post(of_ani, {**YES, **wrong}), 422)
    assert words.lower() in page.lower()
    assert 'value="800/12/Dinsos"' in page or "letter_number" in wrong, "what was typed stays"
    assert changes(app) == []


def test_who_is_on_the_list_already_or_is_replaced_cannot_be_the_substitute(
    app, world, citra, of_ani
):
    with app.app_context():
        ani = db.session.get_one(Person, world.ani)
        agus = db.session.get_one(Person, world.agus)
        same = {**YES, "nama_lengkap": ani.name, "no_hp": ani.phone}
        listed = {**YES, "nama_lengkap": agus.name, "no_hp": agus.phone}
    assert "orang yang sama" in text(citra.post(of_ani, same), 422)
    assert "sudah ada dalam daftar" in text(citra.post(of_ani, listed), 422)
    assert changes(app) == []


def test_known_person_is_named_before_and_keeps_the_account(app, world, citra, of_ani):
    known = factories.make_person(app, "Gina Rahmah", phone="081299990001")
    page = text(citra.post(of_ani, NEWCOMER | {"nama_lengkap": "Gina Rahmah"}))
    assert "Nomornya sudah dikenal sebagai Gina Rahmah." in page
    citra.post(of_ani, YES | {"nama_lengkap": "Gina Rahmah"})
    assert seat(app, changes(app)[0].joined_id).person_id == known


def test_who_comes_after_the_first_day_is_warned_about_the_rule(world, citra, of_ani, at, sign_in):
    warning = "Hari pertama sudah lewat."
    assert warning not in text(citra.get(of_ani))
    at(DAY_2)
    assert warning in text(sign_in(world.citra).get(of_ani))


def test_mistake_is_taken_back_and_stays_on_record(app, world, citra, url, of_ani):
    citra.post(of_ani, YES)
    first = changes(app)[0]
    address = f"{url}/pergantian/{first.id}/batalkan"
    assert "Kembalikan Ani Rahmawati?" in text(citra.get(address))
    assert "Tulis alasannya." in text(citra.post(address, {"reason": ""}), 422)
    assert citra.post(address, {"reason": "Salah orang."}).status_code == 303
    assert "Ani Rahmawati" in on_list(app, world)
    assert "Gina Rahmah, S.Sos." not in on_list(app, world)
    page = text(citra.get(url))
    assert "Ani Rahmawati kembali; penggantian oleh Gina Rahmah, S.Sos. dibatalkan" in page
    assert "Batalkan penggantian" not in page
    second = changes(app)[1]
    assert (second.joined_id, second.left_id) == (world.ani_seat, first.joined_id)
    assert seat(app, world.ani_seat).withdrawn_at is None
    assert citra.post(address, {"reason": "Lagi."}).status_code == 404


def test_history_stands_on_the_page_and_in_the_download(world, citra, url, of_ani):
    citra.post(of_ani, YES)
    page = text(citra.get(url))
    assert "menggantikan Ani Rahmawati" in page
    assert "surat 800/12/Dinsos tanggal 24 Januari 2024" in page
    assert "Batalkan penggantian" in page
    book = openpyxl.load_workbook(io.BytesIO(citra.post(f"{url}/unduh").data))
    rows = list(book["Pergantian"].values)
    assert rows[-1][1:4] == ("Gina Rahmah, S.Sos.", "Ani Rahmawati", "800/12/Dinsos")


def test_old_file_does_not_bring_the_replaced_back(app, world, citra, url, of_ani):
    citra.post(of_ani, YES)
    with app.app_context():
        ani = db.session.get_one(Person, world.ani)
        old = seat(app, world.ani_seat)
        row = f"{ani.name},{old.element},{old.region_code},{ani.phone}"
    content = f"nama_lengkap,unsur_peserta,kode_wilayah,no_hp\n{row}\n".encode()
    answer = send(citra, url, content)
    page = text(citra.get(answer.location))
    assert "Sudah digantikan oleh Gina Rahmah, S.Sos." in page
    citra.post(answer.location, {"only_valid": "y"})
    assert "Ani Rahmawati" not in on_list(app, world)


def test_who_was_replaced_by_somebody_who_left_can_come_back(app, world, citra, url, of_ani):
    citra.post(of_ani, YES)
    joined = changes(app)[0].joined_id
    citra.post(f"{url}/{joined}/keluarkan", {"reason": "Salah orang."})
    assert "Batalkan penggantian" not in text(citra.get(url))
    old = seat(app, world.ani_seat)
    row = f"Ani Rahmawati,{old.element},{old.region_code},081200000001"
    content = f"nama_lengkap,unsur_peserta,kode_wilayah,no_hp\n{row}\n".encode()
    citra.post(send(citra, url, content).location, {})
    assert "Ani Rahmawati" in on_list(app, world)


def test_walk_in_takes_an_empty_seat(app, world, citra, url):
    address = f"{url}/tambah"
    assert "Kabupaten Tapin: Pendamping sosial" in text(citra.get(address))
    form = YES | {"seat": "63.05|pendamping_sosial"}
    assert "Periksa sebelum disimpan" in text(
        citra.post(address, NEWCOMER | {"seat": form["seat"]})
    )
    assert citra.post(address, form).status_code == 303
    (change,) = changes(app)
    assert (change.kind, change.left_id) == (SeatChangeKind.WALK_IN, None)
    assert seat(app, change.joined_id).region_code == "63.05"
    assert "datang langsung" in text(citra.get(url))
    other = form | {"nama_lengkap": "Hadi Saputra", "no_hp": "081299990002"}
    taken = text(citra.post(address, other), 422)
    assert "Kursi ini sudah terisi: 1 orang untuk 1 kursi." in taken
    assert len(changes(app)) == 1


@pytest.mark.parametrize("chosen", ["", "63.05", "99.99|pendamping_sosial", "63.05|tamu"])
def test_seat_that_is_none_is_refused(app, citra, url, chosen):
    assert citra.post(f"{url}/tambah", YES | {"seat": chosen}).status_code == 422
    assert changes(app) == []


def test_closed_training_changes_no_more(app, world, citra, of_ani, url):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = NOW
    assert "sudah ditutup" in citra.post(of_ani, YES).get_data(as_text=True)
    assert "sudah ditutup" in citra.post(
        f"{url}/tambah", YES | {"seat": "63.05|pendamping_sosial"}
    ).get_data(as_text=True)
    assert changes(app) == []


@pytest.mark.parametrize("path", ["/tambah", "/{seat}/ganti", "/pergantian/1/batalkan"])
def test_only_organisers_change_seats(sign_in, world, citra, url, of_ani, path):
    citra.post(of_ani, YES)
    address = url + path.format(seat=world.agus_seat)
    assert citra.get(address).status_code == 200
    assert sign_in(world.dewi).get(address).status_code == 404
    for person in (world.agus, world.budi, world.eko):
        assert sign_in(person).get(address).status_code == 403
        assert sign_in(person).post(address, YES).status_code == 403


def test_staff_cannot_become_trainees(app, world, citra, of_ani):
    with app.app_context():
        budi = db.session.get_one(Person, world.budi)
        roles = db.session.scalars(
            sa.select(Enrolment.role).where(Enrolment.person_id == budi.id)
        ).all()
        with transaction():
            budi.phone = "081200000003"
        form = YES | {"nama_lengkap": budi.name, "no_hp": budi.phone}
    assert roles == [Role.TRAINER]
    assert "bertugas dalam pelatihan ini" in text(citra.post(of_ani, form), 422)
