"""Who may see and change the list of trainees: the organiser alone, it holds personal data."""

from __future__ import annotations

from courses.trainings.permissions import ORGANISER

ACCESS = {
    "roster.people": ORGANISER,
    "roster.download": ORGANISER,
    "roster.download_csv": ORGANISER,
    "roster.upload": ORGANISER,
    "roster.preview": ORGANISER,
    "roster.confirm": ORGANISER,
    "roster.withdraw": ORGANISER,
    "seats.replace": ORGANISER,
    "seats.walk_in": ORGANISER,
    "seats.take_back": ORGANISER,
}
STAYS_OPEN = frozenset({"roster.download", "roster.download_csv"})
