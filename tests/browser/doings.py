"""What the people of the filled world did: came, read, planned, answered, were graded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from certificates.document.facts import CertificateKind
from certificates.register import queries as registered
from certificates.register import reissuing
from certificates.register import services as register
from certificates.register.models import Certificate
from courses.attendance import late_services
from courses.attendance import services as attendance
from courses.attendance.late_services import Sent
from courses.attendance.models import Source, Status
from courses.attendance.services import Hand, Proof
from courses.catalogue import services as catalogue
from courses.catalogue.queries import modules_of
from courses.fieldwork import services as fieldwork
from courses.fieldwork.rules import Activity, Plan
from courses.trainings.models import Enrolment, Meeting, Training
from lms import jobs
from lms.db import db, transaction
from lms.people.models import Person
from quizzes.attempts import services as attempts
from quizzes.attempts.keeping import save_answer
from quizzes.bank.models import Quiz
from quizzes.rubrics import services as rubrics
from quizzes.rubrics.scoring import criteria_of
from quizzes.rubrics.services import Grade
from quizzes.rubrics.work import Work, work_of
from quizzes.supervision.services import close_quiz
from tests import factories
from tests.certificates import making
from tests.factories import WITA, World

CODE = "bimtek-ps-2024"
EMPTY, FRESH_START = "bimtek-kosong", "bimtek-baru"
NOW = datetime(2024, 2, 1, 15, 40, tzinfo=WITA)
LONG_NAME = "Dr. Hj. Noor Rahmatillah Syahrina Kusumawardhani-Purnamaningsih, S.Sos., M.Si., M.A.P."
# What each seat has done, by its place in the roster; the others did what most do.
DONE, REVOKED, ELIGIBLE, GRADED = range(4, 8), 7, range(8, 11), range(11, 16)
ATTENDED = GRADED[2]
TRAINEE, RETURNED, ABSENT, SITTING, FRESH, REPLACED, NO_SLIP = 16, 17, 18, 19, 20, 31, 33


@dataclass
class Live:
    """Where things are: people by the names the tests use, and the pieces of addresses."""

    app: Flask
    address: str = ""
    people: dict[str, int] = field(default_factory=dict)
    seats: list[int] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.address + path.format(**self.places)


def attend(live: Live, training: Training) -> None:
    meetings = db.session.scalars(
        sa.select(Meeting).where(Meeting.training_id == training.id).order_by(Meeting.position)
    ).all()
    who = live.people["trainer"]
    with transaction():
        for place, seat in enumerate(live.seats):
            for number, meeting in enumerate(meetings):
                if number == 3 and place in {TRAINEE, SITTING, FRESH, 30, 31, 32, 33}:
                    continue
                if place == ABSENT and number in {1, 2}:
                    hand = Hand(Status.SICK, None, "Surat dokter menyusul.", expected=0)
                    attendance.mark_by_hand(meeting, seat, hand, actor_id=who, at=NOW)
                    continue
                late = timedelta(minutes=40 if place == ABSENT else place % 10)
                own = db.session.get_one(Enrolment, seat).person_id
                proof = Proof(Source.CODE, "a" * 32 if place < 2 else f"{place:032d}")
                arrived = meeting.starts_at + late
                attendance.check_in(meeting, seat, actor_id=own, at=arrived, proof=proof)
        for place, minutes in ((TRAINEE, 2), (30, 4), (31, 22), (32, 3)):
            _send_late(live, meetings[3], place, meetings[3].starts_at + timedelta(minutes=minutes))
    live.places |= {"meeting": "h2-siang", "early": "h1-pagi"}


def _send_late(live: Live, meeting: Meeting, place: int, shown: datetime) -> None:
    """A code kept without signal; one phone's clock is wrong, and one code was refused."""
    seat = live.seats[place]
    own = db.session.get_one(Enrolment, seat).person_id
    wrong = timedelta(minutes=17 if place == 31 else 0)
    sent = Sent("ABC234", shown, shown + wrong, f"{place:032d}")
    scan = late_services.receive(meeting, seat, sent, actor_id=own, at=shown + timedelta(hours=1))
    if place == 32:
        reason = "Tidak terlihat di ruangan sepanjang siang."
        late_services.refuse(scan, reason=reason, actor_id=live.people["trainer"], at=NOW)
    live.places["late" if scan.phone_at != shown else "plain_late"] = str(scan.id)


