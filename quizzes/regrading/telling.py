"""What corrections add to a trainee's page of an attempt."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from lms.panels import Context
from quizzes.attempts.result_views import ResultContext
from quizzes.regrading.queries import own_corrections


def on_result(context: Context) -> Markup | None:
    """That a key was corrected, but not why: the reason could tell the answer."""
    assert isinstance(context, ResultContext)  # noqa: S101 - who fills this place asks for it
    if not context.attempt.paper.get("is_corrected"):
        return None
    page = render_template(
        "quizzes/regrading/own.html", corrections=own_corrections(context.attempt.id)
    )
    return Markup(page)  # noqa: S704 - our own template
