"""What attendance still waits for before a training can be closed."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.attendance import evidence, excuse_queries, late_queries, queries
from lms.panels import Blocker, Context


def blockers(context: Context) -> list[Blocker]:
    training_id, code = context.training.id, context.training.code
    late = [line.name for line in late_queries.lines_of(training_id) if line.verdict is None]
    excuses = [line.name for line in excuse_queries.all_of(training_id) if line.verdict is None]
    cases = evidence.cases_of(training_id, queries.meetings_of(training_id))
    torn = [case.seat.name for found in cases.values() for case in found if case.is_open]
    waiting = (
        (_("Permohonan izin belum dijawab"), excuses, "attendance.excuse_list"),
        (_("Kode yang terkirim belakangan belum diputuskan"), late, "attendance.late"),
        (_("Kehadiran yang bertentangan belum diputuskan"), torn, "attendance.reconcile_all"),
    )
    return [
        Blocker(title, tuple(dict.fromkeys(names)), url_for(endpoint, code=code))
        for title, names, endpoint in waiting
        if names
    ]
