"""Who may open the modules."""

from __future__ import annotations

from courses.trainings.permissions import MEMBER, TRAINEE

ACCESS = {
    "catalogue.modules": MEMBER,
    "catalogue.module": MEMBER,
    "catalogue.figure": MEMBER,
    "catalogue.finish": TRAINEE,
}
STAYS_OPEN = frozenset({"catalogue.finish"})
