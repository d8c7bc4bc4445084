"""Brings trainees of the small world all the way to "competent", through the services."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from certificates.decisions import evidence, services
from certificates.decisions.eligibility import Evidence
from certificates.decisions.models import Decision, Verdict
from certificates.register import services as register
from courses.attendance.models import AttendanceMark, Source, Status
from courses.catalogue.models import Module
from courses.fieldwork.models import Commitment, PlanState, PlanSubmission, WorkPlan
from courses.trainings.models import Enrolment, Meeting, ModuleReading, Role, Training
from lms import jobs
from lms.db import db, transaction
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.bank.models import Quiz, QuizKind
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from tests.factories import World

AT = datetime(2024, 2, 2, 2, 0, tzinfo=UTC)
CERTIFICATE = {
    "title": "SERTIFIKAT KOMPETENSI",
    "heading": ["PEMERINTAH PROVINSI KALIMANTAN SELATAN", "DINAS SOSIAL"],
    "statement": "dinyatakan kompeten sebagai Pendamping Sosial",
    "number_pattern": "{klasifikasi}/{urut:04}/{instansi}/{kode}/{bulan_romawi}/{tahun}",
    "classification": "800.2",
    "institution": "Dinsos",
    "event_code": "UJI",
    "series": "uji",
    "place": "Banjarmasin",
    "signatory": {
        "name": "Gunawan Contoh", "front_title": "Drs.", "back_title": "M.Si.",
        "rank": "Pembina Utama Muda", "post": "Kepala Dinas Sosial", "acting": True,
    },
}  # fmt: skip

EVIDENCE = Evidence(
    attended_minutes=810, lesson_minutes=810, days_present=2, days=2, unmarked_meetings=0,
    pre_test=4000, post_test=8000, module_scores={}, work_plan=8500, work_plan_accepted=True,
    commitment_signed=True,
)  # fmt: skip

ATTENDANCE = {
    "title": "SURAT KETERANGAN MENGIKUTI PELATIHAN",
    "statement": "telah mengikuti pelatihan sebagai peserta",
    "event_code": "HADIR",
    "series": "hadir",
}


def prepare_training(app: Flask, world: World) -> None:
    """Certificate settings, a post-test and a rubric."""
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.certificate = dict(CERTIFICATE)
        db.session.add(
            Quiz(
                training_id=world.training_id, key="tes-akhir", kind=QuizKind.POSTTEST,
                position=1, title="Tes akhir", minutes=30, attempts_allowed=2, pass_mark=7000,
            )
        )  # fmt: skip
        db.session.add(
            Rubric(
                training_id=world.training_id, key="rencana-kerja", version=1, title="Rubrik",
                pass_mark=7000, content={"criteria": []}, content_hash="x", created_at=AT,
            )
        )  # fmt: skip


def prepare_settings(app: Flask, world: World, settings: dict[str, object]) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).certificate = dict(settings)


def give_attendance(app: Flask, world: World) -> None:
    """Let who is not yet competent have the certificate of attendance."""
    prepare_settings(app, world, {**CERTIFICATE, "attendance": ATTENDANCE})


def complete(
    app: Flask, world: World, *seats: int, post_test: int = 8000, unmarked: int | None = None
) -> None:
    """Give each seat everything the rules ask for; in one meeting nobody may have marked them."""
    with app.app_context(), transaction():
        for seat in seats:
            _attend(world, seat, unmarked)
            _pass(world, seat, post_test)


def _attend(world: World, seat: int, unmarked: int | None) -> None:
    for meeting in db.session.scalars(
        sa.select(Meeting).where(
            Meeting.training_id == world.training_id, Meeting.id != (unmarked or 0)
        )
    ):
        db.session.add(
            AttendanceMark(
                meeting_id=meeting.id, enrolment_id=seat, sequence=1, status=Status.PRESENT,
                arrived_at=meeting.starts_at, source=Source.CODE, recorded_by_id=world.budi,
                recorded_at=meeting.starts_at,
            )
        )  # fmt: skip
    for module in db.session.scalars(sa.select(Module).where(Module.is_self_study)):
        db.session.add(
            ModuleReading(enrolment_id=seat, module_id=module.id, version=1, finished_at=AT)
        )


def _pass(world: World, seat: int, post_test: int) -> None:
    here = world.training_id
    quiz_id = db.session.scalar(
        sa.select(Quiz.id).where(Quiz.key == "tes-akhir", Quiz.training_id == here)
    )
    rubric_id = db.session.scalar(sa.select(Rubric.id).where(Rubric.training_id == here))
    plan = WorkPlan(enrolment_id=seat, state=PlanState.ACCEPTED, content={}, saved_at=AT)
    db.session.add_all(
        [
            Attempt(
                quiz_id=quiz_id, form_id=quiz_id, enrolment_id=seat, number=1,
                paper={"questions": []}, started_at=AT, deadline_at=AT, submitted_at=AT,
                closed_by=ClosedBy.TRAINEE,
                receipt=f"R{seat}", points=post_test, out_of=10000, score=post_test,
            ),
            Commitment(
                enrolment_id=seat, version="1", html="", signed_name="x", signed_at=AT
            ),
            plan,
        ]
    )  # fmt: skip
    db.session.flush()
    submission = PlanSubmission(plan_id=plan.id, number=1, content={}, sent_at=AT)
    db.session.add(submission)
    db.session.flush()
    db.session.add(
        Assessment(
            submission_id=submission.id, rubric_id=rubric_id, assessor_id=world.budi, levels={},
            score=8500, state=AssessmentState.RELEASED, saved_at=AT, released_at=AT,
        )
    )  # fmt: skip


def decide(app: Flask, world: World, *seats: int) -> None:
    for seat in seats:
        _decide(app, world, seat, Verdict.COMPETENT, "")


def decide_not_yet(app: Flask, world: World, seat: int, note: str = "") -> None:
    _decide(app, world, seat, Verdict.NOT_YET, note)


def _decide(app: Flask, world: World, seat: int, verdict: Verdict, note: str) -> None:
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        found = evidence.gather(training, seat)
        services.decide(
            training, seat, found, services.Ruling(verdict, found.digest(), note),
            actor_id=world.citra, at=AT,
        )  # fmt: skip


def issue(app: Flask, world: World, *, at: datetime = AT, render: bool = False) -> list[int]:
    """Issue for every decision of the training; returns certificate ids."""
    with app.app_context():
        with transaction():
            training = db.session.get_one(Training, world.training_id)
            decisions = db.session.scalars(
                sa.select(Decision).join(Enrolment, Enrolment.id == Decision.enrolment_id)
                .where(Enrolment.role == Role.TRAINEE).order_by(Decision.id)
            ).all()  # fmt: skip
            issued = register.issue(
                training, decisions, public_url="http://localhost", is_specimen=True,
                actor_id=world.citra, at=at,
            )  # fmt: skip
            ids = [certificate.id for certificate in issued]
        if render:
            jobs.run_due()
    return ids


def text_of(pdf: bytes, folder: Path) -> str:
    """What a reader of the file sees."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
