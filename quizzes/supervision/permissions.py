"""Who runs the quizzes: trainers and organisers."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {
    "supervision.index": STAFF,
    "supervision.results": STAFF,
    "supervision.open_now": STAFF,
    "supervision.ask_close": STAFF,
    "supervision.close": STAFF,
    "supervision.marks": STAFF,
    "supervision.live": STAFF,
    "supervision.live_part": STAFF,
    "supervision.time": STAFF,
    "supervision.person": STAFF,
    "supervision.act": STAFF,
    "supervision.late": STAFF,
    "supervision.late_answers": STAFF,
}
