"""The work reports in the filled world: a draft, one that waits, one returned, one accepted."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from courses.trainings.models import Enrolment, Training
from courses.workreports import photos, queries, services
from courses.workreports.rules import Report, Row
from courses.workreports.services import Answer
from lms.db import db, transaction
from quizzes.reportscores.services import save
from quizzes.reportscores.work import work_of
from quizzes.rubrics.services import Grade
from tests.browser.doings import DONE, NOW, RETURNED, TRAINEE, Live

TOLD = {"place": "Desa Awang Bangkal Barat", "day": "2024-02-01", "reached": "18"}
RESULT = "Delapan belas dari dua puluh rumah diperiksa bersama perangkat desa dan dicatat."


def report(live: Live) -> None:
    for place in (TRAINEE, RETURNED, *DONE[:2]):
        seat = db.session.get_one(Enrolment, live.seats[place])
        new = photos.taken("rumah-contoh.png", _house(place), key="", enrolment_id=seat.id)
        with transaction():
            photo = photos.add(seat, new, actor_id=seat.person_id, at=NOW)
            db.session.flush()
            live.places.setdefault("report_photo", str(photo.id))
        _write(live, seat, is_draft=place == TRAINEE, caption={str(photo.id): "Sebelum diperbaiki"})
    _answer(live, live.seats[RETURNED], is_accepted=False)
    live.places["unscored"] = str(_newest(live.seats[DONE[1]]))
    live.places["scored"] = str(_score(live, live.seats[DONE[0]]))
    _answer(live, live.seats[DONE[0]], is_accepted=True)
    live.places["scored_seat"] = str(live.seats[DONE[0]])
    live.places |= {"reported": str(live.seats[DONE[1]]), "silent": str(live.seats[25])}


def _newest(seat_id: int) -> int:
    row = services.report_of(seat_id)
    assert row is not None
    newest = services.newest_submission(row.id)
    assert newest is not None
    return newest.id


def _score(live: Live, seat_id: int) -> int:
    training = db.session.get_one(Training, db.session.get_one(Enrolment, seat_id).training_id)
    with transaction():
        work = work_of(training, _newest(seat_id))
        assert work is not None
        levels = {criterion.key: 3 for criterion in work.criteria}
        comment = "Bukti lengkap; lanjutkan pendampingan."
        grade = Grade(levels, comment, work.rubric.id, work.revision)
        save(work, grade, assessor_id=live.people["trainer"], at=NOW)
    return work.submission.id


def _write(live: Live, seat: Enrolment, *, is_draft: bool, caption: dict[str, str]) -> None:
    rows = (
        Row(0, done="partly", result=RESULT, problem="Jalan ke desa banjir.", **TOLD),
        Row(1, done="no", problem="Menunggu bahan dari pasar kecamatan."),
        Row(-1, "Rapat dengan kepala desa", done="yes", result="Jadwal disepakati.", **TOLD),
    )
    desk = queries.desk_of(seat.id)
    shown = desk.beside(Report(desk.plan_id, "Sebagian besar terlaksana.", rows, caption))
    with transaction():
        if is_draft:
            services.save_draft(seat.id, shown, revision=0, at=NOW)
        else:
            pictures = photos.standing_of(services.begun(seat.id, NOW).id)
            who = {"actor_id": seat.person_id, "at": NOW}
            services.send(seat, shown, pictures, revision=0, **who)


def _answer(live: Live, seat_id: int, *, is_accepted: bool) -> None:
    seat = db.session.get_one(Enrolment, seat_id)
    with transaction():
        row = services.report_of(seat_id)
        assert row is not None
        comment = "" if is_accepted else "Tambahkan foto setelah rumah diperbaiki."
        said = Answer(_newest(seat_id), is_accepted, comment, live.people["trainer"])
        services.answer(row, seat, said, at=NOW)


def _house(place: int) -> bytes:
    image = Image.new("RGB", (800, 600), (200, 220, 240))
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 280, 600, 560), fill=(190, 150 + place, 110))
    pen.polygon([(160, 280), (400, 120), (640, 280)], fill=(150, 70, 50))
    pen.ellipse((660, 380, 740, 460), fill=(120, 80, 60))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()
