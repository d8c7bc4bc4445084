"""The timetable: changed on screen, checked for what is odd, and followed in a calendar."""

from __future__ import annotations

from flask import Flask

from courses.timetable import calendar_views, meeting_views, panels, permissions, views
from lms import access
from lms import panels as places

__all__ = ["init_app", "meeting_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(calendar_views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    places.add(app, "schedule", panels.on_schedule, order=10)
    places.add(app, "schedule.below", panels.calendar, order=10)
    places.add(app, "training.loaded", panels.after_loading, order=10)
