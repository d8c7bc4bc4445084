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
    code = context.training.code
    quizzes = mine.quizzes_of(context.training.id, context.enrolment.id, context.now)
    tests = [_step(quiz, code) for quiz in quizzes if quiz.kind is not QuizKind.MODULE]
    modules = _module_step([quiz for quiz in quizzes if quiz.kind is QuizKind.MODULE], code)
    return [*tests, modules] if modules else tests


def _step(quiz: Mine, code: str) -> Step:
    """The two tests are announced from the start."""
    state, detail = _state(quiz)
    url = url_for("attempts.intro", code=code, quiz_key=quiz.key)
    return Step(OPEN_NOW if state == "now" else ORDER[quiz.kind], quiz.title, detail, url, state)


def _module_step(quizzes: list[Mine], code: str) -> Step | None:
    """The module quizzes as one step that leads to the next of them, once one is open."""
    begun = [quiz for quiz in quizzes if quiz.has_result or quiz.is_being_sat or quiz.may_start]
    if not begun:
        return None
    passed = sum(quiz.has_passed for quiz in begun)
    detail = _("%(passed)d dari %(all)d kuis modul lulus", passed=passed, all=len(begun))
    following = _following(begun)
    if following is None:
        state, url = (
            ("done" if passed == len(begun) else "wait"),
            url_for("attempts.index", code=code),
        )
        return Step(ORDER[QuizKind.MODULE], _("Kuis modul"), detail, url, state)
    state = "todo" if following.has_result and not following.is_being_sat else "now"
    url = url_for("attempts.intro", code=code, quiz_key=following.key)
    order = OPEN_NOW if state == "now" else ORDER[QuizKind.MODULE]
    return Step(order, following.title, detail, url, state)


def _following(begun: list[Mine]) -> Mine | None:
    """The one being sat, else the first not tried, else the first that may be tried again."""
    open_ones = [quiz for quiz in begun if quiz.is_being_sat or quiz.may_start]
    open_ones = [quiz for quiz in open_ones if quiz.is_being_sat or not quiz.has_passed]
    ranked = sorted(open_ones, key=lambda quiz: (not quiz.is_being_sat, quiz.has_result))
    return ranked[0] if ranked else None


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
