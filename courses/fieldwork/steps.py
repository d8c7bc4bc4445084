"""The commitment and the work plan on a trainee's way."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from courses.fieldwork.models import Commitment, WorkPlan
from courses.fieldwork.rules import PlanState
from courses.trainings.models import Enrolment
from courses.trainings.trainee import Kept, own
from lms.i18n import format_moment, local_date
from lms.panels import Context, Step

PLAN_ORDER, COMMITMENT_ORDER = 60, 80

KEPT = Kept(
    columns=(Commitment.signed_at, WorkPlan.state, WorkPlan.saved_at, WorkPlan.sent_at),
    joins=(
        (Commitment, Commitment.enrolment_id == Enrolment.id),
        (WorkPlan, WorkPlan.enrolment_id == Enrolment.id),
    ),
)


def steps(context: Context) -> list[Step]:
    """Both can be done at any time; they become the next thing to do on the last day."""
    signed_at, state, saved_at, sent_at = own(context, "fieldwork")
    is_due = local_date(context.now) >= context.training.last_day
    code = context.training.code
    plan_state, plan_detail = _plan(state, saved_at, sent_at, is_due=is_due)
    if signed_at is None:
        signing = "now" if is_due else "todo", _("Dibaca dan ditandatangani sekali")
    else:
        signing = "done", _("Ditandatangani %(moment)s", moment=format_moment(signed_at))
    return [
        Step(
            PLAN_ORDER,
            _("Rencana kerja"),
            plan_detail,
            url_for("fieldwork.work_plan", code=code),
            plan_state,
        ),
        Step(
            COMMITMENT_ORDER,
            _("Pernyataan komitmen"),
            signing[1],
            url_for("fieldwork.commitment", code=code),
            signing[0],
        ),
    ]


def _plan(
    state: PlanState | None, saved_at: datetime | None, sent_at: datetime | None, *, is_due: bool
) -> tuple[str, str]:
    if state is PlanState.ACCEPTED:
        return "done", _("Diterima")
    if state is PlanState.RETURNED:
        return "now", _("Perlu perbaikan, lalu kirim lagi")
    if state is PlanState.SENT and sent_at is not None:
        return "wait", _("Terkirim %(moment)s, menunggu penilaian", moment=format_moment(sent_at))
    detail = _("Tujuan dan kegiatan tiga bulan di wilayah tugas Anda")
    if saved_at is not None:
        detail = _("Draf tersimpan %(moment)s, belum dikirim", moment=format_moment(saved_at))
    return ("now" if is_due else "todo"), detail
