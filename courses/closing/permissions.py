"""Only organisers close and open again."""

from courses.trainings.permissions import ORGANISER

ACCESS = {
    "closing.checklist": ORGANISER,
    "closing.close": ORGANISER,
    "closing.reopen": ORGANISER,
}
STAYS_OPEN = frozenset({"closing.reopen"})
