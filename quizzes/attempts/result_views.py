"""The receipt of an attempt that ended, and what its trainee may see of it by now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from lms import clock, panels
from quizzes.attempts import papers, queries, showing_words
from quizzes.attempts.explaining import lines_of, own_lines, verdict_on
from quizzes.attempts.models import Attempt
from quizzes.attempts.views import bp, files_of, mine_or_404


@dataclass(frozen=True)
class ResultContext(panels.Context):
    """What fills "attempt.result" and "attempt.notice" on the page of an attempt that ended."""

    attempt: Attempt


@bp.get("/pelatihan/<code>/tes/<quiz_key>/hasil/<int:number>")
def result(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    found = queries.ended_attempt(g.training.id, g.enrolment.id, quiz_key, number)
    quiz = mine_or_404(quiz_key)
    if found is None:
        abort(404)
    questions = papers.thaw(found.paper).questions
    explains = quiz.showing.explanations.is_shown
    context = ResultContext(g.training, g.roles, g.enrolment, clock.now(), found)
    return render_template(
        "quizzes/result.html",
        attempt=found,
        quiz=quiz,
        questions=questions,
        answers=queries.answers(found.id),
        files=files_of(questions, found.id),
        explanations=queries.explanations(questions) if explains else None,
        lines_of=lines_of,
        own_lines=own_lines,
        verdict_on=verdict_on,
        told=showing_words,
        notices=panels.of("attempt.notice", context),
        parts=panels.of("attempt.result", context) if quiz.showing.comments else [],
    )
