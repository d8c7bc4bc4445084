"""A plan is written by its trainee; staff of the training read and print what was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from courses.trainings.permissions import MEMBER, STAFF, STAFF_ROLES, TRAINEE
from lms.access import Rule, stranger


def _printed(view_args: Mapping[str, Any]) -> None:
    """Staff print any plan; trainees their own."""
    MEMBER.check(view_args)
    is_own = g.enrolment is not None and g.enrolment.id == view_args["seat_id"]
    if not is_own and not g.roles & STAFF_ROLES:
        stranger()


PRINTED = Rule("peserta pemiliknya, fasilitator, atau panitia", _printed)

ACCESS = {
    "fieldwork.tasks": TRAINEE,
    "fieldwork.commitment": TRAINEE,
    "fieldwork.sign": TRAINEE,
    "fieldwork.work_plan": TRAINEE,
    "fieldwork.save_work_plan": TRAINEE,
    "fieldwork.index": STAFF,
    "fieldwork.as_pdf": PRINTED,
    "fieldwork.as_pdfs": STAFF,
}
STAYS_OPEN = frozenset({"fieldwork.as_pdfs"})  # printing changes nothing
