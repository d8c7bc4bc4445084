"""What some people of the filled world said: of the first speaker, the training, their names."""

from __future__ import annotations

from courses.evaluation import queries, services
from courses.naming import queries as names
from courses.naming import services as naming
from courses.trainings.models import Training
from lms.db import transaction
from tests.browser.doings import DONE, NOW, SITTING, Live

COMMENTS = (
    "Contoh dari lapangan diperbanyak.",
    "",
    "Mohon waktu tanya jawab ditambah.\nTerima kasih.",
)


def answer(live: Live, training: Training) -> None:
    """Enough of them for a summary of the first speaker, whose box alone is closed."""
    speaker, *_others, whole = queries.subjects_of(training)
    for place in range(DONE[0], DONE[0] + 7):
        for subject in (speaker, whole):
            items = len(queries.form_of(subject, None, training).items)
            levels = [4 - (place + item) % 3 for item in range(items)]
            comment = COMMENTS[place % len(COMMENTS)]
            with transaction():
                services.cast(training, subject, live.seats[place], levels, comment)
    with transaction():
        queries.boxes_of(training.id)[speaker.name].closed_at = NOW


def name(live: Live, training: Training) -> None:
    """One has confirmed the name, another waits for a correction."""
    done, sitting = live.seats[DONE[0]], live.seats[SITTING]
    with transaction():
        naming.confirm(training, done, names.line_of(training.id, done).name, at=NOW)
        wanted = f"{names.line_of(training.id, sitting).name}, M.Si."
        naming.ask(training, sitting, wanted, "Menurut ijazah.", at=NOW)
