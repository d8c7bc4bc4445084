"""A report and its photos are its trainee's own, and the staff's of that training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from courses.trainings.permissions import MEMBER, STAFF, STAFF_ROLES, TRAINEE
from courses.workreports import photos
from lms.access import Rule, stranger, wrong_role


def _photo(view_args: Mapping[str, Any]) -> None:
    """Set g.photo and g.photo_seat, for who took it; for staff once a report was sent with it."""
    MEMBER.check(view_args)
    found = photos.find(g.training.id, view_args["photo_id"])
    if found is None:
        stranger()
    g.photo, report, g.photo_seat = found
    if g.enrolment is not None and g.enrolment.id == g.photo_seat.id:
        return
    if not g.roles & STAFF_ROLES or g.photo.id not in photos.sent_ids(report.id):
        stranger()


def _own_photo(view_args: Mapping[str, Any]) -> None:
    """Set g.photo and g.photo_seat, for who sent it."""
    _photo(view_args)
    if g.enrolment is None or g.enrolment.id != g.photo_seat.id:
        wrong_role()


def _printed(view_args: Mapping[str, Any]) -> None:
    """Staff print any report; trainees their own."""
    MEMBER.check(view_args)
    is_own = g.enrolment is not None and g.enrolment.id == view_args["seat_id"]
    if not is_own and not g.roles & STAFF_ROLES:
        stranger()


PHOTO = Rule("peserta pemiliknya, fasilitator, atau panitia", _photo)
OWN_PHOTO = Rule("peserta pemiliknya", _own_photo)
PRINTED = Rule("peserta pemiliknya, fasilitator, atau panitia", _printed)

ACCESS = {
    "workreports.report": TRAINEE,
    "workreports.save_report": TRAINEE,
    "workreports.add_photo": TRAINEE,
    "workreports.photo": PHOTO,
    "workreports.blur": OWN_PHOTO,
    "workreports.blur_photo": OWN_PHOTO,
    "workreports.index": STAFF,
    "workreports.as_xlsx": STAFF,
    "workreports.one": STAFF,
    "workreports.answer": STAFF,
    "workreports.as_pdf": PRINTED,
}
# They tell what came after the training, so its closing does not end them.
STAYS_OPEN = frozenset(
    {
        "workreports.save_report",
        "workreports.add_photo",
        "workreports.blur_photo",
        "workreports.answer",
        "workreports.as_xlsx",
    }
)
