"""Work reports scored with the rubric that their training names."""

from __future__ import annotations

from flask import Flask

from lms import access, panels
from quizzes.reportscores import account, permissions, telling, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add(app, "account.data", account.data, order=36)
    panels.add(app, "work_report.scores", telling.scores, order=10)
    panels.add(app, "work_report.staff", telling.for_staff, order=10)
    panels.add(app, "work_report.result", telling.for_trainee, order=10)
    panels.add(app, "work_report.list", telling.on_the_list, order=10)