def _plan(place: int) -> Plan:
    return Plan(
        "Dua puluh keluarga penerima manfaat di dua desa menyelesaikan pembangunan tepat waktu.",
        "Pendamping memeriksa lapangan; petugas Dinas Sosial menyiapkan berkas pencairan.",
        (
            Activity(
                "Verifikasi lapangan calon penerima RS-RTLH bersama perangkat desa",
                "rs-rtlh", f"{20 + place} KPM", "Berita acara verifikasi ditandatangani",
                "Desa Awang Bangkal Barat, Kecamatan Karang Intan", "Februari sampai Maret",
            ),
            Activity(
                "Pendampingan pembukuan sederhana bagi penerima UEP Perorangan",
                "uep-p", "10 KPM", "Sepuluh buku kas terisi tiga bulan berturut-turut",
                "Kelurahan Sungai Ulin", "Maret sampai Mei", risk="Penerima pindah alamat",
            ),
        ),
    )  # fmt: skip


def write_plans(live: Live, training: Training) -> None:
    with transaction():
        for place, seat in enumerate(live.seats[:28]):
            if place in {SITTING, FRESH}:
                continue
            if place == TRAINEE:
                fieldwork.save_draft(training, seat, _plan(place), revision=0, at=NOW)
                continue
            enrolment = db.session.get_one(Enrolment, seat)
            name = db.session.get_one(Person, enrolment.person_id).name
            who = {"actor_id": enrolment.person_id, "at": NOW}
            fieldwork.send(training, seat, _plan(place), revision=0, **who)
            if place != 27:
                fieldwork.sign(training, seat, name=name, **who)
            modules = modules_of(training.curriculum_id, seat)
            for module in modules[:1] if place == RETURNED else modules:
                catalogue.finish_module(module, seat, training_id=training.id, **who)


def sit(live: Live, training: Training) -> None:
    quizzes = {
        quiz.key: quiz
        for quiz in db.session.scalars(sa.select(Quiz).where(Quiz.training_id == training.id))
    }
    opened = [*(key for key in quizzes if key.startswith("kuis")), "tes-awal", "tes-akhir"]
    with transaction():
        for key in opened[:-3] + opened[-2:]:  # the last module's quiz is still shut
            quizzes[key].opened_at, quizzes[key].closed_at = factories.BEFORE, None
        for place, seat in enumerate(live.seats[:30]):
            if place != FRESH:
                _answer(quizzes["tes-awal"], seat, right=40 + place)
            if place not in {TRAINEE, SITTING, FRESH}:
                _answer(quizzes["tes-akhir"], seat, right=45 if place == 24 else 85)
                _answer(quizzes["kuis-ps-01"], seat, right=80)
        _answer(quizzes["kuis-ps-01"], live.seats[TRAINEE], right=60)
        _answer(quizzes["kuis-ps-02"], live.seats[TRAINEE], right=100, is_submitted=False)
        close_quiz(quizzes["tes-awal"], actor_id=live.people["trainer"], at=NOW)
    live.places |= {"quiz": "kuis-ps-02", "open": "tes-akhir", "done": "kuis-ps-01"}
    live.places |= {"shut": "tes-awal", "later": opened[-3]}


def _answer(quiz: Quiz, seat: int, *, right: int, is_submitted: bool = True) -> None:
    """Answer `right` per cent of the questions rightly."""
    at = NOW - timedelta(minutes=5)
    attempt = attempts.start_attempt(quiz, seat, seed=seat, actor_id=1, at=at)
    questions = attempt.paper["questions"]
    for number, question in enumerate(questions, 1):
        wrong = [o["key"] for o in question["options"] if o["key"] not in question["correct"]]
        is_right = number * 100 <= right * len(questions)
        choices = sorted(question["correct"]) if is_right else wrong[:1]
        if is_submitted or number % 3:
            save_answer(attempt.id, number, choices, sequence=1, at=at)
    if is_submitted:
        attempts.submit_attempt(attempt.id, actor_id=1, at=NOW - timedelta(minutes=1))


