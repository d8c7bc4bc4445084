"""The packs of a training: what they hold, asking for one, taking one away."""

from __future__ import annotations

import io

from flask import Blueprint, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from certificates.decisions import minutes
from certificates.pack import archive, binder, services
from certificates.pack.models import Pack
from lms import clock, sealed
from lms.access import stranger
from lms.db import db, transaction

bp = Blueprint("pack", __name__)


@bp.get("/pelatihan/<code>/arsip")
def index(code: str) -> ResponseReturnValue:
    now = clock.now()
    packs = [(pack, services.state_of(pack, now)) for pack in services.packs_of(g.training.id)]
    return render_template(
        "certificates/pack/index.html",
        packs=packs,
        one_pdf=binder.NAME,
        is_final=minutes.minutes_of(g.training, now).is_final,
    )


@bp.post("/pelatihan/<code>/arsip")
def ask(code: str) -> ResponseReturnValue:
    with transaction(services.lock_of(g.training.id)):
        is_new = services.ask(g.training, actor_id=current_user.person_id, at=clock.now())
    if not is_new:
        flash(_("Arsip sedang dibuat. Tunggu sampai selesai."), "warn")
    return redirect(url_for(".index", code=code), 303)


@bp.post("/pelatihan/<code>/arsip/<int:pack_id>")
def download(code: str, pack_id: int) -> ResponseReturnValue:
    pack, data = _taken(pack_id)
    name = f"arsip-{code}-{pack.made_at:%Y%m%d}.zip"
    return send_file(io.BytesIO(data), "application/zip", as_attachment=True, download_name=name)


@bp.post("/pelatihan/<code>/arsip/<int:pack_id>/laporan.pdf")
def download_pdf(code: str, pack_id: int) -> ResponseReturnValue:
    """The one PDF out of the archive."""
    pack, data = _taken(pack_id)
    found = archive.one_of(data, binder.NAME)
    if found is None:
        stranger()
    name = f"laporan-pertanggungjawaban-{code}-{pack.made_at:%Y%m%d}.pdf"
    return send_file(io.BytesIO(found), "application/pdf", as_attachment=True, download_name=name)


def _taken(pack_id: int) -> tuple[Pack, bytes]:
    """Everybody's names and marks leave the system: who took them is on record."""
    pack = db.session.get(Pack, pack_id)
    if pack is None or pack.training_id != g.training.id or pack.made_at is None:
        stranger()
    data = sealed.content_of(pack.file_key, place=services.place_of(pack_id))
    with transaction():
        pack = db.session.get_one(Pack, pack_id)
        services.record_download(pack, actor_id=current_user.person_id)
    return pack, data
