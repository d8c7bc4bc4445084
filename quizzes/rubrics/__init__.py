"""Rubrics and the assessments made with them."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings.models import Role
from lms import access, content, panels
from quizzes.rubrics import closing, loader, models, permissions, result, views

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    content.register(loader.PART)
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "closing.blockers", closing.blockers, order=40)
    panels.add(app, "work_plan.result", result.of_work_plan, order=10)
    panels.add(app, "work_report.criteria", result.of_work_report, order=10)
    panels.add(app, "staff.home", result.on_staff_home, order=50)
    panels.add_nav(
        app,
        panels.NavItem(
            50,
            _l("Penilaian"),
            "rubrics.queue",
            frozenset({Role.TRAINER}),
            "clipboard-list",
            "rubrics.",
        ),
    )
