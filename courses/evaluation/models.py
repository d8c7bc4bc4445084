"""Ballot boxes of the evaluation, and who has put something in.

Nothing joins the two. A box is one row that is written anew, shuffled, for each answer: it has no
order, no time and no person, and neither have its comments, which are kept apart from the levels.
A ticket is only a pair of numbers, stored in the order of the numbers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class EvaluationBox(Base):
    """The answers about one subject: a speaker, or ("") the training as a whole.

    form: the written form as it was when the box was opened, see `schema`. ballots: for each
    answer the levels (1 to 4) of the form's items in their order. comments: texts.
    """

    __tablename__ = "evaluation_box"
    __table_args__ = (sa.UniqueConstraint("training_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    subject: Mapped[str] = mapped_column(sa.String(200))
    form: Mapped[dict[str, Any]]
    ballots: Mapped[list[list[int]]] = mapped_column(sa.JSON)
    comments: Mapped[list[str]]
    closed_at: Mapped[datetime | None]


class EvaluationTicket(Base):
    """Says that a trainee has answered, and nothing else."""

    __tablename__ = "evaluation_ticket"
    __table_args__ = ({"sqlite_with_rowid": False},)

    box_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_box.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), primary_key=True)
