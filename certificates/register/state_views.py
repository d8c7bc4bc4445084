"""The corrected copy, and the whole batch taken back: two more pages of the register."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from certificates.register import cancelling, change_words, queries, reissuing
from certificates.register.forms import CancellationForm, ReissueForm
from certificates.register.models import IssueBatch
from certificates.register.queries import Entry
from certificates.register.rules import CANCEL_WITHIN, may_be_cancelled
from certificates.register.views import bp, entry_or_404
from courses.naming.queries import unconfirmed
from lms import clock
from lms.access import stranger
from lms.config import Settings
from lms.db import transaction


def _public_url() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url


@bp.route("/pelatihan/<code>/register/<int:certificate_id>/cetak-ulang", methods=["GET", "POST"])
def reissue(code: str, certificate_id: int) -> ResponseReturnValue:
    entry = entry_or_404(certificate_id)
    reissuing.refuse_unless_copied(g.training, entry, clock.now())
    form = ReissueForm()
    if not form.validate_on_submit():
        return _preview(entry, form), 422 if form.is_submitted() else 200
    with transaction():
        copy = reissuing.reissue(
            g.training,
            entry_or_404(certificate_id),
            reason=form.reason.data.strip(),
            shown=form.shown.data or "",
            public_url=_public_url(),
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(
        _(
            "Cetak ulang %(edition)d dari %(number)s terbit.",
            edition=copy.edition,
            number=copy.number,
        )
    )
    return redirect(url_for(".overview", code=code), 303)


def _preview(entry: Entry, form: ReissueForm) -> str:
    facts = reissuing.compose_copy(
        g.training, entry, code=entry.certificate.code, public_url=_public_url(), at=clock.now()
    )
    form.shown.data = reissuing.digest(facts)
    return render_template(
        "certificates/reissue.html",
        entry=entry,
        facts=facts,
        changes=change_words.rows(reissuing.changes(entry.facts, facts)),
        is_unconfirmed=entry.certificate.enrolment_id in unconfirmed(g.training.id),
        form=form,
    )


@bp.route("/pelatihan/<code>/register/batal/<int:batch_id>", methods=["GET", "POST"])
def cancel(code: str, batch_id: int) -> ResponseReturnValue:
    batch = cancelling.batch_of(g.training.id, batch_id)
    if batch is None:
        stranger()
    form, now = CancellationForm(), clock.now()
    if not form.validate_on_submit():
        entries = [entry for entry in queries.register_of(g.training.id) if entry.is_current]
        page = render_template(
            "certificates/cancel.html",
            batch=batch,
            until=batch.issued_at + CANCEL_WITHIN,
            is_open=may_be_cancelled(batch.issued_at, now),
            entries=[entry for entry in entries if entry.certificate.batch_id == batch.id],
            form=form,
        )
        return page, 422 if form.is_submitted() else 200
    return _cancel(code, batch, form)


def _cancel(code: str, batch: IssueBatch, form: CancellationForm) -> ResponseReturnValue:
    with transaction():
        cancelled = cancelling.cancel(
            batch,
            reason=form.reason.data.strip(),
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    count = len({certificate.number for certificate in cancelled})
    if count:
        flash(ngettext("%(num)d sertifikat dibatalkan.", "%(num)d sertifikat dibatalkan.", count))
    else:  # another press of the button was first
        flash(_("Sertifikat ini sudah dibatalkan."), "warn")
    return redirect(url_for(".overview", code=code), 303)
