"""The two days of the sample training, played by 34 invented trainees and the office.

Most of them do everything. Those who do not are here on purpose, so that every reason for "not
yet competent" and every correction is seen once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app

from certificates.rehearsal.browser import Browser
from certificates.rehearsal.office import Organiser, Trainer, verify
from certificates.rehearsal.report import Summary, summarise
from certificates.rehearsal.stage import Say, Stage, open_stage
from certificates.rehearsal.trainees import Trainee
from courses.sample import CODE, FOLDER, STAFF
from courses.trainings.cli import load_folder
from courses.trainings.models import Role, Training
from courses.trainings.staffing import give_role
from lms import clock
from lms.config import Settings
from lms.db import db, transaction
from lms.people import identity
from lms.people.services import add_person, prepare_slip

SLIGHTLY_LATE, VERY_LATE, FORGETFUL, ONE_DAY = 4, 9, 14, 19
SECOND_TRY, NEVER_PASSES, NO_PLAN, VAGUE_PLAN, NO_SELF_STUDY = 7, 12, 23, 26, 30
EVALUATE_SPEAKER = 6  # how many also say something of a speaker
PAPERS = (
    ("kehadiran", "hadir.xlsx"),
    ("kehadiran", "hadir.pdf"),
    ("keputusan", "keputusan/berita-acara.pdf"),
)
MODULE_QUIZZES = tuple(f"kuis-ps-{number:02d}" for number in range(1, 8))


@dataclass
class Cast:
    """Everyone of the rehearsal; trainees in the order of the roster, from 0."""

    organiser: Organiser
    trainer: Trainer
    trainees: list[Trainee] = field(default_factory=list)

    def others(self, *places: int) -> list[Trainee]:
        return [person for place, person in enumerate(self.trainees) if place not in places]


def rehearse(
    app: Flask, folder: Path, say: Say, quizzes: tuple[str, ...] = MODULE_QUIZZES
) -> Summary:
    """Play everything on an empty database; leave the papers in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with open_stage(app, CODE, say) as stage:
        cast = prepare(stage, folder)
        before(stage, cast)
        first_day(stage, cast, quizzes)
        second_day(stage, cast, quizzes)
        grade(stage, cast)
        conclude(stage, cast, folder)
        summary = summarise(stage)
    (folder / "ringkasan.txt").write_text(str(summary))
    return summary


def prepare(stage: Stage, folder: Path) -> Cast:
    """The console loads the training and names the staff; the organiser does the rest."""
    with stage.app.app_context():
        training = load_folder(FOLDER)
        stage.days = (training.first_day, training.last_day)
        stage.at(training.first_day - timedelta(days=7), "09.00")
        _name_staff(training)
    organiser = Organiser(stage, stage.staff(Role.ORGANISER))
    organiser.activate()
    organiser.bring_in(FOLDER / "roster.csv")
    organiser.keep("slip.pdf", folder / "slip.pdf")
    trainer = Trainer(stage, stage.staff(Role.TRAINER))
    trainer.activate()
    cast = Cast(organiser, trainer, [Trainee(stage, seat) for seat in stage.seats()])
    stage.done(f"pelatihan dimuat, {len(cast.trainees)} peserta diimpor, slip dicetak")
    return cast


def _name_staff(training: Training) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    training_id = training.id
    at = clock.now()
    with transaction():
        training = db.session.scalars(sa.select(Training).filter_by(id=training_id)).one()
        for role, name in STAFF:
            person = add_person(name, identity.name_key(name), at=at)
            prepare_slip(person, at=at, days=settings.slip_days)
            give_role(training, person.id, role, actor_id=None, at=at)


def before(stage: Stage, cast: Cast) -> None:
    """At home: activate the slip, agree to the data notice, read the self-study module."""
    stage.at(stage.days[0] - timedelta(days=1), "19.30")
    for trainee in cast.trainees:
        trainee.activate()
        trainee.confirm_name()
    for trainee in cast.others(NO_SELF_STUDY):
        trainee.read("PS-00")
    stage.done("slip diaktifkan, nama diperiksa, pemberitahuan data disetujui, PS-00 dibaca")


def first_day(stage: Stage, cast: Cast, quizzes: tuple[str, ...]) -> None:
    day, trainer = stage.days[0], cast.trainer
    stage.at(day, "07.50")
    trainer.sign_in()
    code = trainer.shown_code("h1-pagi")
    for trainee in cast.others(SLIGHTLY_LATE, VERY_LATE, FORGETFUL):
        trainee.sign_in()
        trainee.check_in(code)
    stage.at(day, "08.10")
    _arrive(stage, cast, SLIGHTLY_LATE, "h1-pagi")
    forgetful = cast.trainees[FORGETFUL]
    trainer.mark("h1-pagi", forgetful.seat.enrolment_id, "present", "Ponsel tertinggal di kamar")
    stage.at(day, "08.15")
    trainer.open_quiz("tes-awal")
    forgetful.sign_in()
    for place, trainee in enumerate(cast.trainees):
        if place != VERY_LATE:
            trainee.sit("tes-awal", 35 + place % 30)
    stage.at(day, "08.46")
    trainer.close_quiz("tes-awal")
    stage.at(day, "10.40")
    _arrive(stage, cast, VERY_LATE, "h1-pagi")
    _read(cast, "PS-01", "PS-02")
    stage.done("hari 1 pagi: kehadiran, tes awal, modul")
    stage.at(day, "13.40")
    _all_check_in(cast, "h1-siang")
    stage.at(day, "17.16")
    _read(cast, "PS-03", "PS-04")
    _sit_all(cast, [quiz for quiz in quizzes if quiz <= "kuis-ps-04"])
    stage.done("hari 1 siang: kehadiran, modul, kuis")


