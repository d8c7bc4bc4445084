"""What a trainee is told of the scoring before a quiz begins."""

from __future__ import annotations

from lms.db import db
from quizzes.attempts import papers
from quizzes.attempts.services import bank_of
from quizzes.bank.models import Quiz


def wrong_costs(quiz_id: int) -> bool:
    """Whether a wrong choice takes points away somewhere in this quiz."""
    costs = db.session.get_one(Quiz, quiz_id).wrong_cost > 0
    return costs and any(papers.is_priced(question) for question in bank_of(quiz_id))
