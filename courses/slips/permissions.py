"""Slips are the organisers' work; some people only the server's console lets back in."""

from __future__ import annotations

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role
from courses.trainings.permissions import ORGANISER
from lms.db import db
from lms.people.models import Person

ACCESS = {
    "slips.index": ORGANISER,
    "slips.sheet": ORGANISER,
    "slips.renew_expired": ORGANISER,
    "slips.show": ORGANISER,
    "slips.renew": ORGANISER,
}
POWERFUL = (Role.ORGANISER, Role.SIGNATORY)

_IS_POWERFUL = sa.select(
    sa.exists().where(
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.role.in_(POWERFUL),
        Enrolment.withdrawn_at.is_(None),
    )
)


def may_renew(person: Person) -> bool:
    """An organiser must not be able to take over another's account, nor the signatory's."""
    if person.password_hash is None:
        return True
    return not db.session.scalar(_IS_POWERFUL, {"person_id": person.id})


STAYS_OPEN = frozenset({"slips.renew", "slips.renew_expired"})
