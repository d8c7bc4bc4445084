"""The evaluation on a trainee's way: nothing before the first form opens."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.evaluation import queries
from courses.evaluation.rules import Lesson, State, subjects
from courses.trainings.models import ItemKind
from courses.trainings.trainee import own
from lms import panels
from lms.panels import Context, Step

ORDER = 75


def steps(context: Context) -> list[Step] | None:
    last_start, answered, closed = own(context, "evaluation")
    lessons = [
        Lesson(item.speaker, item.ends_at)
        for day in panels.of("trainee.day", context)
        for item in day.items
        if item.kind is ItemKind.LESSON
    ]
    starts = [last_start] if last_start else []
    wanted = subjects(lessons, starts, queries.forms_of(context.training))
    if not wanted:
        return None
    lines = queries.lines(wanted, answered, closed, context.now)
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
