"""The work report on a trainee's way, among the tasks, and on the staff's home page."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from courses.trainings.models import Enrolment
from courses.trainings.permissions import STAFF_ROLES
from courses.trainings.trainee import Kept, own
from courses.workreports import queries
from courses.workreports.models import WorkReport
from courses.workreports.rules import ReportState, Standing, days_late, due_day
from lms.i18n import format_date, format_moment, local_date
from lms.panels import Context, Step

ORDER = 95
KEPT = Kept(
    columns=(WorkReport.state, queries.FIRST_SENT, queries.LAST_SENT),
    joins=((WorkReport, WorkReport.enrolment_id == Enrolment.id),),
)


def steps(context: Context) -> list[Step] | None:
    """From the last day on; before it nobody has anything to report."""
    training, today = context.training, local_date(context.now)
    if today < training.last_day:
        return None
    state, first, last = own(context, "workreports")
    due = due_day(training.last_day, training.rules)
    late = days_late(due, local_date(first) if first else None, today)
    # On the last day there is other work to do, and nothing to tell yet.
    is_due = "now" if today > training.last_day else "todo"
    mark, detail = _told(state, last) or (is_due, _until(due, late))
    url = url_for("workreports.report", code=training.code)
    return [Step(ORDER, _("Laporan kerja"), detail, url, mark)]


def _told(state: ReportState | None, last: datetime | None) -> tuple[str, str] | None:
    if state is ReportState.ACCEPTED:
        return "done", _("Diterima")
    if state is ReportState.RETURNED:
        return "now", _("Perlu perbaikan, lalu kirim lagi")
    if state is ReportState.SENT and last is not None:
        return "wait", _("Terkirim %(moment)s, menunggu diperiksa", moment=format_moment(last))
    return None


def _until(due: date, late: int) -> str:
    if not late:
        return str(_("Paling lambat %(day)s", day=format_date(due)))
    return str(
        ngettext(
            "Terlambat %(num)d hari, tetap dapat dikirim",
            "Terlambat %(num)d hari, tetap dapat dikirim",
            late,
        )
    )


def on_staff_home(context: Context) -> Markup | None:
    """How many reports wait for staff, and how many are overdue."""
    today = local_date(context.now)
    if not context.roles & STAFF_ROLES or today < context.training.last_day:
        return None
    lines = queries.lines_of(context.training, today)
    page = render_template(
        "courses/workreports/home_panel.html",
        waiting=Counter(line.standing for line in lines)[Standing.SENT],
        overdue=sum(line.is_overdue for line in lines),
    )
    return Markup(page)  # noqa: S704 - our own template
