"""The name that will be printed: confirmed as it stands, or corrected by an organiser's word."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.naming.models import NameConfirmation, NameRequest
from courses.naming.queries import unconfirmed
from courses.naming.rules import State, state_of
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories

HOME = "/pelatihan/bimtek-uji"
OWN, ALL = f"{HOME}/nama", f"{HOME}/peserta/nama"
NOW = factories.wita(factories.DAY_1, "09.00")
ANI, WANTED = "Ani Rahmawati", "Ani Rahmawati, S.Sos., M.Si."


@pytest.fixture
def world(app, at):
    at(NOW)
    return factories.make_world(app)


def text(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def rows(app, table):
    with app.app_context():
        return list(db.session.scalars(sa.select(table).order_by(table.id)))


def name_of(app, person_id) -> str:
    with app.app_context():
        return db.session.get_one(Person, person_id).name


def ask(browser, wanted=WANTED, note="Menurut ijazah"):
    return browser.post(f"{OWN}/koreksi", {"wanted": wanted, "note": note})


def answer(app, office, verdict="terima", reason="", wanted=WANTED):
    request = rows(app, NameRequest)[-1]
    fields = {"wanted": wanted, "verdict": verdict, "answer": reason}
    return office.post(f"{ALL}/{request.id}", fields)


@pytest.mark.parametrize(
    ("confirmed", "waiting", "refused", "state"),
    [
        (None, False, False, State.OPEN),
        ("Ani", False, False, State.CONFIRMED),
        ("Ani R.", False, False, State.OPEN),
        ("Ani", True, False, State.WAITING),
        ("Ani", False, True, State.REFUSED),
        (None, False, True, State.REFUSED),
    ],
)
def test_states_of_ani(confirmed, waiting, refused, state):
    assert state_of("Ani", confirmed, is_waiting=waiting, was_refused=refused) is state


def test_a_name_that_is_right_is_confirmed_as_it_stands(app, world, sign_in):
    ani = sign_in(world.ani)
    assert ANI in text(ani.get(OWN))
    assert "Periksa nama yang akan tercetak" in text(ani.get(HOME))
    assert ani.post(f"{OWN}/benar", {"shown": ANI}).status_code == 303
    assert "Anda sudah menyatakan nama ini benar" in text(ani.get(OWN))
    (row,) = rows(app, NameConfirmation)
    assert (row.enrolment_id, row.name) == (world.ani_seat, ANI)
    with app.app_context():
        assert unconfirmed(world.training_id) == {world.agus_seat}


def test_a_name_that_was_changed_meanwhile_is_read_again(app, world, sign_in):
    ani = sign_in(world.ani)
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).name = WANTED
    refused = ani.post(f"{OWN}/benar", {"shown": ANI})
    assert refused.status_code == 409
    assert "baru saja diubah panitia" in text(refused)
    assert rows(app, NameConfirmation) == []


def test_a_later_change_of_the_name_asks_again(app, world, sign_in):
    ani = sign_in(world.ani)
    ani.post(f"{OWN}/benar", {"shown": ANI})
    with app.app_context():
        with transaction():
            db.session.get_one(Person, world.ani).name = WANTED
        assert world.ani_seat in unconfirmed(world.training_id)


def test_an_accepted_correction_is_the_name_and_confirmed(app, world, sign_in, at):
    ani, office = sign_in(world.ani), sign_in(world.citra)
    assert ask(ani).status_code == 303
    assert "menunggu jawaban panitia" in text(ani.get(OWN))
    assert name_of(app, world.ani) == ANI
    page = text(office.get(ALL))
    assert WANTED in page
    assert "Menurut ijazah" in page
    assert "1 koreksi nama menunggu jawaban" in text(office.get(HOME))
    at(NOW + timedelta(minutes=5))
    assert answer(app, office).status_code == 303
    assert name_of(app, world.ani) == WANTED
    assert "Anda sudah menyatakan nama ini benar" in text(sign_in(world.ani).get(OWN))
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "name.corrected")
        ).one()
        assert (entry.actor_id, entry.details["before"]) == (world.citra, ANI)


def test_a_refused_one_needs_a_reason_that_is_read(app, world, sign_in):
    ani, office = sign_in(world.ani), sign_in(world.citra)
    ask(ani)
    silent = answer(app, office, "tolak")
    assert silent.status_code == 422
    assert "Tulis alasan penolakan." in text(silent)
    answer(app, office, "tolak", "Ijazah belum dilampirkan.")
    assert name_of(app, world.ani) == ANI
    assert "Ijazah belum dilampirkan." in text(ani.get(OWN))
    ani.post(f"{OWN}/benar", {"shown": ANI})
    assert "Anda sudah menyatakan nama ini benar" in text(ani.get(OWN))


def test_asked_again_it_replaces_what_waits_and_an_old_answer_is_stale(app, world, sign_in):
    ani, office = sign_in(world.ani), sign_in(world.citra)
    ask(ani)
    ask(ani, "Hj. Ani Rahmawati")
    assert len(rows(app, NameRequest)) == 1
    stale = answer(app, office, wanted=WANTED)
    assert stale.status_code == 409
    assert name_of(app, world.ani) == ANI


def test_answered_twice_is_answered_once(app, world, sign_in):
    ani, office = sign_in(world.ani), sign_in(world.citra)
    ask(ani)
    answer(app, office)
    answer(app, office, "tolak", "Tidak jadi.")
    assert name_of(app, world.ani) == WANTED
    assert rows(app, NameRequest)[0].is_accepted is True


def test_taking_a_correction_back_is_confirming_the_name(app, world, sign_in):
    ani = sign_in(world.ani)
    ask(ani)
    ani.post(f"{OWN}/benar", {"shown": ANI})
    assert "Anda sudah menyatakan nama ini benar" in text(ani.get(OWN))
    assert "Tidak ada." in text(sign_in(world.citra).get(ALL))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("", "Tulis nama yang benar."),
        (ANI, "Nama ini sama dengan yang tertulis sekarang."),
        ("12345", "Nama harus memuat huruf"),
        ("A" * 201, "Nama lebih panjang dari"),
    ],
)
def test_what_is_no_name_is_told(app, world, sign_in, wanted, message):
    refused = ask(sign_in(world.ani), wanted)
    assert refused.status_code == 422
    assert message in text(refused)
    assert rows(app, NameRequest) == []


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("dewi", OWN, 404), ("dewi", ALL, 404), ("citra", OWN, 403), ("ani", ALL, 403),
        ("budi", ALL, 403), ("eko", ALL, 403),
    ],
)  # fmt: skip
def test_who_may_not(world, sign_in, who, path, status):
    assert sign_in(getattr(world, who)).get(path).status_code == status


def test_another_training_s_request_is_not_found(app, world, sign_in):
    ask(sign_in(world.ani))
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, other, world.citra, factories.Role.ORGANISER)
    request = rows(app, NameRequest)[0]
    office = sign_in(world.citra)
    url = f"/pelatihan/bimtek-lain/peserta/nama/{request.id}"
    fields = {"wanted": WANTED, "verdict": "terima", "answer": ""}
    assert office.post(url, fields).status_code == 404
    assert name_of(app, world.ani) == ANI


def test_a_waiting_correction_keeps_the_class_open(app, world, sign_in):
    ask(sign_in(world.ani))
    assert "Koreksi nama belum dijawab" in text(sign_in(world.citra).get(f"{HOME}/tutup"))


def test_in_a_closed_training_the_name_is_only_read(app, world, sign_in):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = NOW
    ani = sign_in(world.ani)
    assert "Kirim koreksi" not in text(ani.get(OWN))
    assert ask(ani).status_code == 409
