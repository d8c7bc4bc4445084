"""What may be seen of an attempt that ended, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.attempts.showing import Parallel, Seen, Terms, Wait, showing
from quizzes.bank.shown import Shown
from tests.factories import DAY_1, wita

OPENED = wita(DAY_1, "13.00")
CLOSES = wita(DAY_1, "16.00")
SECOND = timedelta(seconds=1)


def parallel(*, left: int = 1, is_being_sat: bool = False, opened=None, closed=None) -> Parallel:
    return Parallel("Tes akhir", opened, closed, left, is_being_sat)


def seen(
    shown, now=CLOSES, *, shown_from=None, closed_at=CLOSES, mine=False, others=False, twin=None
):
    """The three of a quiz that says the same of all of them."""
    terms = Terms(shown, shown, shown, shown_from, closed_at)
    found = showing(terms, now, is_being_sat=mine, others_sit=others, parallel=twin)
    return found.score, found.answers, found.explanations


@pytest.mark.parametrize(
    ("shown", "now", "facts", "wait"),
    [
        (Shown.AT_ONCE, OPENED, {}, None),
        (Shown.NEVER, CLOSES + timedelta(days=900), {}, Wait.NEVER),
        (Shown.AFTER_CLOSING, CLOSES - SECOND, {}, Wait.CLOSING),
        (Shown.AFTER_CLOSING, CLOSES, {}, None),
        (Shown.AFTER_CLOSING, CLOSES, {"closed_at": None}, Wait.CLOSING),
        (Shown.AFTER_CLOSING, CLOSES + SECOND, {"others": True}, Wait.CLOSING),
        (Shown.FROM_MOMENT, CLOSES - SECOND, {"shown_from": CLOSES}, Wait.MOMENT),
        (Shown.FROM_MOMENT, CLOSES, {"shown_from": CLOSES}, None),
        (Shown.FROM_MOMENT, CLOSES, {"shown_from": CLOSES, "closed_at": None}, None),
        (Shown.FROM_MOMENT, CLOSES, {}, Wait.MOMENT),  # no moment: nothing is told
    ],
)
def test_each_setting_holds_for_all_three(shown, now, facts, wait):
    assert [each.wait for each in seen(shown, now, **facts)] == [wait, wait, wait]


@pytest.mark.parametrize(
    ("facts", "wait"),
    [
        ({"mine": True}, Wait.SITTING),
        ({"twin": parallel(is_being_sat=True, left=0)}, Wait.SITTING),
        ({"twin": parallel()}, Wait.PARALLEL),  # not opened yet
        ({"twin": parallel(opened=OPENED)}, Wait.PARALLEL),
        ({"twin": parallel(opened=OPENED, left=0)}, None),
        ({"twin": parallel(opened=OPENED, closed=CLOSES)}, None),
        ({"twin": parallel(opened=OPENED, closed=CLOSES + SECOND)}, Wait.PARALLEL),
    ],
)
def test_answers_wait_while_questions_are_still_to_be_asked_and_scores_do_not(facts, wait):
    score, answers, explanations = seen(Shown.AT_ONCE, **facts)
    assert score.is_shown
    assert answers.wait is explanations.wait is wait


def test_explanations_tell_the_answers_too_and_never_the_other_way_round():
    def both(answers, explanations):
        terms = Terms(Shown.NEVER, answers, explanations, None, None)
        found = showing(terms, CLOSES, is_being_sat=False, others_sit=False)
        return found.answers.is_shown, found.explanations.is_shown

    assert both(Shown.NEVER, Shown.AT_ONCE) == (True, True)
    assert both(Shown.AT_ONCE, Shown.NEVER) == (True, False)
    assert both(Shown.AT_ONCE, Shown.AFTER_CLOSING) == (True, False)


def test_the_moment_waited_for_is_told():
    (score, *_rest) = seen(Shown.FROM_MOMENT, OPENED, shown_from=CLOSES)
    assert score == Seen(Wait.MOMENT, CLOSES)
