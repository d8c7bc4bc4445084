"""How far the two markers of a training agree, from all pairs that are finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lms.db import db
from quizzes.moderation.agreement import FEW, Agreement, by_criterion, overall
from quizzes.moderation.queries import Piece
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.scoring import criteria_of

_RUBRICS = (
    sa.select(Rubric)
    .where(Rubric.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(Rubric.version)
)


@dataclass(frozen=True)
class Figures:
    """`criteria` are pairs of a title and its agreement; `works` is how many plans were paired."""

    works: int
    criteria: list[tuple[str, Agreement]]
    overall: Agreement

    @property
    def is_thin(self) -> bool:
        """Levels given in the same plan are no independent pairs: plans are counted."""
        return self.works < FEW


def of(pieces: Sequence[Piece]) -> Figures | None:
    """Nothing as long as no pair is finished."""
    rows = [piece.second for piece in pieces if piece.second and piece.second.finished_at]
    if not rows:
        return None
    rubrics = db.session.scalars(_RUBRICS, {"ids": sorted({row.rubric_id for row in rows})})
    titles = {one.key: one.title for each in rubrics for one in criteria_of(each.content)}
    both = [(row.first_levels or {}, row.levels) for row in rows]
    found = by_criterion(both)
    criteria = [(titles.get(key, key), agreement) for key, agreement in found.items()]
    return Figures(len(rows), criteria, overall(both))
