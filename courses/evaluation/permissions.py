"""Trainees answer; only organisers see the summary, speakers are often among the trainers."""

from courses.trainings.permissions import ORGANISER, TRAINEE

ACCESS = {
    "evaluation.index": TRAINEE,
    "evaluation.answer": TRAINEE,
    "evaluation.results": ORGANISER,
    "evaluation.ask_close": ORGANISER,
    "evaluation.close": ORGANISER,
    "evaluation.as_xlsx": ORGANISER,
}
STAYS_OPEN = frozenset({"evaluation.as_xlsx"})
