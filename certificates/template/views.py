"""The template of a training's certificates: its form, and specimens of what was typed."""

from __future__ import annotations

import io

from flask import (
    Blueprint,
    current_app,
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
from flask_login import current_user

from certificates.document.facts import CertificateKind
from certificates.register import services as register
from certificates.register.numbers import certificate_number
from certificates.register.schema import CertificateSettings
from certificates.template import logos, queries, rules, services, specimens, words
from certificates.template.forms import TemplateForm, told_again
from certificates.template.queries import Template
from lms import clock, files
from lms.config import Settings
from lms.db import let_go, transaction
from lms.i18n import local_date
from lms.web import limiter, person_or_network

bp = Blueprint("certificate_template", __name__, url_prefix="/pelatihan/<code>/templat-sertifikat")
PER_PERSON = "20/minute"  # a specimen takes the processor a fifth of a second


@bp.get("")
def edit(code: str) -> ResponseReturnValue:
    template = queries.in_force(g.training)
    return _page(template, TemplateForm.of(template))


@bp.post("")
def save(code: str) -> ResponseReturnValue:
    form, template = TemplateForm(), queries.in_force(g.training)
    settings, logo = form.settings(), _kept_logo(form, template)
    if settings is None or form.errors:
        told_again(form)
        return _page(template, form), 422
    training_id, who = g.training.id, current_user.person_id
    try:
        with transaction(services.lock_of(training_id)):
            saved = services.save(
                g.training,
                settings,
                logo,
                version=form.based_on(),
                actor_id=who,
                at=clock.now(),
            )
    except services.StaleTemplateError:
        let_go()
        return _conflict(form, Template(0, settings, logo)), 409
    flash(_told(saved))
    return redirect(url_for(".edit", code=code), 303)


def _told(saved: int | None) -> str:
    if saved is None:
        return str(_("Tidak ada yang berubah."))
    return str(_("Templat tersimpan sebagai versi %(number)s.", number=saved))


def _kept_logo(form: TemplateForm, template: Template) -> str | None:
    """The key of the logo that is wanted, in the store before a transaction is open."""
    picture = form.picture()
    if picture is not None and not form.errors:
        return files.store().put(picture, logos.SUFFIX)
    return None if form.logo_removed.data else template.logo


def _conflict(form: TemplateForm, mine: Template) -> str:
    """The page again, with what the others saved beside what was typed."""
    stored = queries.in_force(g.training)
    form.version.data = str(stored.version)  # saving again is decided with both in sight
    told_again(form)
    found = rules.changes(_said(stored), _said(mine))
    return _page(stored, form, conflict=words.rows(found))


def _said(template: Template) -> dict[str, object]:
    return rules.said(services.written(template.settings), template.logo)


def _page(
    template: Template, form: TemplateForm, conflict: list[tuple[str, str, str]] | None = None
) -> str:
    return render_template(
        "certificates/template/edit.html",
        template=template,
        form=form,
        conflict=conflict,
        examples=_examples(template.settings),
        longest=queries.longest(g.training.id),
    )


@bp.get("/nomor")
def number(code: str) -> ResponseReturnValue:
    """The next numbers by what is being typed; what is wrong with it is told when it is saved."""
    form = TemplateForm(request.args)
    typed = {name: field.data for name, field in form._fields.items()}
    stored = queries.in_force(g.training).settings.model_dump()
    wanted = rules.renumbered(stored, typed, gives_attendance=form.attendance_given.data)
    try:
        return jsonify(_examples(CertificateSettings.model_validate(wanted)))
    except ValueError:
        return jsonify({})


def _examples(settings: CertificateSettings) -> dict[str, str]:
    """The next number of each paper, by the counters as they stand."""
    day, found = local_date(clock.now()), {}
    for kind in CertificateKind:
        if kind is CertificateKind.ATTENDANCE and settings.attendance is None:
            continue
        own = settings.of(kind)
        serial = register.next_serial(own.series, day)
        found[kind.value] = certificate_number(own, serial, day)
    return found


@bp.post("/pratinjau")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def preview(code: str) -> ResponseReturnValue:
    """What was typed as a specimen; nothing of it is kept."""
    form, template = TemplateForm(), queries.in_force(g.training)
    settings, picture = form.settings(), form.picture()
    if settings is None or form.errors:
        told_again(form)
        return _page(template, form), 422
    logo = None if form.logo_removed.data else template.logo
    typed = Template(template.version + 1, settings, logo)
    return shown(typed, *form.sample(), picture=picture)


def shown(
    template: Template, kind: CertificateKind, count: int, picture: bytes | None = None
) -> ResponseReturnValue:
    """The specimen, in a tab of its own."""
    settings: Settings = current_app.config["SETTINGS"]
    sample = specimens.Sample(kind, count, local_date(clock.now()), settings.public_url)
    data = specimens.pdf_of(g.training, template, sample, picture)
    return send_file(io.BytesIO(data), mimetype="application/pdf", download_name="pratinjau.pdf")
