"""The pack holds everybody's names, marks and letters: organisers only."""

from courses.trainings.permissions import ORGANISER

ACCESS = {
    "pack.index": ORGANISER,
    "pack.ask": ORGANISER,
    "pack.download": ORGANISER,
    "pack.download_pdf": ORGANISER,
}
STAYS_OPEN = frozenset(ACCESS) - {"pack.index"}
