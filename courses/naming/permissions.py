"""Trainees speak for their own name, organisers decide about corrections."""

from courses.trainings.permissions import ORGANISER, TRAINEE

ACCESS = {
    "naming.own": TRAINEE,
    "naming.confirm": TRAINEE,
    "naming.ask": TRAINEE,
    "naming.requests": ORGANISER,
    "naming.decide": ORGANISER,
}