def _arrive(stage: Stage, cast: Cast, place: int, meeting: str) -> None:
    trainee = cast.trainees[place]
    trainee.sign_in()
    trainee.check_in(cast.trainer.shown_code(meeting))


def _all_check_in(cast: Cast, meeting: str, *absent: int) -> None:
    code = cast.trainer.shown_code(meeting)
    for trainee in cast.others(*absent):
        trainee.check_in(code)


def _read(cast: Cast, *modules: str) -> None:
    for trainee in cast.trainees:
        for module in modules:
            trainee.read(module)


def _sit_all(cast: Cast, quizzes: list[str], *absent: int) -> None:
    for quiz in quizzes:
        cast.trainer.open_quiz(quiz)
        for place, trainee in enumerate(cast.trainees):
            if place not in absent:
                trainee.sit(quiz, 70 + place % 31)


def second_day(stage: Stage, cast: Cast, quizzes: tuple[str, ...]) -> None:
    day, trainer = stage.days[1], cast.trainer
    stage.at(day, "07.50")
    for person in (trainer, *cast.others(ONE_DAY)):
        person.sign_in()
    _all_check_in(cast, "h2-pagi", ONE_DAY)
    stage.at(day, "13.45")
    _sit_all(cast, [quiz for quiz in quizzes if quiz > "kuis-ps-04"], ONE_DAY)
    _all_check_in(cast, "h2-siang", ONE_DAY)
    for place, trainee in enumerate(cast.trainees):
        if place != ONE_DAY:
            trainer.observe(trainee.seat.enrolment_id, "34"[place % 2])
    stage.at(day, "15.30")
    trainer.open_quiz("tes-akhir")
    for place, trainee in enumerate(cast.trainees):
        if place != ONE_DAY:
            weak = place in {SECOND_TRY, NEVER_PASSES}
            trainee.sit("tes-akhir", 50 if weak else 75 + place % 26)
    cast.trainees[SECOND_TRY].sit("tes-akhir", 80)
    cast.trainees[NEVER_PASSES].sit("tes-akhir", 60)
    stage.done("hari 2: kehadiran, kuis, praktik diamati, tes akhir dan ulangannya")
    stage.at(day, "16.40")
    for place, trainee in enumerate(cast.trainees):
        if place != ONE_DAY:
            trainee.sign_commitment()
            trainee.evaluate("34"[place % 2], about=2 if place < EVALUATE_SPEAKER else 1)
            if place != NO_PLAN:
                trainee.hand_in_plan(vague=place == VAGUE_PLAN)
    stage.at(day, "17.05")
    for meeting in ("h2-pagi", "h2-siang"):
        trainer.mark_rest_absent(meeting)
    stage.done("komitmen, evaluasi, rencana kerja dikumpulkan, kehadiran ditutup")


def grade(stage: Stage, cast: Cast) -> None:
    """The next morning: one plan goes back, comes again and is accepted."""
    vague = cast.trainees[VAGUE_PLAN]
    stage.at(stage.days[1] + timedelta(days=1), "08.30")
    for person in (cast.trainer, vague):
        person.sign_in()
    comment = "Tulis tujuan yang terukur: berapa KPM, di mana, sampai kapan."
    cast.trainer.grade_waiting("2", comment=comment, only=vague.seat.name)
    cast.trainer.grade_waiting("4")
    vague.hand_in_plan()
    cast.trainer.grade_waiting("3")
    stage.done("rencana kerja dinilai, satu dikembalikan lalu diterima")


def conclude(stage: Stage, cast: Cast, folder: Path) -> None:
    """The Dinsos decides, issues, hands out, and takes one back."""
    organiser = cast.organiser
    stage.at(stage.days[1] + timedelta(days=1), "10.00")
    organiser.sign_in()
    competent = organiser.decide_ready()
    for place in (ONE_DAY, NEVER_PASSES, NO_PLAN, NO_SELF_STUDY):
        organiser.decide_not_yet(cast.trainees[place].seat.enrolment_id, "")
    organiser.issue()
    stage.done(f"{competent} diputuskan kompeten, sertifikat dan surat keterangan terbit")
    stage.work()
    stage.done("berkas sertifikat dibuat")
    for name in ("register.zip", "register.xlsx", "nilai.xlsx"):
        organiser.keep(name, folder / name)
    for page, action in PAPERS:
        organiser.press(page, f"/{action}", folder / action.rpartition("/")[2])
    stranger = Browser(stage.address)
    words = {verify(stranger, proof) for proof in organiser.proofs()}
    proof = organiser.revoke_first("Latihan pencabutan: data peserta keliru.")
    stage.done(f"diverifikasi orang luar: {', '.join(sorted(words))}; lalu satu dicabut")
    stage.say(f"         {proof} sekarang: {verify(stranger, proof)}")
    organiser.close_evaluation()
    organiser.close_class()
    organiser.ask_for_the_pack()
    stage.work()
    organiser.press("arsip", "/arsip/", folder / "arsip.zip")
    stage.done("evaluasi dan pelatihan ditutup, arsip dibuat")
