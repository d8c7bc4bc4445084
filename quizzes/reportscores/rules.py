"""When a work report can be scored, and when its score stands."""

from __future__ import annotations

from courses.workreports.rules import ReportState


def may_be_scored(state: ReportState, *, is_newest: bool, is_scored: bool) -> bool:
    """The submission that stands, waiting or accepted; its trainee has seen an accepted one's."""
    if not is_newest:
        return False
    if state is ReportState.ACCEPTED:
        return not is_scored
    return state is ReportState.SENT


def is_shown(state: ReportState, *, is_newest: bool) -> bool:
    """To its trainee: the score of a report that may still be given back says nothing yet."""
    return is_newest and state is ReportState.ACCEPTED
