from __future__ import annotations

import pytest

from courses.workreports.rules import ReportState
from quizzes.reportscores.rules import is_shown, may_be_scored


@pytest.mark.parametrize(
    ("state", "is_newest", "is_scored", "may"),
    [
        (ReportState.SENT, True, False, True),
        (ReportState.SENT, True, True, True),
        (ReportState.SENT, False, False, False),
        (ReportState.ACCEPTED, True, False, True),
        (ReportState.ACCEPTED, True, True, False),
        (ReportState.RETURNED, True, False, False),
        (ReportState.RETURNED, True, True, False),
        (ReportState.DRAFT, True, False, False),
    ],
)
def test_what_may_be_scored(state, is_newest, is_scored, may):
    assert may_be_scored(state, is_newest=is_newest, is_scored=is_scored) is may


@pytest.mark.parametrize("state", list(ReportState))
def test_a_trainee_sees_the_score_of_what_was_accepted_alone(state):
    assert is_shown(state, is_newest=True) is (state is ReportState.ACCEPTED)
    assert not is_shown(state, is_newest=False)
