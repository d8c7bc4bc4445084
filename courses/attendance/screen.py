"""The page for the projector: the code of this moment, its QR, and who is still missing."""

from __future__ import annotations

from typing import Any

import segno
from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from courses.attendance import codes, queries, rules, scanning
from courses.attendance.totals import HERE, Standing, standing_of
from courses.attendance.views import bp
from lms import clock
from lms.config import Settings


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/layar")
def screen(code: str, meeting_key: str) -> ResponseReturnValue:
    return render_template("courses/attendance/screen.html", nav=(), **_values(meeting_key))


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/layar/isi")
def screen_part(code: str, meeting_key: str) -> ResponseReturnValue:
    """What changes on the screen; the page's script asks for it when the code changes."""
    return render_template("courses/attendance/screen_part.html", **_values(meeting_key))


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/layar/nama")
def screen_people(code: str, meeting_key: str) -> ResponseReturnValue:
    """Who is here and who is missing; the page's script asks for it every few seconds."""
    return render_template("courses/attendance/screen_people.html", **_values(meeting_key))


def _values(meeting_key: str) -> dict[str, Any]:
    now = clock.now()
    plans = [plan for plan in queries.meetings_of(g.training.id) if plan.key == meeting_key]
    if not plans:
        abort(404)
    meeting = plans[0]
    state = rules.state_of(meeting, now)
    code = codes.code_at(scanning.secret_of(meeting.id), now) if state.takes_marks else ""
    people = [
        (trainee.name, standing_of(meeting, trainee.marks.get(meeting.id)))
        for trainee in queries.trainees_of(g.training.id)
    ]
    return {
        "meeting": meeting,
        "state": state,
        "code": code,
        "seconds_left": codes.seconds_left(now),
        "qr": qr_svg(address_of(g.training.code, meeting_key, code)) if code else "",
        "address": address_of(g.training.code, meeting_key, code),
        "here": sum(standing in HERE for _name, standing in people),
        "missing": [name for name, standing in people if standing is Standing.UNMARKED],
        "count": len(people),
        "now": now,
    }


def address_of(training_code: str, meeting_key: str, code: str) -> str:
    """The public address of a scan: printed in the QR, so never taken from the request."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.public_url}/hadir/{training_code}/{meeting_key}/{code}"


def qr_svg(text: str, *, title: str | None = None) -> Markup:
    """A QR as inline SVG; its size and colours are the style sheet's. A PDF wants a title."""
    drawing = segno.make(text, error="m", micro=False)
    svg = drawing.svg_inline(
        border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", title=title
    )
    return Markup(svg)  # noqa: S704 - drawn by segno from our own address
