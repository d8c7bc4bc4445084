"""Signed by hand: printed here, signed on paper, scanned back and attached for good."""

from __future__ import annotations

import io

from flask import Blueprint, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from certificates.desk import queries, services
from certificates.desk.forms import ScanForm
from certificates.desk.queries import Waiting
from certificates.register.chain import lock_of
from certificates.signing import kinds
from certificates.signing.kinds import SignerKind
from lms import clock, files, handed
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError
from lms.i18n import say
from lms.words import InputError

bp = Blueprint("desk_wet", __name__)


class NothingToPrintError(DomainError):
    """Nothing waits, or its file is still being made."""


def _waiting() -> list[Waiting]:
    return [each for each in queries.waiting(g.training.id) if each.kind is SignerKind.WET]


@bp.get("/pelatihan/<code>/tanda-tangan/cetak.pdf")
def prints(code: str) -> ResponseReturnValue:
    ready = [each.original.file_key for each in _waiting() if each.original is not None]
    if not ready:
        raise NothingToPrintError(_("Belum ada lembar yang dapat dicetak."))
    from certificates.desk import sheets  # noqa: PLC0415 - heavy: only who prints pays

    data = sheets.together(files.store().get(key) for key in ready)
    return send_file(
        io.BytesIO(data),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"tanda-tangan-basah-{code}.pdf",
    )


@bp.route("/pelatihan/<code>/tanda-tangan/<int:certificate_id>/pindaian", methods=["GET", "POST"])
def scan(code: str, certificate_id: int) -> ResponseReturnValue:
    found = [each for each in _waiting() if each.certificate.id == certificate_id]
    if not found or found[0].original is None:
        stranger()
    form = ScanForm()
    data = _scanned(form) if form.validate_on_submit() else None
    if data is None:
        page = render_template("certificates/desk/scan.html", waiting=found[0], form=form)
        return page, 422 if form.is_submitted() else 200
    _keep(found[0], data)
    number = found[0].facts.number
    flash(_("Pindaian sertifikat %(number)s tersimpan.", number=number))
    return redirect(url_for("desk.overview", code=code), 303)


def _scanned(form: ScanForm) -> bytes | None:
    """The scan as PDF, or None with the form saying what is wrong with it."""
    upload = form.scan.data
    from certificates.desk import scans  # noqa: PLC0415 - Pillow: only who uploads pays

    try:
        return scans.as_pdf(handed.handed_file(upload.filename or "", upload.read()))
    except InputError as error:
        form.scan.errors = [say(error.words)]
        return None


def _keep(waiting: Waiting, data: bytes) -> None:
    key = files.store().put(data, ".pdf")
    with transaction(lock_of(waiting.certificate.id)):
        services.keep_signed(
            waiting.certificate,
            data,
            key,
            signature=kinds.WET,
            token=None,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