def grade(live: Live, training: Training) -> None:
    works = {
        row.submission_id: row.enrolment_id
        for row in db.session.execute(
            sa.text(
                "SELECT s.id AS submission_id, p.enrolment_id AS enrolment_id FROM "
                "plan_submission s JOIN work_plan p ON p.id = s.plan_id ORDER BY s.id"
            )
        )
    }
    who = {"assessor_id": live.people["trainer"], "at": NOW}
    waiting = ""
    for submission, seat in works.items():
        place = live.seats.index(seat)
        work = work_of(training, submission)
        assert work is not None
        with transaction():
            if place in DONE or place in ELIGIBLE or place == 24:
                rubrics.release(work, _levels(work, 4, "Rapi dan terukur."), **who)
            elif place == RETURNED:
                rubrics.ask_for_revision(work, _levels(work, 2, "Tulis jumlah KPM."), **who)
                live.places["returned"] = str(submission)
            elif place in GRADED:
                rubrics.save(work, _levels(work, 4 if place % 2 else 2), **who)
            else:
                waiting = waiting or str(submission)
    live.places["submission"] = waiting


def _levels(work: Work, level: int, comment: str = "") -> Grade:
    levels = {criterion.key: level for criterion in criteria_of(work.rubric.content)}
    return Grade(levels, comment, work.rubric.id, work.revision)


def decide_and_issue(live: Live, training_id: int) -> list[int]:
    """Decide on eight; issue four, and one certificate of attendance."""
    nobody = dict.fromkeys(("ani", "agus", "budi", "dewi", "eko", "ani_seat", "agus_seat"), 0)
    citra = live.people["organiser"]
    known = World(
        code=CODE, training_id=training_id, citra=citra, meetings=(), modules=(), **nobody
    )
    making.decide(live.app, known, *(live.seats[place] for place in DONE))
    issued = making.issue(live.app, known, at=NOW)
    making.decide_not_yet(live.app, known, live.seats[ATTENDED])
    making.issue(live.app, known, at=NOW)
    making.decide(live.app, known, *(live.seats[place] for place in ELIGIBLE[:2]))
    making.decide_not_yet(live.app, known, live.seats[ATTENDED + 1])
    return issued


def certify(live: Live, issued: list[int]) -> None:
    """Render the files and revoke the last one."""
    jobs.run_due()
    certificates = [db.session.get_one(Certificate, one) for one in issued]
    with transaction():
        register.revoke(
            certificates[-1],
            reason="Nama pada sertifikat tertukar dengan peserta lain.",
            actor_id=live.people["organiser"],
            at=NOW,
        )
        copy = _correct(live, certificates[1].id)
    jobs.run_due()
    live.places |= {
        "certificate": str(certificates[0].id),
        "batch": str(certificates[0].batch_id),
        "valid": certificates[0].code,
        "replaced": certificates[1].code,
        "copy": copy.code,
        "revoked": certificates[-1].code,
        "attended": db.session.scalars(
            sa.select(Certificate.code).filter_by(kind=CertificateKind.ATTENDANCE)
        ).one(),
    }


def _correct(live: Live, certificate_id: int) -> Certificate:
    """A post that was written wrongly is put right, and its certificate printed again."""
    certificate = db.session.get_one(Certificate, certificate_id)
    db.session.get_one(Enrolment, certificate.enrolment_id).position = "Penyuluh Sosial"
    training = db.session.get_one(Training, certificate.training_id)
    entry = registered.by_id(training.id, certificate_id)
    assert entry is not None
    shown = reissuing.compose_copy(
        training, entry, code=certificate.code, public_url="http://localhost", at=NOW
    )
    return reissuing.reissue(
        training,
        entry,
        reason="Jabatan pemegang keliru.",
        shown=reissuing.digest(shown),
        actor_id=live.people["organiser"],
        public_url="http://localhost",
        at=NOW,
    )
