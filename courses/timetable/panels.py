"""What the timetable says on pages and in answers of others, and what it asks of upper floors."""

from __future__ import annotations

from flask import current_app, g, render_template
from flask_login import current_user
from markupsafe import Markup

from courses.timetable import feeds, queries, rules
from courses.trainings.models import Role
from lms import clock, panels
from lms.config import Settings
from lms.i18n import in_indonesian, official_date, say


def quizzes() -> dict[str, str]:
    """The tests of this training that a line can name, by key; only upper floors know them."""
    context = panels.Context(g.training, g.roles, g.enrolment, clock.now())
    found = panels.of("timetable.quizzes", context)
    return {key: title for part in found for key, title in part.items()}


def on_schedule(context: panels.Context) -> Markup:
    """Above the timetable: the ways to it, and what is odd for those who can change it."""
    plan = None
    if Role.ORGANISER in context.roles:
        plan = queries.plan_of(context.training)
    return Markup(  # noqa: S704 - a template of ours, escaped by itself
        render_template(
            "courses/timetable/on_schedule.html",
            may_change=plan is not None and context.training.closed_at is None,
            oddities=rules.oddities(plan) if plan else [],
            days=plan.days if plan else (),
        )
    )


def calendar(context: panels.Context) -> Markup:
    """Below the timetable: the secret address under which a calendar program reads it."""
    part = feeds.part_of(context.training.id, current_user.person_id)
    feed = feeds.feed_of(part.id)
    settings: Settings = current_app.config["SETTINGS"]
    address = settings.public_url + feeds.path_of(feed) if feed else ""
    return Markup(  # noqa: S704 - a template of ours, escaped by itself
        render_template("courses/timetable/calendar.html", address=address)
    )


def after_loading(context: panels.Context) -> list[str]:
    """What is odd about the timetable as it stands now, for whoever loaded a folder."""
    with in_indonesian():
        return [_remark(oddity) for oddity in rules.oddities(queries.plan_of(context.training))]


def _remark(oddity: rules.Oddity) -> str:
    day = f"{official_date(oddity.day)}, " if oddity.day else ""
    return f"Perhatikan: {day}{say(oddity.words)}"
