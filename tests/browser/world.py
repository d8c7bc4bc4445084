"""One training in full swing: day 2, the final test is open, every state of every list occurs.

It is made once for all browser tests: by the loader, the roster and the services that the
routes use, so that what the pages show is what those would have stored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from courses.sample import FOLDER, make_sample
from courses.trainings.models import Element, Enrolment, Role, Training
from lms import clock, crypto, uploads
from lms.db import db, transaction
from lms.people import services as people
from lms.people.models import DataNotice, Person
from lms.people.queries import notice_in_force
from tests import factories
from tests.browser import doings
from tests.browser.doings import (
    CODE,
    DONE,
    ELIGIBLE,
    EMPTY,
    FRESH,
    FRESH_START,
    LONG_NAME,
    NO_SLIP,
    NOW,
    RETURNED,
    REVOKED,
    SITTING,
    TRAINEE,
    Live,
)
from tests.certificates import making
from tests.factories import WITA

QUESTIONS = """$CATEGORY: Bimtek/PS-03

::Verifikasi dan validasi calon penerima manfaat di lapangan::Siapa yang memeriksa usulan? {
=Pendamping sosial ~Pemasok bahan ~%-33.33333%Penerima}

Dokumen mana yang wajib? {~%50%Kartu keluarga ~%50%Foto rumah dari empat sisi ~Kuitansi}

Pengajuan lewat {=aplikasi ~surat} dicatat <img src\\="peta.png"> setiap hari."""


def make(live: Live) -> None:
    clock.use(lambda: datetime(2024, 1, 31, 0, 0, tzinfo=WITA))
    with live.app.app_context():
        training = make_sample()
        training_id = training.id
        _name_people(live, training)
        _agree(live)
        doings.attend(live, training)
        doings.write_plans(live, training)
        doings.sit(live, training)
        doings.grade(live, training)
    clock.use(lambda: NOW)
    certificates = doings.decide_and_issue(live, training_id)
    with live.app.app_context():
        doings.certify(live, certificates)
        _bring_a_file(live, training_id)
    _make_empty(live)


def _name_people(live: Live, training: Training) -> None:
    rows = db.session.execute(
        sa.select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.training_id == training.id)
        .order_by(Enrolment.id)
    ).all()
    for enrolment, person in rows:
        if enrolment.role is Role.TRAINEE:
            live.seats.append(enrolment.id)
        else:
            live.people[enrolment.role.value] = person.id
    trainees = [person.id for enrolment, person in rows if enrolment.role is Role.TRAINEE]
    live.people |= {
        "peserta": trainees[TRAINEE],
        "lulus": trainees[DONE[0]],
        "dicabut": trainees[REVOKED],
        "dikembalikan": trainees[RETURNED],
        "duduk": trainees[SITTING],
        "baru": trainees[FRESH],
    }
    with transaction():
        db.session.get_one(Person, live.people["peserta"]).name = LONG_NAME
        expired = db.session.get_one(Person, trainees[NO_SLIP])
        expired.slip_expires_at = clock.now() - timedelta(hours=1)
        for person_id in trainees[:30]:
            if person_id != live.people["baru"]:
                active = db.session.get_one(Person, person_id)
                active.password_hash, active.slip_used_at = "not a hash", clock.now()
    code = db.session.get_one(Person, trainees[32]).slip_code
    live.places |= {
        "code": CODE,
        "empty": EMPTY,
        "fresh": FRESH_START,
        "slip": code,
        "seat": str(live.seats[TRAINEE]),
    }
    live.places |= {"new_seat": str(live.seats[32]), "decided": str(live.seats[ELIGIBLE[0]])}


def _agree(live: Live) -> None:
    """Everybody but the newcomer has seen the notice about personal data."""
    notice: DataNotice | None = notice_in_force()
    assert notice is not None
    with transaction():
        for person_id in db.session.scalars(sa.select(Person.id)):
            if person_id != live.people["baru"]:
                people.give_consent(person_id, notice, at=clock.now())


def _bring_a_file(live: Live, training_id: int) -> None:
    """Uploads that wait to be confirmed: of each kind one in order, one with faults in it."""
    good = (FOLDER / "roster.csv").read_bytes()
    bad = good.replace(b"63.02", b"63.99").replace(b"pendamping_sosial", b"pendamping", 3)
    for place, name, content in (
        ("roster", "upload", good),
        ("roster", "faulty", bad),
        ("questions", "questions", QUESTIONS.encode()),
        ("questions", "few_questions", f"{QUESTIONS}\n\nTanpa kunci {{~a ~b}}".encode()),
    ):
        key = crypto.token()
        file_key = uploads.store_file(content, key)
        with transaction():
            uploads.add_upload(
                f"{place}:{training_id}", key=key, file_key=file_key,
                file_name=f"daftar-{name}.txt", actor_id=live.people["organiser"],
                at=NOW,
            )  # fmt: skip
        live.places[name] = key


def _make_empty(live: Live) -> None:
    """A training as it stands before its people are known, with the same staff."""
    app = live.app
    training_id, _meetings, _modules = factories.make_training(app, EMPTY)
    for role in (Role.TRAINER, Role.ORGANISER, Role.SIGNATORY):
        factories.enrol(app, training_id, live.people[role.value], role)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, training_id)
        training.certificate = dict(making.CERTIFICATE)
    # Two people who have nothing yet: one has a seat, the other has not even that.
    training_id, _meetings, _modules = factories.make_training(app, FRESH_START)
    live.people["kosong"] = factories.make_person(app, "Aluh Kosong")
    factories.enrol(
        app, training_id, live.people["kosong"], Role.TRAINEE, element=Element.ASSISTANT
    )
    live.people["tamu"] = factories.make_person(app, "Utuh Belum Terdaftar")
    with app.app_context():
        notice = notice_in_force()
        assert notice is not None
        with transaction():
            for name in ("kosong", "tamu"):
                people.give_consent(live.people[name], notice, at=NOW)
