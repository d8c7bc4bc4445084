"""Tests on paper: what was printed, and what was keyed from the sheets that came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class PrintedPaper(Base):
    """A paper frozen when it was printed, the same for all who got it; `code` stands on it."""

    __tablename__ = "printed_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"), index=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"))
    code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    paper: Mapped[dict[str, Any]]  # see papers.freeze
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    printed_at: Mapped[datetime]


class Keying(Base):
    """One time that a sheet was keyed. Two that agree make an attempt."""

    __tablename__ = "paper_keying"

    id: Mapped[int] = mapped_column(primary_key=True)
    printed_id: Mapped[int] = mapped_column(sa.ForeignKey("printed_paper.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    answers: Mapped[dict[str, Any]]  # question number -> list of texts, see `scoring`
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    keyed_at: Mapped[datetime]


forbid_changes(PrintedPaper.__table__)
forbid_changes(Keying.__table__)
