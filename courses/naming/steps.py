"""The name on a trainee's way: it is confirmed before anything is printed with it."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.naming import queries
from courses.naming.rules import State
from courses.trainings.trainee import own
from lms.panels import Context, Step

ORDER = 15


def steps(context: Context) -> list[Step]:
    line = queries.Line(*own(context, "naming"))
    details = {
        State.OPEN: ("now", _("Periksa nama yang akan tercetak di sertifikat")),
        State.CONFIRMED: ("done", line.name),
        State.WAITING: ("wait", _("Koreksi Anda menunggu jawaban panitia")),
        State.REFUSED: ("now", _("Koreksi Anda dijawab panitia. Periksa lagi")),
    }
    state, detail = details[line.state]
    url = url_for("naming.own", code=context.training.code)
    return [Step(ORDER, _("Nama di sertifikat"), detail, url, state)]
