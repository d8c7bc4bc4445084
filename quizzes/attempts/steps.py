"""The quizzes on a trainee's way, as the home page lists them."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.i18n import format_score, format_time
from lms.panels import Context, Step
from quizzes.attempts import mine
from quizzes.attempts.mine import Mine
from quizzes.attempts.timing import QuizState
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
            ("done" if all(quiz.has_passed or quiz.is_untold for quiz in begun) else "wait"),
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
    open_ones = [
        quiz
        for quiz in open_ones
        if quiz.is_being_sat or not (quiz.has_passed or quiz.is_waiting or quiz.is_untold)
    ]
    ranked = sorted(open_ones, key=lambda quiz: (not quiz.is_being_sat, quiz.has_result))
    return ranked[0] if ranked else None


def _state(quiz: Mine) -> tuple[str, str]:
    if quiz.open_until is not None:
        return _being_sat(quiz, format_time(quiz.open_until))
    if quiz.best is None or quiz.is_waiting:
        return _without_score(quiz)
    return _scored(quiz, quiz.best)


def _being_sat(quiz: Mine, until: str) -> tuple[str, str]:
    if quiz.reopened:
        return "now", _("Dibuka kembali untuk Anda, batas %(time)s", time=until)
    return "now", _("Sedang dikerjakan, batas %(time)s", time=until)


def _scored(quiz: Mine, best: int) -> tuple[str, str]:
    score = _("Nilai %(score)s", score=format_score(best))
    if quiz.has_passed:
        return "done", score
    if quiz.may_start:
        left = ngettext(
            "masih ada %(num)d kesempatan", "masih ada %(num)d kesempatan", quiz.attempts_left
        )
        return "now", f"{score}, {left}"
    if quiz.has_turn:
        return "wait", _("Dibuka, catat dulu kehadiran Anda hari ini")
    return "wait", _(
        "%(score)s, batas lulus %(mark)s", score=score, mark=format_score(quiz.pass_mark or 0)
    )


def _without_score(quiz: Mine) -> tuple[str, str]:
    if quiz.is_untold:
        return _untold(quiz)
    if quiz.is_waiting:
        return "wait", _("Terkumpul, menunggu penilaian fasilitator")
    return _before_first(quiz)


def _untold(quiz: Mine) -> tuple[str, str]:
    """Handed in, and nothing says whether it was enough: trying again is up to the trainee."""
    if quiz.may_start:
        return "todo", _("Terkumpul, masih boleh dikerjakan lagi")
    return "done", _("Terkumpul")


def _before_first(quiz: Mine) -> tuple[str, str]:
    if quiz.may_start:
        return "now", _("%(minutes)s menit", minutes=quiz.minutes + quiz.extra_minutes)
    if quiz.has_turn:
        return "wait", _("Dibuka, catat dulu kehadiran Anda hari ini")
    if quiz.state is QuizState.CLOSED:
        return "wait", _("Sudah ditutup sebelum Anda kerjakan")
    return "wait", _("Belum dibuka")
