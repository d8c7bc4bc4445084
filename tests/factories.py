"""Plain functions that put a training and its people into the database, by their own contexts.

Each opens its own transaction and returns ids or detached rows. People are known by heart:
Ani and Agus are trainees, Budi trains, Citra organises, Dewi is a stranger, Eko signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from flask import Flask

from courses.catalogue.models import Curriculum, Module, ModuleVersion
from courses.trainings.models import (
    Element,
    Enrolment,
    ItemKind,
    Meeting,
    Role,
    ScheduleItem,
    Training,
)
from lms import markdown
from lms.db import db, transaction
from lms.people import passwords
from lms.people.models import Person
from lms.people.services import add_person

WITA = ZoneInfo("Asia/Makassar")
DAY_1 = date(2024, 1, 31)
DAY_2 = date(2024, 2, 1)
BEFORE = datetime(2024, 1, 20, 1, 0, tzinfo=UTC)

RULES = {
    "attendance_percent": 90,
    "both_days": True,
    "post_test": "tes-akhir",
    "post_test_pass": 7000,
    "work_plan_rubric": "rencana-kerja",
    "practice_rubric": "kunjungan-rumah",
    "work_plan_pass": 7000,
    "commitment": True,
    "work_report_days": 30,
    "excuse_letter_days": 90,
    "certificate_waits_for_report": False,
    "weights": {
        "post_test": 40, "module_quizzes": 20, "work_plan": 25, "practice": 15, "pre_test": 0,
    },
    "predicates": [
        {"title": "Sangat memuaskan", "at_least": 9001},
        {"title": "Memuaskan", "at_least": 8001},
        {"title": "Cukup memuaskan", "at_least": 7000},
        {"title": "Tidak memuaskan", "at_least": 0},
    ],
}  # fmt: skip


def wita(day: date, clock: str) -> datetime:
    """`wita(DAY_1, "09.40")` as a moment in UTC."""
    hour, minute = clock.split(".")
    return datetime.combine(day, time(int(hour), int(minute)), WITA).astimezone(UTC)


@dataclass(frozen=True)
class World:
    """Ids of a training with its known people."""

    code: str
    training_id: int
    ani: int
    agus: int
    budi: int
    citra: int
    dewi: int
    eko: int
    ani_seat: int
    agus_seat: int
    meetings: tuple[int, ...]
    modules: tuple[int, ...]


def make_person(app: Flask, name: str, *, password: str | None = None, **facts: object) -> int:
    with app.app_context():
        hashed = passwords.hash_password(password) if password else None
        with transaction():
            return _person(name, password_hash=hashed, **facts).id


def _person(name: str, **facts: object) -> Person:
    person = add_person(name, name.casefold(), at=BEFORE)
    for field, value in facts.items():
        setattr(person, field, value)
    return person


def enrol(
    app: Flask,
    training_id: int,
    person_id: int,
    role: Role,
    *,
    element: Element | None = None,
    region: str | None = None,
    institution: str = "",
) -> int:
    with app.app_context():
        with transaction():
            enrolment = Enrolment(
                training_id=training_id,
                person_id=person_id,
                role=role,
                element=element,
                region_code=region,
                institution=institution,
                created_at=BEFORE,
            )
            db.session.add(enrolment)
        return enrolment.id


def make_trainees(app: Flask, training_id: int, count: int) -> list[int]:
    """Many trainees at once, for lists; returns their enrolment ids."""
    with app.app_context():
        with transaction():
            seats = []
            for place in range(count):
                person = add_person(
                    f"Peserta Contoh {place:03d}", f"peserta {place:03d}", at=BEFORE
                )
                seat = Enrolment(
                    training_id=training_id,
                    person_id=person.id,
                    role=Role.TRAINEE,
                    element=Element.ASSISTANT,
                    region_code="63.01",
                    created_at=BEFORE,
                )
                db.session.add(seat)
                seats.append(seat)
        return [seat.id for seat in seats]


def make_world(app: Flask, *, code: str = "bimtek-uji") -> World:
    """A two-day training of four half days and three modules, with the known people."""
    district = "Dinas Sosial Kabupaten Banjar"
    with app.app_context(), transaction():
        training, meetings, modules = _training(code)
        ani = _person("Ani Rahmawati", phone="081200000001")
        agus = _person("Agus Salim", phone="081200000002")
        names = ("Budi Santoso", "Citra Lestari", "Dewi Anggraini", "Eko Prasetyo")
        budi, citra, dewi, eko = map(_person, names)
        seats = [
            Enrolment(
                training_id=training.id, person_id=person.id, role=role, created_at=BEFORE,
                element=element, region_code="63.03" if element else None,
                institution=district if element else "",
            )
            for person, role, element in (
                (ani, Role.TRAINEE, Element.ASSISTANT),
                (agus, Role.TRAINEE, Element.DISTRICT_OFFICER),
                (budi, Role.TRAINER, None),
                (citra, Role.ORGANISER, None),
                (eko, Role.SIGNATORY, None),
            )
        ]  # fmt: skip
        db.session.add_all(seats)
        db.session.flush()
        people = [person.id for person in (ani, agus, budi, citra, dewi, eko)]
        return World(
            code, training.id, *people, seats[0].id, seats[1].id,
            tuple(meeting.id for meeting in meetings), tuple(module.id for module in modules),
        )  # fmt: skip


def make_training(app: Flask, code: str) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    with app.app_context(), transaction():
        training, meetings, modules = _training(code)
        ids = tuple(meeting.id for meeting in meetings)
        return training.id, ids, tuple(module.id for module in modules)


def _training(code: str) -> tuple[Training, list[Meeting], list[Module]]:
    curriculum = Curriculum(
        code=code,
        title="Kurikulum uji",
        edition="2024",
        editions={"2024": "Edisi 2024", "2025": "Edisi 2025"},
    )
    db.session.add(curriculum)
    db.session.flush()
    training = Training(
        code=code,
        curriculum_id=curriculum.id,
        title="Bimbingan Teknis Uji",
        kind="Bimtek",
        organiser="Dinas Sosial Provinsi Kalimantan Selatan",
        venue="Aula",
        city="Banjarmasin",
        first_day=DAY_1,
        last_day=DAY_2,
        quota={
            "pendamping_sosial": {"per_region": 1},
            "petugas_dinsos_kabkota": {"per_region": 1},
            "dinsos_provinsi": {"total": 8},
        },
        regions=["63.01", "63.03"],
        rules=dict(RULES),
        certificate={},
        commitment_version="2024-1",
        commitment_html="<p>Saya bersedia.</p>",
        source={},
        content_hash="",
    )
    modules = [_module(curriculum.id, position, hours) for position, hours in enumerate((2, 4, 4))]
    db.session.add_all([training, *modules])
    db.session.flush()
    db.session.add_all(_text(module) for module in modules)
    return training, _timetable(training.id, modules), modules


def _module(curriculum_id: int, position: int, hours: int) -> Module:
    return Module(
        curriculum_id=curriculum_id,
        code=f"PS-{position:02d}",
        position=position,
        title=f"Modul uji {position}",
        lesson_hours=hours,
        is_self_study=position == 0,
    )


def _text(module: Module) -> ModuleVersion:
    text = f"## Hasil belajar\n\nIsi modul {module.position}.\n"
    return ModuleVersion(
        module_id=module.id,
        number=1,
        markdown=text,
        html=_rendered(text),
        reading_minutes=1,
        size=2400,
        content_hash=str(module.position),
        created_at=BEFORE,
    )


@cache
def _rendered(text: str) -> str:
    return markdown.render(text)


def _timetable(training_id: int, modules: list[Module]) -> list[Meeting]:
    """Day 1: PS-01 as 2 + 2 JP; day 2: PS-02 as 2 + 2 JP; each half day has 90 minutes."""
    plan = (
        ("h1-pagi", DAY_1, "08.00", "12.00", "09.00", modules[1]),
        ("h1-siang", DAY_1, "13.00", "17.00", "14.00", modules[1]),
        ("h2-pagi", DAY_2, "08.00", "12.00", "09.00", modules[2]),
        ("h2-siang", DAY_2, "13.00", "17.00", "14.00", modules[2]),
    )
    meetings = [
        Meeting(
            training_id=training_id,
            key=key,
            position=position,
            title=key,
            day=day,
            starts_at=wita(day, starts),
            ends_at=wita(day, ends),
        )
        for position, (key, day, starts, ends, _lesson, _of) in enumerate(plan)
    ]
    db.session.add_all(meetings)
    db.session.flush()
    db.session.add_all(
        ScheduleItem(
            training_id=training_id,
            meeting_id=meeting.id,
            module_id=module.id,
            day=day,
            position=meeting.position,
            starts_at=wita(day, lesson),
            ends_at=wita(day, lesson) + timedelta(minutes=90),
            title=module.title,
            kind=ItemKind.LESSON,
            lesson_hours=2,
        )
        for meeting, (_key, day, _starts, _ends, lesson, module) in zip(meetings, plan, strict=True)
    )
    return meetings


def person(app: Flask, person_id: int) -> Person:
    with app.app_context():
        return db.session.get_one(Person, person_id)


def set_regions(app: Flask, training_id: int, codes: list[str]) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Training, training_id).regions = codes
