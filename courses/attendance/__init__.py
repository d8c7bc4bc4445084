"""Who was there, counted in minutes from an append-only log."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.attendance import (
    boards,
    closing,
    excuse_views,
    late_views,
    paper_views,
    permissions,
    printed_views,
    reconcile_views,
    register_views,
    scan_views,
    screen,
    sending,
    staff_views,
    taking_views,
    views,
)
from courses.trainings.models import Role
from lms import access, panels, worker

__all__ = [
    "excuse_views",
    "init_app",
    "late_views",
    "paper_views",
    "printed_views",
    "reconcile_views",
    "register_views",
    "scan_views",
    "screen",
    "sending",
    "staff_views",
    "taking_views",
]


OFFLINE = worker.Shell(
    address="/hadir/luring",
    # "/" is where an installed app begins.
    patterns=(
        "^/$",
        "^/hadir/[^/]+/[^/]+/[^/]+$",
        "^/pelatihan/[^/]+(/hadir)?$",
        "^/hadir/luring$",
    ),
    files=("css/app.css", "icons.svg", "img/icon.svg", "js/kept.js", *worker.SCRIPTS[:4]),
    templates=("base.html", "courses/attendance/offline.html", "courses/attendance/kept.html"),
)


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add(app, "closing.blockers", closing.blockers, order=10)
    worker.add_shell(app, OFFLINE)
    panels.add(app, "account.data", excuse_views.data, order=30)
    panels.add(app, "trainee.day", boards.own_day, order=10)
    panels.add(app, "trainee.steps", boards.steps, order=10)
    panels.add(app, "trainee.home", boards.today, order=10)
    panels.add(app, "staff.home", boards.staff_today, order=10)
    trainees, staff = frozenset({Role.TRAINEE}), frozenset({Role.TRAINER, Role.ORGANISER})
    for endpoint, roles in (("attendance.check_in", trainees), ("attendance.board", staff)):
        item = panels.NavItem(
            40,
            _l("Kehadiran"),
            endpoint,
            roles,
            "qr-code",
            "attendance.",
            is_in_bar=roles is staff,
        )
        panels.add_nav(app, item)
