"""The versions of a template: what changed, how it looked, and back to an earlier one."""

from __future__ import annotations

import io

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from pydantic import ValidationError

from certificates.register.schema import CertificateSettings
from certificates.template import queries, rules, services, words
from certificates.template.forms import COUNTS, PreviewForm, RestoreForm
from certificates.template.queries import Stored, Template
from certificates.template.views import PER_PERSON, shown
from lms import clock, files
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError
from lms.web import limiter, person_or_network

bp = Blueprint(
    "template_versions", __name__, url_prefix="/pelatihan/<code>/templat-sertifikat/versi"
)


class OutdatedVersionError(DomainError):
    """The rules have changed since, and it would not be accepted today."""


@bp.get("")
def history(code: str) -> ResponseReturnValue:
    versions = queries.history(g.training.id)
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return render_template(
        "certificates/template/history.html",
        versions=[(version, _changed(earlier, version)) for version, earlier in pairs],
    )


def _changed(earlier: Stored | None, version: Stored) -> list[tuple[str, str, str]]:
    return [] if earlier is None else words.rows(rules.changes(_said(earlier), _said(version)))


def _said(version: Stored) -> dict[str, object]:
    return rules.said(version.settings, version.logo)


@bp.get("/<int:number>")
def version(code: str, number: int) -> ResponseReturnValue:
    versions = queries.history(g.training.id)
    chosen, newest = _one(versions, number), versions[0]
    said = _said(chosen)
    return render_template(
        "certificates/template/version.html",
        version=chosen,
        newest=newest,
        fields=[(label, words.shown(name, said.get(name))) for name, label in words.LABELS.items()],
        to_newest=words.rows(rules.changes(said, _said(newest))),
        kinds=[(kind.value, words.KINDS[kind]) for kind in chosen.kinds],
        counts=COUNTS,
        form=RestoreForm(formdata=None, version=str(newest.version)),
    )


@bp.post("/<int:number>/pakai")
def restore(code: str, number: int) -> ResponseReturnValue:
    form, chosen = RestoreForm(), _one(queries.history(g.training.id), number)
    template = _as_template(chosen)
    with transaction(services.lock_of(g.training.id)):
        saved = services.save(
            g.training,
            template.settings,
            template.logo,
            version=form.based_on(),
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    if saved is None:
        flash(_("Versi %(number)s sama dengan yang berlaku sekarang.", number=number))
    else:
        flash(
            _(
                "Isi versi %(number)s berlaku lagi, sebagai versi %(saved)s.",
                number=number,
                saved=saved,
            )
        )
    return redirect(url_for(".history", code=code), 303)


@bp.get("/<int:number>/pratinjau.pdf")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def preview(code: str, number: int) -> ResponseReturnValue:
    chosen, form = _one(queries.history(g.training.id), number), PreviewForm(request.args)
    return shown(_as_template(chosen), *form.sample())


@bp.get("/<int:number>/lambang.png")
def logo(code: str, number: int) -> ResponseReturnValue:
    chosen = _one(queries.history(g.training.id), number)
    if chosen.logo is None:
        stranger()
    return send_file(io.BytesIO(files.store().get(chosen.logo)), mimetype="image/png")


def _one(versions: list[Stored], number: int) -> Stored:
    return next((one for one in versions if one.version == number), None) or stranger()


def _as_template(version: Stored) -> Template:
    try:
        settings = CertificateSettings.model_validate(version.settings)
    except ValidationError as error:
        raise OutdatedVersionError(
            _("Versi ini tidak lagi memenuhi aturan templat, jadi tidak dapat dipakai.")
        ) from error
    return Template(version.version, settings, version.logo)
