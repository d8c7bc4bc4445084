"""A reminder that staff send from their own WhatsApp or mail: the page only makes the links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from courses.trainings.models import Training
from courses.workreports.queries import Line
from courses.workreports.rules import due_day
from lms.i18n import official_date
from lms.people.identity import whatsapp_link


@dataclass(frozen=True)
class Reminder:
    """Where nothing is owed, or no phone or address is known, a link is empty."""

    whatsapp: str = ""
    mail: str = ""


def reminder_of(training: Training, public_url: str) -> Callable[[Line], Reminder]:
    """Indonesian whoever presses it: its reader is a trainee."""
    due = official_date(due_day(training.last_day, training.rules))
    address = public_url + url_for("workreports.report", code=training.code)

    def reminder(line: Line) -> Reminder:
        if not line.is_owed:
            return Reminder()
        text = (
            f"Yth. Bapak/Ibu {line.name}, kami mengingatkan laporan kerja {training.title}. "
            f"Batas waktunya {due}. Laporan tetap diterima setelah tanggal itu. "
            f"Laporan diisi di {address} . Terima kasih. {training.organiser}"
        )
        body, subject = quote(text, safe=""), quote(f"Laporan kerja {training.title}", safe="")
        return Reminder(
            whatsapp=f"{whatsapp_link(line.phone)}?text={body}" if line.phone else "",
            mail=f"mailto:{quote(line.email, safe='@')}?subject={subject}&body={body}"
            if line.email
            else "",
        )

    return reminder
