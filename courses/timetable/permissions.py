"""Who may change a timetable."""

from __future__ import annotations

from courses.trainings.permissions import MEMBER, ORGANISER
from lms.access import PUBLIC

ACCESS = {
    "timetable.edit": ORGANISER,
    "timetable.new_line": ORGANISER,
    "timetable.line": ORGANISER,
    "timetable.remove_line": ORGANISER,
    "timetable.new_meeting": ORGANISER,
    "timetable.meeting": ORGANISER,
    "timetable.remove_meeting": ORGANISER,
    "calendar.make": MEMBER,
    "calendar.show": PUBLIC,  # for a program that cannot sign in: whoever has the address
}
STAYS_OPEN = frozenset({"calendar.make"})
