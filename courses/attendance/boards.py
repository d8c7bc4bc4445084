"""What attendance says on the homes of a training."""

from __future__ import annotations

from flask import g, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from courses.attendance import queries, rules
from courses.attendance.queries import Day
from courses.attendance.rules import MeetingPlan, Phase
from courses.attendance.totals import HERE, AttendanceTotals, totals
from courses.trainings.models import Role
from courses.trainings.rules import When, programme
from lms.i18n import format_day, format_time, local_date
from lms.panels import Context, Step

ORDER = 5  # while a meeting is open, nothing comes before marking it


def steps(context: Context) -> list[Step] | None:
    day = own_day(context)
    if not day.meetings:
        return None
    url = url_for("attendance.check_in", code=context.training.code)
    meeting = rules.current(day.meetings, context.now)
    if meeting is not None and meeting.id not in day.marks:
        state = rules.state_of(meeting, context.now)
        if state.takes_marks:
            title = _("Catat kehadiran: %(meeting)s", meeting=meeting.title)
            return [Step(ORDER, title, _open_until(meeting, state), url, "now")]
    so_far = totals(day.meetings, day.marks, context.now)
    return [Step(ORDER, _("Kehadiran"), _so_far(so_far, meeting, day), url, _state(so_far))]


def _open_until(meeting: MeetingPlan, state: rules.State) -> str:
    if state.phase is Phase.LATE:
        return str(
            _("Anda terlambat %(minutes)d menit, tetap catat sekarang", minutes=state.minutes)
        )
    return str(_("Tepat waktu sampai pukul %(time)s", time=format_time(meeting.late_after)))


def _so_far(so_far: AttendanceTotals, meeting: MeetingPlan | None, day: Day) -> str:
    parts = []
    if so_far.over:
        values = {"present": so_far.present_so_far, "count": len(so_far.over)}
        parts.append(_("Hadir di %(present)d dari %(count)d pertemuan yang selesai.", **values))
    if meeting is not None and meeting.id in day.marks:
        parts.append(_("%(meeting)s sudah tercatat.", meeting=meeting.title))
    elif meeting is not None:
        opens = {"day": format_day(meeting.day), "time": format_time(meeting.opens_at)}
        parts.append(_("Presensi berikutnya dibuka %(day)s pukul %(time)s.", **opens))
    return " ".join(parts)


def _state(so_far: AttendanceTotals) -> str:
    if len(so_far.over) < len(so_far.results):
        return "wait"
    return "done" if all(result.standing in HERE for result in so_far.results) else "todo"


def today(context: Context) -> Markup | None:
    """The trainee's programme of today."""
    shown = programme(own_day(context).items, local_date(context.now), context.now)
    if shown.when is When.EMPTY:
        return None
    page = render_template("courses/today.html", programme=shown)
    return Markup(page)  # noqa: S704 - from our own template


def staff_today(context: Context) -> Markup | None:
    """The meetings of today, or of the next day that has any, with what one does with them."""
    if not context.roles & {Role.TRAINER, Role.ORGANISER}:
        return None
    meetings = queries.meetings_of(context.training.id)
    day = min((m.day for m in meetings if m.day >= local_date(context.now)), default=None)
    if day is None:
        return None
    shown = [(m, rules.state_of(m, context.now)) for m in meetings if m.day == day]
    is_today = day == local_date(context.now)
    page = render_template(
        "courses/attendance/staff_today.html", meetings=shown, day=day, is_today=is_today
    )
    return Markup(page)  # noqa: S704 - from our own template


def own_day(context: Context) -> Day:
    """Read once a request: the steps of several features and the programme ask for it."""
    if "attendance_day" not in g:
        g.attendance_day = queries.day_of(context.training.id, context.enrolment.id)
    day: Day = g.attendance_day
    return day
