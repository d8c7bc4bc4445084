"""Substitutes and people who came without being on the list: typed, looked at, then written."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from courses.roster import queries, seats
from courses.roster.columns import Column
from courses.roster.forms import NewcomerForm, WalkInForm, WithdrawForm
from courses.roster.matching import Match
from courses.roster.participants import Participant
from courses.roster.queries import Trainee
from courses.roster.typed import read_typed
from courses.roster.views import page
from courses.trainings.models import Enrolment
from courses.trainings.quota import ELEMENT_NAMES, Element, QuotaLine
from lms import clock
from lms.db import transaction
from lms.errors import DomainError
from lms.i18n import local_date, say
from lms.people.regions import BY_CODE

bp = Blueprint("seats", __name__, url_prefix="/pelatihan/<code>/peserta")


@bp.route("/<int:enrolment_id>/ganti", methods=["GET", "POST"])
def replace(code: str, enrolment_id: int) -> ResponseReturnValue:
    left = queries.trainee(g.training.id, enrolment_id)
    if left is None:
        return _already(code, enrolment_id)
    form = NewcomerForm()
    if not form.is_submitted():
        form.instansi.data = left[0].institution
        return _replace_page(form, left), 200
    participant = _participant(form, left[0].element, left[0].region_code or "")
    match = _match(form, participant, left[0]) if participant else None
    if match is None or participant is None:
        return _replace_page(form, left), 422
    if "yes" not in request.form:
        return _replace_page(form, left, match), 200
    training = g.training
    with transaction():  # imports, decisions and issuing take the same turn
        joined = seats.replace(training, enrolment_id, participant, form.letter, _change())
        joined_id = joined.id
    return _done(code, joined_id, participant)


@bp.route("/tambah", methods=["GET", "POST"])
def walk_in(code: str) -> ResponseReturnValue:
    form = WalkInForm()
    form.seat.choices = _empty_seats()
    if not form.is_submitted():
        return _walk_in_page(form), 200
    is_seat = form.seat.validate(form)
    participant = _participant(form, *form.place) if is_seat else None
    if not is_seat and (line := _line_of(form.seat.data or "")):
        form.seat.errors = [say(seats.no_seat(line))]
    match = _match(form, participant, None) if participant else None
    if match is None or participant is None:
        return _walk_in_page(form), 422
    if "yes" not in request.form:
        return _walk_in_page(form, match), 200
    training = g.training
    with transaction():  # imports, decisions and issuing take the same turn
        joined = seats.add_walk_in(training, participant, form.letter, _change())
        joined_id = joined.id
    return _done(code, joined_id, participant)


@bp.route("/pergantian/<int:change_id>/batalkan", methods=["GET", "POST"])
def take_back(code: str, change_id: int) -> ResponseReturnValue:
    found = [each for each in queries.exchanges(g.training.id) if each.id == change_id]
    if not found or not found[0].can_be_taken_back:
        abort(404)
    form = WithdrawForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return page("take_back", form=form, exchange=found[0]), status
    training = g.training
    with transaction():  # imports, decisions and issuing take the same turn
        seats.take_back(training, change_id, form.reason.data.strip(), _change())
    flash(_("%(name)s kembali ke dalam daftar peserta.", name=found[0].left))
    return redirect(url_for("roster.people", code=code), 303)


def _already(code: str, enrolment_id: int) -> ResponseReturnValue:
    """The button was pressed twice, or another organiser was first."""
    name = queries.replaced(g.training.id).get(enrolment_id) or abort(404)
    flash(_("Peserta ini sudah digantikan oleh %(name)s.", name=name), "info")
    return redirect(url_for("roster.people", code=code), 303)


def _replace_page(form: NewcomerForm, left: Trainee, match: Match | None = None) -> str:
    return page("replace", form=form, left=left, match=match, is_late=_is_late())


def _walk_in_page(form: WalkInForm, match: Match | None = None) -> str:
    return page("walk_in", form=form, match=match, is_late=_is_late())


def _is_late() -> bool:
    """Who comes now can no longer attend every day, as the rules ask."""
    training = g.training
    return bool(training.rules.get("both_days")) and local_date(clock.now()) > training.first_day


def _participant(form: NewcomerForm, element: Element | None, region: str) -> Participant | None:
    """Who was typed, once everything is in order; else the fields carry their errors."""
    is_valid = form.validate()
    reading = read_typed(
        form.texts(),
        element=element or Element.PROVINCIAL_OFFICER,
        region=region,
        today=local_date(clock.now()),
    )
    form.take(reading.errors)
    if not is_valid or reading.errors:
        return None
    if not reading.participants:
        form[Column.NAME.value].errors = [_("Tulis nama lengkapnya.")]
        return None
    return reading.participants[0]


def _match(form: NewcomerForm, participant: Participant, left: Enrolment | None) -> Match | None:
    try:
        return seats.match_of(g.training, participant, left=left)
    except DomainError as error:
        form[Column.NAME.value].errors = [error.message]
        return None


def _line_of(chosen: str) -> QuotaLine | None:
    """The line of the quota that a choice means, also once it is full."""
    report = queries.seats_report(g.training, queries.seats(g.training.id))
    return next((line for line in report.lines if _value(line) == chosen and line.wanted), None)


def _value(line: QuotaLine) -> str:
    return f"{line.region}|{line.element.value}"


def _empty_seats() -> list[SelectChoice]:
    report = queries.seats_report(g.training, queries.seats(g.training.id))
    return [
        SelectChoice(
            _value(line),
            f"{BY_CODE[line.region].name}: {say(ELEMENT_NAMES[line.element])}",
        )
        for line in report.lines
        if line.missing
    ]


def _change() -> seats.Change:
    days = current_app.config["SETTINGS"].slip_days
    return seats.Change(current_user.person_id, clock.now(), days)


def _done(code: str, joined_id: int, participant: Participant) -> ResponseReturnValue:
    flash(_("%(name)s masuk dalam daftar peserta.", name=participant.name))
    return redirect(url_for("slips.show", code=code, enrolment_id=joined_id), 303)
