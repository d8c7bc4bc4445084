"""Who brings questions in and takes them out with their keys: trainers and organisers."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {
    "exchange.upload": STAFF,
    "exchange.preview": STAFF,
    "exchange.confirm": STAFF,
    "question_trial.show": STAFF,
    "exchange.ask_download": STAFF,
    "exchange.download": STAFF,
}
STAYS_OPEN = frozenset({"exchange.download"})
