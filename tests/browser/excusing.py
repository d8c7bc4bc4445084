"""The requests to be excused in the filled world."""

from __future__ import annotations

import io

import sqlalchemy as sa
from PIL import Image

from courses.attendance import excuses
from courses.attendance.models import Status
from courses.trainings.models import Enrolment, Meeting, Training
from lms import handed
from lms.db import db, transaction
from tests.browser.doings import ABSENT, NOW, TRAINEE, Live


def ask(live: Live, training: Training) -> None:
    """One request that waits, over marks that stand, and one that was refused."""
    meetings = db.session.scalars(
        sa.select(Meeting).where(Meeting.training_id == training.id).order_by(Meeting.position)
    ).all()
    reason = "Mendampingi penyaluran bantuan di desa yang jadwalnya tidak dapat diubah."
    file = handed.handed_file("surat-tugas.png", _letter())
    for place, asked in ((TRAINEE, meetings[2:4]), (ABSENT, meetings[1:2])):
        seat = db.session.get_one(Enrolment, live.seats[place])
        letter = excuses.sealed_letter(file, seat.id)
        ids = tuple(meeting.id for meeting in asked)
        request = excuses.Asked(Status.EXCUSED, reason, ids)
        with transaction():
            row, _is_new = excuses.ask(seat, request, letter, actor_id=seat.person_id, at=NOW)
        live.places.setdefault("excuse", str(row.id))
    answer = excuses.Answer(is_granted=False, text="Mohon sertakan surat tugas.", replaced={})
    with transaction():
        excuses.decide(row, answer, actor_id=live.people["trainer"], at=NOW)


def _letter() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "#f4f1e8").save(data, "PNG")
    return data.getvalue()
