"""One training in full swing: day 2, the final test is open, every state of every list occurs.

It is made once for all browser tests: by the loader, the roster and the services that the
routes use, so that what the pages show is what those would have stored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from certificates.pack.models import Pack
from courses.authoring.confirmations import key_of
from courses.handouts import queries as handouts
from courses.handouts.services import ask_for
from courses.roster import seats
from courses.roster.columns import Column
from courses.roster.models import SeatChange
from courses.roster.typed import read_typed
from courses.sample import FOLDER, make_sample
from courses.timetable import feeds
from courses.trainings.models import Element, Enrolment, Role, ScheduleItem, Training
from lms import clock, jobs, uploads
from lms.db import db, transaction
from lms.people import services as people
from lms.people.models import DataNotice, Person
from lms.people.queries import notice_in_force
from tests import factories
from tests.browser import (
    correcting,
    doings,
    essays,
    evaluating,
    excusing,
    marking_twice,
    observing,
    printing,
    reporting,
    room,
    sheets,
    signing,
)
from tests.browser.doings import (
    ATTENDED,
    CODE,
    DONE,
    ELIGIBLE,
    EMPTY,
    FRESH,
    FRESH_START,
    LONG_NAME,
    NO_SLIP,
    NOW,
    REPLACED,
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
        excusing.ask(live, training)
        sheets.sign_on_paper(live, training)
        doings.write_plans(live, training)
        doings.sit(live, training)
        correcting.cancel(live, training)
        doings.grade(live, training)
        observing.watch(live, training)
        marking_twice.mark_twice(live, training)
        essays.hand_in(live, training)
        room.look_after(live, training)
        printing.key_sheets(live, training)
        evaluating.answer(live, training)
        reporting.report(live)
        evaluating.name(live, training)
    clock.use(lambda: NOW)
    certificates = doings.decide_and_issue(live, training_id)
    with live.app.app_context():
        doings.certify(live, certificates)
        _bring_a_file(live, training_id)
        _replace_somebody(live, training_id)
        _ask_for_handouts(live, training_id)
        _ask_for_a_pack(live, training_id)
    _make_empty(live)
    signing.wait_for_signatures(live)


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
        "hadir": trainees[ATTENDED],
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
        "confirm": key_of(training.confirm[0]),
        "seat": str(live.seats[TRAINEE]),
        "line": str(db.session.scalar(sa.select(sa.func.min(ScheduleItem.id)))),
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


def _replace_somebody(live: Live, training_id: int) -> None:
    """One who never came sent a colleague."""
    training = db.session.get_one(Training, training_id)
    left = live.seats[REPLACED]
    seat = db.session.get_one(Enrolment, left)
    texts = {Column.NAME: "Gina Rahmah, S.Sos.", Column.POSITION: "Pendamping sosial"}
    assert seat.element is not None
    reading = read_typed(
        texts, element=seat.element, region=seat.region_code or "", today=NOW.date()
    )
    letter = seats.Letter("800/12/Dinsos", NOW.date(), "Yang lama sakit.")
    change = seats.Change(live.people["organiser"], clock.now(), 14)
    with transaction():
        feeds.make_address(
            training, live.seats[TRAINEE], actor_id=live.people["peserta"], at=clock.now()
        )
        seats.replace(training, left, reading.participants[0], letter, change)
    live.places["change"] = str(db.session.scalar(sa.select(sa.func.max(SeatChange.id))))


def _ask_for_handouts(live: Live, training_id: int) -> None:
    """One file is made and another waits."""
    training = db.session.get_one(Training, training_id)
    for name in ("buku.epub", "buku.pdf"):
        pieces = handouts.pieces_of(training, "http://localhost", NOW)
        piece = next(piece for piece in pieces if piece.name == name)
        with transaction():
            ask_for(piece, training_id=training_id, actor_id=live.people["organiser"], at=NOW)
        if name == "buku.epub":
            jobs.run_due()


def _ask_for_a_pack(live: Live, training_id: int) -> None:
    """One that is made, as its page lists it."""
    with transaction():
        pack = Pack(
            training_id=training_id, asked_by_id=live.people["organiser"], asked_at=NOW,
            made_at=NOW, size=4_200_000, sha256="ab" * 32,
            contents=[
                {"name": name, "size": 9, "sha256": "cd" * 32}
                for name in ("7-keputusan/berita-acara.pdf", "Laporan pertanggungjawaban.pdf")
            ],
        )  # fmt: skip
        db.session.add(pack)


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
        live.places[name] = uploads.keep(
            f"{place}:{training_id}", content, f"daftar-{name}.txt",
            actor_id=live.people["organiser"],
        )  # fmt: skip


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
