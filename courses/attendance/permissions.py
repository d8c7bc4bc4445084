"""Who may take, see and change attendance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound

from courses.attendance import excuse_queries
from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.permissions import (
    MEMBER,
    STAFF,
    STAFF_ROLES,
    TRAINEE,
    refuse_if_closed,
)
from lms.access import PUBLIC, SIGNED_IN, Rule, stranger
from lms.db import db
from lms.errors import DomainError

_SEAT = (
    sa.select(Training, Enrolment)
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(
        Training.code == sa.bindparam("code"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.role == Role.TRAINEE,
    )
)


class NotOnTheRosterError(DomainError):
    """The code is in the room for all to see, so its training is no secret: say what is wrong."""

    status = 403


def _check_scan(view_args: Mapping[str, Any]) -> None:
    if not current_user.is_authenticated:
        return  # the page remembers the scan and sends the person to sign in
    try:
        TRAINEE.check(view_args)
    except (NotFound, Forbidden) as error:
        raise _not_on_the_roster() from error


def _not_on_the_roster() -> NotOnTheRosterError:
    return NotOnTheRosterError(
        _(
            "Anda tidak terdaftar sebagai peserta pertemuan ini, jadi kehadiran tidak dicatat. "
            "Hubungi panitia bila ini keliru."
        )
    )


def _check_sending(view_args: Mapping[str, Any]) -> None:
    """Also who was taken off the list: what their phone kept is evidence and must not be lost."""
    values = {"code": view_args["code"], "person_id": current_user.person_id}
    row = db.session.execute(_SEAT, values).first()
    if row is None:
        raise _not_on_the_roster()
    g.training, g.enrolment = row
    g.roles = frozenset({Role.TRAINEE})
    refuse_if_closed(g.training)


SCAN = Rule("siapa pun yang memindai; hanya peserta yang dicatat", _check_scan, needs_sign_in=False)

SEND = Rule("peserta, juga yang sudah keluar dari daftar", _check_sending)


def _letter(view_args: Mapping[str, Any]) -> None:
    """Set g.excuse, for who sent the letter and for those who answer."""
    MEMBER.check(view_args)
    line = excuse_queries.find(g.training.id, view_args["excuse_id"])
    if line is None or not line.excuse.letter_key:
        stranger()
    g.excuse = line.excuse
    is_own = g.enrolment is not None and g.enrolment.id == line.excuse.enrolment_id
    if not is_own and not g.roles & STAFF_ROLES:
        stranger()


LETTER = Rule("peserta pemiliknya, fasilitator, atau panitia", _letter)

ACCESS = {
    "attendance.excuse": TRAINEE,
    "attendance.letter": LETTER,
    "attendance.excuse_list": STAFF,
    "attendance.excuse_one": STAFF,
    "attendance.offline": PUBLIC,
    "attendance.session": SIGNED_IN,
    "attendance.send": SEND,
    "attendance.late": STAFF,
    "attendance.late_scan": STAFF,
    "attendance.late_all": STAFF,
    "attendance.printed_sheet": STAFF,
    "attendance.printed_code": STAFF,
    "attendance.screen_people": STAFF,
    "attendance.check_in": TRAINEE,
    "attendance.scan": SCAN,
    "attendance.board": STAFF,
    "attendance.meeting": STAFF,
    "attendance.open_meeting": STAFF,
    "attendance.close_meeting": STAFF,
    "attendance.mark": STAFF,
    "attendance.tap": STAFF,
    "attendance.mark_rest": STAFF,
    "attendance.person": STAFF,
    "attendance.screen": STAFF,
    "attendance.screen_part": STAFF,
    "attendance.sheet": STAFF,
    "attendance.history_csv": STAFF,
    "attendance.printed": STAFF,
    "attendance.signing_sheet": STAFF,
    "attendance.signing_sheets": STAFF,
    "attendance.paper": STAFF,
    "attendance.read_paper": STAFF,
    "attendance.attach_scan": STAFF,
    "attendance.scan_file": STAFF,
    "attendance.remove_scan": STAFF,
    "attendance.reconcile": STAFF,
    "attendance.reconcile_all": STAFF,
    "attendance.settle": STAFF,
}
STAYS_OPEN = frozenset(
    {
        "attendance.history_csv",
        "attendance.printed",
        "attendance.sheet",
        "attendance.signing_sheet",
        "attendance.signing_sheets",
    }
)
