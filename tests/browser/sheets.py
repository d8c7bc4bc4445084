"""The signed sheet of the first half day: photographed, read, and not as the phones say."""

from __future__ import annotations

import io

import sqlalchemy as sa
from PIL import Image, ImageDraw

from courses.attendance import papers, scans, settling
from courses.attendance.evidence import Seen
from courses.attendance.models import SheetScan, Signature, Status
from courses.attendance.papers import Reading
from courses.attendance.services import Hand
from courses.trainings.models import Meeting, Training
from lms import handed
from lms.db import db, transaction
from tests.browser.doings import NOW, TRAINEE, Live

BLANK, UNCLEAR, SETTLED, UNREAD = TRAINEE, 3, 5, 33


def sign_on_paper(live: Live, training: Training) -> None:
    who = {"actor_id": live.people["organiser"], "at": NOW}
    meeting = db.session.scalars(
        sa.select(Meeting).where(Meeting.training_id == training.id).order_by(Meeting.position)
    ).first()
    assert meeting is not None
    photo = _photo()
    file = handed.handed_file("lembar-hari-1-pagi.jpg", photo)
    kept = [scans.sealed(file, meeting.id, digest=scans.digest_of(photo))]
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
    file = handed.handed_file("lembar-hari-1-pagi-halaman-2.pdf", pdf)
    kept.append(scans.sealed(file, meeting.id, digest=scans.digest_of(pdf)))
    with transaction():
        scans.keep(meeting, kept, **who)
        lines = [
            Reading(seat, _signature(place), expected=0)
            for place, seat in enumerate(live.seats)
            if place != UNREAD
        ]
        papers.read_lines(meeting, lines, **who)
        hand = Hand(Status.PRESENT, meeting.starts_at, "Ditanyakan langsung.", expected=0)
        settling.settle(meeting, live.seats[SETTLED], hand, Seen(1, 1), **who)
        scan = db.session.scalars(sa.select(SheetScan).order_by(SheetScan.id)).first()
        assert scan is not None
    live.places["scan"] = str(scan.id)


def _signature(place: int) -> Signature:
    if place in {BLANK, SETTLED}:
        return Signature.BLANK
    return Signature.UNCLEAR if place == UNCLEAR else Signature.SIGNED


def _photo() -> bytes:
    image = Image.new("RGB", (900, 1270), "#f4f1ea")
    draw = ImageDraw.Draw(image)
    for line in range(20):
        draw.rectangle((60, 200 + line * 50, 840, 250 + line * 50), outline="#333333")
    output = io.BytesIO()
    image.save(output, "JPEG")
    return output.getvalue()
