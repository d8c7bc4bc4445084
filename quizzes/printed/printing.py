"""The files for the printer: the paper of the trainees, and the key for those who run the test."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from courses.handouts.content import photo_of
from courses.handouts.printing import data_address
from courses.handouts.texts import pictures_in
from courses.trainings.models import Training
from lms import pdf
from lms.i18n import in_indonesian
from quizzes.attempts import queries as attempts
from quizzes.attempts import scoring, typed
from quizzes.attempts.papers import PaperQuestion
from quizzes.printed.keyed import letters_of, write
from quizzes.printed.queries import Printed

FEWEST_LINES, MOST_LINES, WORDS_A_LINE = 8, 22, 9
_STYLES = "print/test.css"


@in_indonesian()
def paper_html(training: Training, printed: Printed) -> str:
    return render_template(
        "quizzes/printed/print/paper.html",
        training=training,
        printed=printed,
        questions=printed.paper.questions,
        letters_of=letters_of,
        lines_for=lines_for,
        shown=lambda html: _with_pictures(training.curriculum_id, html),
    )


@in_indonesian()
def key_html(training: Training, printed: Printed) -> str:
    questions = printed.paper.questions
    return render_template(
        "quizzes/printed/print/key.html",
        training=training,
        printed=printed,
        questions=questions,
        about=attempts.explanations(questions),
        right_of=right_of,
        shown=lambda html: _with_pictures(training.curriculum_id, html),
    )


def print_file(html: str) -> bytes:
    """Takes seconds, so never inside `transaction()`, and after `let_go()`."""
    return pdf.render_apart(html, _STYLES, "pdf/ua-1")


def lines_for(question: PaperQuestion) -> int:
    """How many lines an essay gets: for the most words asked for, in handwriting."""
    most = question.words[1] if question.words else 0
    return min(max(-(-most // WORDS_A_LINE), FEWEST_LINES), MOST_LINES)


def right_of(question: PaperQuestion) -> Sequence[str]:
    """What is right, as it is keyed from a sheet; of typed answers all that are accepted."""
    if not question.accepted:
        return [write(question, sorted(question.correct))] if question.correct else []
    return [
        _accepted(question, each.text, each.tolerance)
        for each in question.accepted
        if each.fraction == scoring.WHOLE_FRACTION
    ]


def _accepted(question: PaperQuestion, text: str, tolerance: str) -> str:
    if question.kind != "numeric":
        return typed.write_wording(text)
    give_or_take = f" ± {typed.write_number(tolerance)}" if tolerance != "0" else ""
    return f"{typed.write_number(text)}{give_or_take} {question.unit}".strip()


def _with_pictures(curriculum_id: int, html: str) -> Markup:
    """A stored text with its pictures inside the file."""
    for key in pictures_in(html) if "<img" in html else ():
        address = data_address(photo_of(curriculum_id, key))
        html = html.replace(f'"figures/{key}"', f'"{address}"')
    return Markup(html)  # noqa: S704 - cleaned when it was stored
