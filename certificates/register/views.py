"""Issuing, the register, downloads and revocation."""

from __future__ import annotations

import io

from flask import Blueprint, current_app, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from certificates import signing
from certificates.badges.keyring import current_key
from certificates.decisions.queries import cases
from certificates.document.facts import CertificateKind
from certificates.register import cancelling, queries, reports, services, standing
from certificates.register.awaiting import Due, awaiting, digest
from certificates.register.forms import IssueForm, RevocationForm
from certificates.register.numbers import certificate_number
from certificates.register.queries import Entry
from certificates.register.rendering import hindrances
from certificates.register.rules import State, may_be_copied, may_be_given_out
from certificates.register.schema import CertificateSettings
from certificates.register.words import papers_in_words
from certificates.template.queries import in_force
from courses.naming.queries import unconfirmed
from lms import clock, files
from lms.access import stranger
from lms.config import Settings
from lms.db import transaction
from lms.errors import DomainError
from lms.exports import XLSX
from lms.i18n import local_date

bp = Blueprint("register", __name__)


class NotReadyError(DomainError):
    """The file is still being made, or must no longer be given out."""


@bp.get("/pelatihan/<code>/terbitkan")
def confirm(code: str) -> ResponseReturnValue:
    settings = CertificateSettings.model_validate(g.training.certificate)
    is_real = signing.will_sign(settings.signer, clock.now())
    due = awaiting(cases(g.training), g.training)
    shown = _digest(due, is_real=is_real)
    return render_template(
        "certificates/issue.html",
        due=due,
        papers_in_words=papers_in_words,
        lists=[_listed(due, kind, settings) for kind in _kinds(due)],
        settings=settings,
        is_real=is_real,
        key=signing.key_for_issuing(clock.now()) if settings.signer == "kantor" else None,
        has_badge_key=current_key() is not None,
        printed_minutes=services.printed_minutes(g.training),
        unconfirmed=unconfirmed(g.training.id),
        form=IssueForm(formdata=None, shown=shown),
    )


def _digest(due: list[Due], *, is_real: bool) -> str:
    return digest(due, template_version=in_force(g.training).version, is_real=is_real)


def _kinds(due: list[Due]) -> list[CertificateKind]:
    return [kind for kind in CertificateKind if any(paper.kind is kind for paper in due)]


def _listed(
    due: list[Due], kind: CertificateKind, settings: CertificateSettings
) -> tuple[CertificateSettings, list[tuple[str, Due]]]:
    """The papers of one kind with the numbers they would get now."""
    settings, day = settings.of(kind), local_date(clock.now())
    first = services.next_serial(settings.series, day)
    papers = enumerate((paper for paper in due if paper.kind is kind), start=first)
    numbered = [(certificate_number(settings, serial, day), paper) for serial, paper in papers]
    return settings, numbered


