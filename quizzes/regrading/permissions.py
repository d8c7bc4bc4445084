"""Who corrects keys: trainers and organisers."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {
    "regrading.choose": STAFF,
    "regrading.preview": STAFF,
    "regrading.apply": STAFF,
    "regrading.done": STAFF,
}
