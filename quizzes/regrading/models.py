"""Keys that were corrected after people had answered, and what that changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class Regrade(Base):
    """One correction. Without `to_version` the question was cancelled: all get its points."""

    __tablename__ = "regrade"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    to_version: Mapped[int | None]
    reason: Mapped[str] = mapped_column(sa.String(500))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]


class RegradeChange(Base):
    """What a correction did to one question of one attempt. `before` is the question as the paper
    had it; scores are hundredths, None where an answer waits for a person's mark.
    """

    __tablename__ = "regrade_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    regrade_id: Mapped[int] = mapped_column(sa.ForeignKey("regrade.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"), index=True)
    question_number: Mapped[int]
    before: Mapped[dict[str, Any]]
    score_before: Mapped[int | None]
    score_after: Mapped[int | None]


forbid_changes(Regrade.__table__)
forbid_changes(RegradeChange.__table__)
