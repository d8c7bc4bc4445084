"""The trainings of a person, and the home of one training."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.trainings import queries, rules, trainee
from courses.trainings.models import Enrolment, Role, Training
from lms import clock, panels
from lms.db import db
from lms.i18n import local_date

bp = Blueprint("trainings", __name__)

_MINE = (
    sa.select(Training.code, Training.title, Training.first_day, Training.last_day)
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(Enrolment.person_id == sa.bindparam("person_id"), Enrolment.withdrawn_at.is_(None))
    .distinct()
    .order_by(Training.first_day.desc())
)


@bp.get("/")
def index() -> ResponseReturnValue:
    mine = db.session.execute(_MINE, {"person_id": current_user.person_id}).all()
    if len(mine) == 1:
        return redirect(url_for(".home", code=mine[0].code))
    return render_template("courses/index.html", trainings=mine)


@bp.get("/pelatihan/<code>")
def home(code: str) -> ResponseReturnValue:
    if Role.TRAINEE in g.roles:
        context = trainee.context()
        steps = [step for steps in panels.of("trainee.steps", context) for step in steps]
        steps.sort(key=lambda step: step.order)
        return render_template(
            "courses/home.html", steps=steps, parts=panels.of("trainee.home", context)
        )
    parts = panels.of("staff.home", panels.Context(g.training, g.roles, None, clock.now()))
    return render_template("courses/staff_home.html", parts=parts)


@bp.get("/pelatihan/<code>/jadwal")
def schedule(code: str) -> ResponseReturnValue:
    items = queries.schedule_of(g.training.id)
    now = clock.now()
    today = rules.programme(items, local_date(now), now)
    context = panels.Context(g.training, g.roles, g.enrolment, now)
    return render_template(
        "courses/schedule.html",
        days=rules.by_day(items),
        running=today.running,
        following=today.following if today.when is rules.When.TODAY else None,
        parts=panels.of("schedule", context),
        below=panels.of("schedule.below", context),
    )
