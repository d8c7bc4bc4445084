"""Quizzes are set by trainers and organisers."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {"quiz_settings.edit": STAFF, "quiz_settings.save": STAFF}
