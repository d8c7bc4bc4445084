"""Codes that a phone kept while it had no signal, and the page on which it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from courses.attendance import late_services, phones, queries, rules, scanning, services
from courses.attendance.forms import SentCode
from courses.attendance.late_services import Sent
from courses.attendance.models import LateScan
from courses.attendance.rules import MeetingPlan
from courses.attendance.scanning import Found
from courses.attendance.services import Proof
from courses.attendance.views import bp, said_of
from courses.trainings.models import Meeting
from lms import clock, crypto
from lms.db import db, transaction
from lms.errors import DomainError
from lms.i18n import format_time
from lms.web import limiter, person_or_network

# Only refused codes count, so that a phone whose answers get lost may try again and again. The
# most windows that eight meetings have in a day are 46,000, of 729 million codes: who guesses on
# all days of a year finds one with a chance of one in 70, and staff still have to believe it.
GUESSES = "10/minute;60/day"


class CodeRefusedError(DomainError):
    """The code proves nothing for this meeting."""

    status = 422


@dataclass(frozen=True)
class Reply:
    """What a phone is told; `state` is recorded, waiting, confirmed or refused."""

    state: str
    message: str


@bp.get("/hadir/luring")
def offline() -> ResponseReturnValue:
    """The page that the service worker shows without signal: nothing personal is in it."""
    return render_template("courses/attendance/offline.html")


@bp.get("/hadir/sesi")
def session() -> ResponseReturnValue:
    """Who is signed in on this phone now, and a token with which it may send."""
    who = crypto.person_label(current_user.person_id)
    return jsonify(who=who, name=current_user.name, csrf_token=generate_csrf())


@bp.post("/hadir/<code>/kirim")
@limiter.limit(
    GUESSES,
    key_func=person_or_network,
    deduct_when=lambda response: response.status_code == CodeRefusedError.status,
)
def send(code: str) -> ResponseReturnValue:
    now = clock.now()
    sent = SentCode.from_json(request.get_json(silent=True))
    if sent is None:
        raise CodeRefusedError(_("Kiriman ini tidak dapat dibaca."))
    meetings = queries.meetings_of(g.training.id)
    found = scanning.find(_meant(sent, meetings), sent.code, now)
    if found is None:
        raise CodeRefusedError(_why_not(sent, meetings, now))
    reply = _keep(found, sent, now)
    return jsonify(state=reply.state, message=reply.message)


def _meant(sent: SentCode, meetings: tuple[MeetingPlan, ...]) -> tuple[MeetingPlan, ...]:
    """A scan names its meeting; a code typed without signal may be of any."""
    return tuple(m for m in meetings if sent.meeting in ("", m.key))


def _why_not(sent: SentCode, meetings: tuple[MeetingPlan, ...], now: datetime) -> str:
    meant = _meant(sent, meetings)
    if not meant:
        return str(_("Pertemuan ini tidak ada di jadwal. Lapor ke panitia."))
    if any(scanning.is_still_to_come(meeting, sent.code, now) for meeting in meant):
        return str(_("Kode ini belum tampil di layar pertemuan, jadi tidak dapat diterima."))
    other = scanning.find(meetings, sent.code, now)
    if other is not None:
        return str(_("Kode ini milik pertemuan lain, %(other)s.", other=other.meeting.title))
    return str(_("Kode ini tidak pernah tampil di layar pertemuan. Lapor ke panitia."))


def _keep(found: Found, sent: SentCode, now: datetime) -> Reply:
    """Mark the person if the code is fresh and nothing stands, else keep it as evidence."""
    seat, device = g.enrolment, phones.fingerprint()
    who = {"actor_id": current_user.person_id, "at": now}
    with transaction(lock=services.lock_of(found.meeting.id)):
        meeting = db.session.get_one(Meeting, found.meeting.id)
        plan = services.plan_of(meeting)
        standing = services.latest(meeting.id, seat.id)
        is_open = found.is_fresh and rules.state_of(plan, now).takes_marks
        if is_open and standing is None and seat.withdrawn_at is None:
            proof = Proof(found.source, device)
            mark, is_new = services.check_in(meeting, seat.id, proof=proof, **who)
            return Reply("recorded", said_of(mark, plan, is_new=is_new)[0])
        if standing and late_services.adds_nothing(meeting, standing, found.shown_at):
            return Reply("recorded", said_of(standing, plan, is_new=False)[0])
        phone_says = Sent(crypto.typed_code(sent.code), found.shown_at, sent.at, device)
        scan = late_services.receive(meeting, seat.id, phone_says, **who)
        return _told(scan, meeting.title)


def _told(scan: LateScan, title: str) -> Reply:
    values = {"meeting": title, "time": format_time(scan.shown_at)}
    verdict = late_services.verdict_on(scan)
    if verdict is None and scan.was_withdrawn:
        text = _(
            "Tercatat tanpa sinyal untuk %(meeting)s pukul %(time)s, perlu ditinjau panitia: "
            "nama Anda tidak lagi ada di daftar peserta.",
            **values,
        )
    elif verdict is None:
        text = _(
            "Terkirim belakangan untuk %(meeting)s, kode pukul %(time)s. Menunggu konfirmasi "
            "panitia.",
            **values,
        )
    elif verdict.is_accepted:
        text = _("Panitia sudah mengonfirmasi kode pukul %(time)s untuk %(meeting)s.", **values)
    else:
        text = _(
            "Panitia menolak kode pukul %(time)s untuk %(meeting)s: %(reason)s",
            reason=verdict.reason,
            **values,
        )
    state = "waiting" if verdict is None else "confirmed" if verdict.is_accepted else "refused"
    return Reply(state, str(text))
