"""What a trainee may see of a quiz's ended attempts, and from when if not yet.

The score waits for nothing but its setting. Answers (what was answered, and whether it was right)
and explanations (the key, and why) also give questions away, so whatever the setting says, they
are never shown

* while the trainee sits an attempt at the same quiz or at its parallel one;
* while the parallel quiz is still to be sat by this trainee: not closed, and attempts left. That
  holds whichever form was sat and whichever comes: forms can share questions, and what one
  trainee reads here another is asked there.

Attempts left at the same quiz do not matter; a quiz whose next attempts must not profit from the
last says `after_closing`. A quiz counts as closed once nobody sits it any more: until a planned
closing's last answers have come, and while somebody has extra time, nothing is told.
Explanations say what the answers would, so who sees them sees both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quizzes.attempts.timing import QuizState, quiz_state
from quizzes.bank.shown import Shown


class Wait(StrEnum):
    """What has to happen first."""

    NEVER = "never"  # nothing will change it
    CLOSING = "closing"
    MOMENT = "moment"
    SITTING = "sitting"  # an attempt of this trainee that goes on
    PARALLEL = "parallel"  # the parallel quiz is still to be sat


@dataclass(frozen=True)
class Terms:
    """What the quiz says."""

    score: Shown
    answers: Shown
    explanations: Shown
    shown_from: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Parallel:
    """The parallel quiz as this trainee stands to it."""

    title: str
    opened_at: datetime | None
    closed_at: datetime | None
    attempts_left: int
    is_being_sat: bool

    def is_ahead(self, now: datetime) -> bool:
        is_closed = quiz_state(self.opened_at, self.closed_at, now) is QuizState.CLOSED
        return self.attempts_left > 0 and not is_closed


@dataclass(frozen=True)
class Seen:
    """`wait` is None for what may be seen now; `at` is the moment waited for, where it is known."""

    wait: Wait | None = None
    at: datetime | None = None

    @property
    def is_shown(self) -> bool:
        return self.wait is None


@dataclass(frozen=True)
class Showing:
    score: Seen
    answers: Seen
    explanations: Seen
    is_sitting: bool  # this quiz or the parallel one
    parallel_title: str = ""

    @property
    def comments(self) -> bool:
        """Whether points and comments of markers may be read."""
        return self.score.is_shown and not self.is_sitting


def showing(
    terms: Terms,
    now: datetime,
    *,
    is_being_sat: bool,
    others_sit: bool,
    parallel: Parallel | None = None,
) -> Showing:
    """`is_being_sat` is about this trainee, `others_sit` about anybody's open attempt."""

    def by_setting(shown: Shown) -> Seen:
        if shown is Shown.NEVER:
            return Seen(Wait.NEVER)
        if shown is Shown.AFTER_CLOSING:
            is_closed = terms.closed_at is not None and now >= terms.closed_at and not others_sit
            return Seen() if is_closed else Seen(Wait.CLOSING, terms.closed_at)
        if shown is Shown.FROM_MOMENT:
            has_come = terms.shown_from is not None and now >= terms.shown_from
            return Seen() if has_come else Seen(Wait.MOMENT, terms.shown_from)
        return Seen()

    is_sitting = is_being_sat or (parallel is not None and parallel.is_being_sat)
    is_ahead = parallel is not None and parallel.is_ahead(now)

    def guarded(shown: Shown) -> Seen:
        if shown is Shown.NEVER:
            return Seen(Wait.NEVER)
        if is_sitting:
            return Seen(Wait.SITTING)
        return Seen(Wait.PARALLEL) if is_ahead else by_setting(shown)

    explanations = guarded(terms.explanations)
    return Showing(
        score=by_setting(terms.score),
        answers=explanations if explanations.is_shown else guarded(terms.answers),
        explanations=explanations,
        is_sitting=is_sitting,
        parallel_title=parallel.title if parallel else "",
    )
