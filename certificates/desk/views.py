"""The desk: what waits, how it looks, and the press that signs it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flask import (
    Blueprint,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from certificates import signing
from certificates.desk import queries, running, services
from certificates.desk.forms import SigningForm
from certificates.desk.queries import Waiting
from certificates.desk.running import Outcome
from certificates.document.sentences import titled
from certificates.signing.faults import SigningError
from certificates.signing.kinds import BY_PASSPHRASE, SignerKind
from lms import clock, files
from lms.access import stranger
from lms.errors import wants_json
from lms.i18n import say

bp = Blueprint("desk", __name__)
AT_ONCE = 5  # documents a press without the script, which sends them one by one


@bp.get("/pelatihan/<code>/tanda-tangan")
def overview(code: str) -> ResponseReturnValue:
    chosen = request.args.get("pilih", "")
    ticked = {int(part) for part in chosen.split(",") if part.isascii() and part.isdecimal()}
    return _page(SigningForm(formdata=None), ticked)


def _page(form: SigningForm, ticked: Iterable[int] = ()) -> str:
    waiting = queries.waiting(g.training.id)
    kinds = [kind for kind in SignerKind if any(each.kind is kind for each in waiting)]
    return render_template(
        "certificates/desk/overview.html",
        groups=[(kind, [each for each in waiting if each.kind is kind]) for kind in kinds],
        by_passphrase=BY_PASSPHRASE,
        ticked=set(ticked),
        form=form,
        now=clock.now(),
        titled=titled,
        at_once=AT_ONCE,
    )


@bp.post("/pelatihan/<code>/tanda-tangan")
def sign(code: str) -> ResponseReturnValue:
    form = SigningForm()
    if not form.validate_on_submit():
        return _refused(form)
    kind, at = SignerKind(form.signer.data), clock.now()
    chosen = queries.ready(g.training.id, kind, set(form.certificate.data))
    try:
        signer = signing.at_desk(kind, form.passphrase.data, at)
    except SigningError as fault:
        outcome = Outcome(stopped_at=chosen[0] if chosen else None, fault=fault)
    else:
        batch = chosen[:AT_ONCE]
        outcome = running.sign_all(batch, signer, actor_id=current_user.person_id)
    return _answer(code, chosen, outcome)


def _refused(form: SigningForm) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=next(iter(form.errors.values()))[0]), 422
    return _page(form, form.certificate.data or ()), 422


def _answer(code: str, chosen: list[Waiting], outcome: Outcome) -> ResponseReturnValue:
    """What happened, for the script or for the page; who was signed is no longer on it."""
    done = {each.certificate.id for each in (*outcome.signed, *outcome.skipped)}
    if wants_json():
        found = {"signed": sorted(done), "message": _stopped(outcome)}
        return jsonify(found), 409 if outcome.fault else 200
    if outcome.signed:
        flash(
            ngettext(
                "%(num)d sertifikat ditandatangani.",
                "%(num)d sertifikat ditandatangani.",
                len(outcome.signed),
            )
        )
    rest = [str(each.certificate.id) for each in chosen if each.certificate.id not in done]
    if outcome.fault is not None:
        flash(_stopped(outcome), "bad")
    elif rest:
        flash(_("Ketik passphrase sekali lagi, lalu lanjutkan dengan sisanya."), "warn")
    elif not outcome.signed:
        flash(_("Tidak ada yang perlu ditandatangani lagi dari pilihan Anda."), "warn")
    address = url_for(".overview", code=code, pilih=",".join(rest) or None)
    return redirect(address, 303)


def _stopped(outcome: Outcome) -> str:
    """Which document it stopped at, and why."""
    fault = outcome.fault
    if fault is None:
        return ""
    why = fault.message if isinstance(fault, services.BusyError) else say(fault.words)
    if outcome.stopped_at is None:
        return why
    facts = outcome.stopped_at.facts
    told: str = _(
        "Berhenti di nomor %(number)s (%(name)s). %(why)s",
        number=facts.number,
        name=facts.recipient_name,
        why=why,
    )
    return told


@bp.get("/pelatihan/<code>/tanda-tangan/<int:certificate_id>.pdf")
def preview(code: str, certificate_id: int) -> ResponseReturnValue:
    found = [
        each for each in queries.waiting(g.training.id) if each.certificate.id == certificate_id
    ]
    if not found or found[0].original is None:
        stranger()
    from certificates.desk import sheets  # noqa: PLC0415 - heavy: only who looks pays

    data = files.store().get(found[0].original.file_key)
    return send_file(io.BytesIO(sheets.preview(data)), mimetype="application/pdf")
