"""Who may take, see and change attendance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound

from courses.trainings.permissions import STAFF, TRAINEE
from lms.access import Rule
from lms.errors import DomainError


class NotOnTheRosterError(DomainError):
    """The code is in the room for all to see, so its training is no secret: say what is wrong."""

    status = 403


def _check_scan(view_args: Mapping[str, Any]) -> None:
    if not current_user.is_authenticated:
        return  # the page remembers the scan and sends the person to sign in
    try:
        TRAINEE.check(view_args)
    except (NotFound, Forbidden) as error:
        raise NotOnTheRosterError(
            _(
                "Anda tidak terdaftar sebagai peserta pertemuan ini, jadi kehadiran tidak dicatat. "
                "Hubungi panitia bila ini keliru."
            )
        ) from error


SCAN = Rule("siapa pun yang memindai; hanya peserta yang dicatat", _check_scan, needs_sign_in=False)

ACCESS = {
    "attendance.check_in": TRAINEE,
    "attendance.scan": SCAN,
    "attendance.board": STAFF,
    "attendance.meeting": STAFF,
    "attendance.open_meeting": STAFF,
    "attendance.close_meeting": STAFF,
    "attendance.mark": STAFF,
    "attendance.mark_rest": STAFF,
    "attendance.person": STAFF,
    "attendance.screen": STAFF,
    "attendance.screen_part": STAFF,
    "attendance.sheet": STAFF,
}
