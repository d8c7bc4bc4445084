"""A reminder that staff send from their own WhatsApp: the page only makes the link."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import url_for

from courses.trainings.models import Training
from courses.workreports.queries import Line
from courses.workreports.rules import due_day
from lms.i18n import official_date
from lms.people.identity import whatsapp_link


def link_of(training: Training, public_url: str) -> Callable[[Line], str]:
    """Indonesian whoever presses it: its reader is a trainee. "" where no phone is known."""
    due = official_date(due_day(training.last_day, training.rules))
    address = public_url + url_for("workreports.report", code=training.code)

    def link(line: Line) -> str:
        if not line.phone or not line.is_owed:
            return ""
        text = (
            f"Yth. Bapak/Ibu {line.name}, kami mengingatkan laporan kerja {training.title}. "
            f"Batas waktunya {due}. Laporan tetap diterima setelah tanggal itu. "
            f"Laporan diisi di {address} . Terima kasih. {training.organiser}"
        )
        return f"{whatsapp_link(line.phone)}?text={quote(text, safe='')}"

    return link
