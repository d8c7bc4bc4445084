"""Who may see and take decisions."""

from courses.trainings.permissions import OFFICE, ORGANISER, TRAINEE

ACCESS = {
    "decisions.board": OFFICE,
    "decisions.sheet": OFFICE,
    "decisions.decide": ORGANISER,
    "decisions.decide_ready": ORGANISER,
    "decisions.printed_minutes": OFFICE,
    "decisions.my_way": TRAINEE,
}
STAYS_OPEN = frozenset({"decisions.printed_minutes"})
