"""The calendar behind its secret address, and the button that makes a new address."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.timetable import feeds
from lms import clock
from lms.config import Settings
from lms.db import transaction
from lms.web import limiter

bp = Blueprint("calendar", __name__)

PER_NETWORK = "120 per minute"  # one calendar service asks for many people


@bp.get("/kalender/<int:feed_id>-<token>.ics")
@limiter.limit(PER_NETWORK)
def show(feed_id: int, token: str) -> ResponseReturnValue:
    settings: Settings = current_app.config["SETTINGS"]
    content = feeds.calendar_of(feed_id, token, public_url=settings.public_url)
    if content is None:
        abort(404)
    response = Response(content, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-cache"  # ask each time if it changed
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/pelatihan/<code>/jadwal/kalender")
def make(code: str) -> ResponseReturnValue:
    part_id = feeds.part_of(g.training.id, current_user.person_id).id
    training = g.training
    with transaction(lock=f"calendar {part_id}"):
        feeds.make_address(training, part_id, actor_id=current_user.person_id, at=clock.now())
    flash(_("Alamat kalender dibuat."))
    return redirect(url_for("trainings.schedule", code=code, _anchor="kalender"), 303)
