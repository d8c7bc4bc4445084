"""The evaluation on a trainee's way: nothing before the first form opens."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.evaluation import queries
from courses.evaluation.rules import State
from lms.panels import Context, Step

ORDER = 75


def steps(context: Context) -> list[Step] | None:
    if context.enrolment is None:
        return None
    lines = queries.lines_of(context.training, context.enrolment.id, context.now)
    if not lines:
        return None
    done = sum(line.state is State.DONE for line in lines)
    is_open = any(line.state is State.OPEN for line in lines)
    if is_open:
        state = "now"
    elif done:
        state = "done"
    else:
        state = "todo"
    detail = _("Tanpa nama. %(done)s dari %(all)s sudah diisi", done=done, all=len(lines))
    url = url_for("evaluation.index", code=context.training.code)
    return [Step(ORDER, _("Evaluasi pelatihan"), detail, url, state)]
