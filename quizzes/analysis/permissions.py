"""Who sees what the tests say: trainers and organisers."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {
    "analysis.items": STAFF,
    "analysis.comparison": STAFF,
    "analysis.workbook": STAFF,
    "analysis.printed": STAFF,
}
STAYS_OPEN = frozenset({"analysis.workbook", "analysis.printed"})
