"""Taking attendance at the door: the list of a meeting, a tap for each person, all the rest."""

from __future__ import annotations

from datetime import datetime

from flask import flash, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from courses.attendance import evidence, excuse_queries, queries, rules, services, taking
from courses.attendance.channels import channels_of
from courses.attendance.forms import MarkForm
from courses.attendance.queries import Trainee
from courses.attendance.rules import MeetingPlan
from courses.attendance.services import Hand
from courses.attendance.staff_views import mark_page, plan_or_404, trainee_or_404
from courses.attendance.taking_forms import LookForm, RestForm, Tap
from courses.attendance.totals import Standing
from courses.attendance.views import bp
from courses.attendance.words import FACES, in_words
from courses.trainings.models import Meeting
from lms import clock, crypto
from lms.db import db, transaction
from lms.errors import wants_json

# Kept with the mark, so in the language of the register whoever presses the button.
TOGETHER = "Ditandai bersama"


@bp.get("/pelatihan/<code>/hadir/<meeting_key>")
def meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    now = clock.now()
    plan = plan_or_404(meeting_key)
    trainees = queries.trainees_of(g.training.id)
    form = LookForm(trainees)
    lines = taking.lines_of(plan, trainees, form.look)
    return render_template(
        "courses/attendance/meeting.html",
        meeting=plan,
        state=rules.state_of(plan, now),
        is_over=rules.is_over(plan, now),
        lines=lines,
        counts=taking.counts_of(lines),
        faces=FACES,
        form=form,
        who=crypto.person_label(current_user.person_id),
        waiting=len(excuse_queries.waiting_of(g.training.id).get(plan.id, ())),
        channels=channels_of(g.training.id, plan, now),
        contradictions=evidence.count_open(g.training.id, plan, trainees),
    )


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/ketuk/<int:enrolment_id>")
def tap(code: str, meeting_key: str, enrolment_id: int) -> ResponseReturnValue:
    plan, trainee = plan_or_404(meeting_key), trainee_or_404(enrolment_id)
    now = clock.now()
    hand = Tap.from_request().hand(plan, now)
    try:
        _mark(plan, enrolment_id, hand, now)
    except services.ChangedMeanwhileError as error:
        return _not_as_seen(plan, enrolment_id, hand, error.message)
    if wants_json():
        return jsonify(_told(plan, enrolment_id))
    flash(_("Kehadiran %(name)s disimpan.", name=trainee.name))
    trainees = queries.trainees_of(g.training.id)
    form = LookForm(trainees)
    anchor = taking.next_anchor(trainees, taking.lines_of(plan, trainees, form.look), enrolment_id)
    home = url_for(".meeting", code=code, meeting_key=meeting_key, **form.address)
    return redirect(f"{home}#{anchor}", 303)


@bp.route("/pelatihan/<code>/hadir/<meeting_key>/sisanya", methods=["GET", "POST"])
def mark_rest(code: str, meeting_key: str) -> ResponseReturnValue:
    """Says how many and who, and marks them only then."""
    plan, now = plan_or_404(meeting_key), clock.now()
    is_open = rules.state_of(plan, now).phase is not rules.Phase.EARLY
    form = RestForm(is_open=is_open, is_over=rules.is_over(plan, now))
    hand = form.hand(plan, TOGETHER)
    if hand is None:
        return _rest_page(form, plan), 422 if form.is_submitted() else 200
    with transaction(lock=services.lock_of(plan.id)):
        row = db.session.get_one(Meeting, plan.id)
        count = services.mark_rest(row, hand, actor_id=current_user.person_id, at=now)
    word = str(FACES[Standing(hand.status.value)].word).lower()
    flash(
        ngettext(
            "%(num)d peserta ditandai %(word)s.", "%(num)d peserta ditandai %(word)s.", count,
            word=word,
        )
    )  # fmt: skip
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


def _mark(plan: MeetingPlan, enrolment_id: int, hand: Hand, now: datetime) -> None:
    with transaction(lock=services.lock_of(plan.id)):
        row = db.session.get_one(Meeting, plan.id)
        services.mark_by_hand(row, enrolment_id, hand, actor_id=current_user.person_id, at=now)


def _not_as_seen(
    plan: MeetingPlan, enrolment_id: int, hand: Hand, message: str
) -> ResponseReturnValue:
    """Somebody else was first: what stands is shown, and the person who tapped decides."""
    if wants_json():
        return jsonify(message=message, **_told(plan, enrolment_id)), 409
    trainee = trainee_or_404(enrolment_id)
    form = MarkForm(formdata=None, status=hand.status.value)
    form.expected.data = trainee.marks[plan.id].sequence
    return mark_page(form, plan, trainee, conflict=message), 409


def _told(plan: MeetingPlan, enrolment_id: int) -> dict[str, str]:
    """The person's line and the counts as they stand now, and the standing in words."""
    trainees = queries.trainees_of(g.training.id)
    lines = taking.lines_of(plan, trainees)
    line = next(each for each in lines if each.trainee.enrolment_id == enrolment_id)
    values = {"meeting": plan, "faces": FACES, "counts": taking.counts_of(lines), "line": line}
    return {
        "line": render_template("courses/attendance/taking_line.html", **values),
        "counts": render_template("courses/attendance/taking_counts.html", **values),
        "standing": in_words(line.standing, line.trainee.marks.get(plan.id)),
    }


def _rest_page(form: RestForm, plan: MeetingPlan) -> str:
    missing: list[Trainee] = [
        line.trainee
        for line in taking.lines_of(plan, queries.trainees_of(g.training.id))
        if line.standing is Standing.UNMARKED
    ]
    return render_template("courses/attendance/rest.html", form=form, meeting=plan, missing=missing)
