"""Who may begin an attempt now."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from lms.errors import DomainError
from quizzes.attempts import timing
from quizzes.attempts.allowances import Allowance, allowance_of
from quizzes.bank.models import Quiz


class CannotStartError(DomainError):
    """The quiz is not open, has nothing to ask, every attempt is used, or who asks is not here."""


def check_start(quiz: Quiz, enrolment_id: int, *, used: int, at: datetime) -> Allowance:
    """What the person was granted, where nothing stands in the way of another attempt."""
    if timing.quiz_state(quiz.opened_at, quiz.closed_at, at) is not timing.QuizState.OPEN:
        raise CannotStartError(_("Tes ini sedang tidak dibuka."))
    granted = allowance_of(quiz.id, enrolment_id, at)
    if used >= quiz.attempts_allowed + granted.attempts:
        raise CannotStartError(_("Kesempatan Anda untuk tes ini sudah habis."))
    if granted.is_missing:
        raise CannotStartError(
            _("Kehadiran Anda hari ini belum tercatat. Catat kehadiran, atau lapor ke panitia.")
        )
    return granted