@bp.post("/pelatihan/<code>/terbitkan")
def issue(code: str) -> ResponseReturnValue:
    settings: Settings = current_app.config["SETTINGS"]
    signer = CertificateSettings.model_validate(g.training.certificate).signer
    is_real, shown = signing.will_sign(signer, clock.now()), IssueForm().shown.data
    with transaction():
        due = awaiting(cases(g.training), g.training)
        if due and shown and shown != _digest(due, is_real=is_real):
            flash(_("Daftarnya berubah sejak halaman ini dibuka. Periksa lagi."), "warn")
            return redirect(url_for(".confirm", code=code), 303)
        issued = services.issue(
            g.training,
            [paper.decision for paper in due],
            public_url=settings.public_url,
            is_specimen=not is_real,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    if not issued:  # another press of the button, or another organiser, was first
        flash(_("Tidak ada sertifikat yang menunggu terbit."), "warn")
        return redirect(url_for(".overview", code=code), 303)
    flash(_("%(papers)s terbit. Berkasnya sedang dibuat.", papers=papers_in_words(issued)))
    return redirect(url_for(".overview", code=code), 303)


@bp.get("/pelatihan/<code>/register")
def overview(code: str) -> ResponseReturnValue:
    entries, now = queries.register_of(g.training.id), clock.now()
    unmade = {entry.certificate.id for entry in entries if entry.is_current and not entry.file}
    return render_template(
        "certificates/register.html",
        entries=entries,
        hindrances=hindrances(unmade),
        states=standing.of_all(g.training, entries, now),
        batches=cancelling.open_batches(g.training.id, now),
        may_be_copied=may_be_copied,
        may_be_given_out=may_be_given_out,
    )


def entry_or_404(certificate_id: int) -> Entry:
    entry = queries.by_id(g.training.id, certificate_id)
    if entry is None:
        stranger()
    return entry


@bp.get("/pelatihan/<code>/register/<int:certificate_id>.pdf")
def document(code: str, certificate_id: int) -> ResponseReturnValue:
    return _pdf(entry_or_404(certificate_id))


@bp.get("/pelatihan/<code>/sertifikat-saya.pdf")
def my_document(code: str) -> ResponseReturnValue:
    return _own(CertificateKind.COMPETENCE)


@bp.get("/pelatihan/<code>/surat-keterangan-saya.pdf")
def my_attendance(code: str) -> ResponseReturnValue:
    return _own(CertificateKind.ATTENDANCE)


def _own(kind: CertificateKind) -> ResponseReturnValue:
    entry = queries.newest_of(g.enrolment.id, kind)
    if entry is None:
        stranger()
    return _pdf(entry)


_WHY_NOT = {
    State.CANCELLED: _l("Sertifikat ini sudah dibatalkan dan tidak dapat diunduh lagi."),
    State.REVOKED: _l("Sertifikat ini sudah dicabut dan tidak dapat diunduh lagi."),
    State.REPLACED: _l("Sertifikat ini sudah digantikan oleh cetak ulangnya. Unduh yang baru."),
    State.SUSPENDED: _l("Sertifikat ini ditangguhkan: penyelenggara sedang memeriksa buktinya."),
    State.AWAITING: _l("Sertifikat ini menunggu tanda tangan dan belum dapat diunduh."),
}


def _pdf(entry: Entry) -> ResponseReturnValue:
    state = standing.of_one(entry, clock.now())
    if not may_be_given_out(state):
        raise NotReadyError(str(_WHY_NOT[state]))
    if entry.file is None:
        raise NotReadyError(_("Berkas sertifikat sedang dibuat. Coba lagi sebentar lagi."))
    return send_file(
        io.BytesIO(files.store().get(entry.file.file_key)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=reports.file_name(entry),
    )


@bp.route("/pelatihan/<code>/register/<int:certificate_id>/cabut", methods=["GET", "POST"])
def revoke(code: str, certificate_id: int) -> ResponseReturnValue:
    entry = entry_or_404(certificate_id)
    form = RevocationForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("certificates/revoke.html", entry=entry, form=form), status
    with transaction():
        services.revoke(
            entry.certificate,
            reason=form.reason.data.strip(),
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("Sertifikat %(number)s dicabut.", number=entry.certificate.number))
    return redirect(url_for(".overview", code=code), 303)


@bp.get("/pelatihan/<code>/register.zip")
def archive(code: str) -> ResponseReturnValue:
    entries = [entry for entry in queries.register_of(g.training.id) if entry.is_current]
    if any(entry.awaits_desk for entry in entries):
        raise NotReadyError(_("Sebagian sertifikat masih menunggu tanda tangan."))
    if any(entry.file is None for entry in entries):
        raise NotReadyError(_("Sebagian berkas masih dibuat. Coba lagi sebentar lagi."))
    states = standing.of_all(g.training, entries, clock.now())
    given = [entry for entry in entries if may_be_given_out(states[entry.certificate.id])]
    data = reports.archive_bytes(given, files.store())
    return send_file(
        io.BytesIO(data),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"sertifikat-{code}.zip",
    )


@bp.get("/pelatihan/<code>/register.xlsx")
def workbook(code: str) -> ResponseReturnValue:
    data = reports.register_workbook(g.training, clock.now())
    return send_file(
        io.BytesIO(data),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"register-{code}.xlsx",
    )
