"""The quizzes on a trainee's way, as the home page lists them."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.i18n import format_score, format_time
from lms.panels import Context, Step
from quizzes.attempts import mine
from quizzes.attempts.mine import Mine
from quizzes.attempts.scoring import QuizState
from quizzes.bank.models import QuizKind

OPEN_NOW = 7  # it will be closed, so only marking the attendance comes before
ORDER = {QuizKind.PRETEST: 20, QuizKind.MODULE: 40, QuizKind.POSTTEST: 70}


def steps(context: Context) -> list[Step] | None:
    if context.enrolment is None:
        return None
    training = context.training
    quizzes = mine.quizzes_of(training.id, context.enrolment.id, context.now)
    found = (_step(quiz, training.code) for quiz in quizzes)
    return [step for step in found if step is not None]


def _step(quiz: Mine, code: str) -> Step | None:
    """Module quizzes appear once they are open; the two tests are announced from the start."""
    has_begun = quiz.has_result or quiz.is_being_sat or quiz.may_start
    if quiz.kind is QuizKind.MODULE and not has_begun:
        return None
    state, detail = _state(quiz)
    url = url_for("attempts.intro", code=code, quiz_key=quiz.key)
    order = OPEN_NOW if state == "now" else ORDER[quiz.kind]
    return Step(order, quiz.title, detail, url, state)


def _state(quiz: Mine) -> tuple[str, str]:
    if quiz.open_until is not None:
        return "now", _("Sedang dikerjakan, batas %(time)s", time=format_time(quiz.open_until))
    if quiz.best is None:
        return _before_first(quiz)
    score = _("Nilai %(score)s", score=format_score(quiz.best))
    if quiz.has_passed:
        return "done", score
    if quiz.may_start:
        left = ngettext(
            "masih ada %(num)d kesempatan", "masih ada %(num)d kesempatan", quiz.attempts_left
        )
        return "now", f"{score}, {left}"
    return "wait", _(
        "%(score)s, batas lulus %(mark)s", score=score, mark=format_score(quiz.pass_mark or 0)
    )


def _before_first(quiz: Mine) -> tuple[str, str]:
    if quiz.may_start:
        return "now", _("%(minutes)s menit", minutes=quiz.minutes)
    if quiz.state is QuizState.CLOSED:
        return "wait", _("Sudah ditutup sebelum Anda kerjakan")
    return "wait", _("Belum dibuka")
