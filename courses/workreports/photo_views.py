"""Photos of a work report: sent one by one, looked at, blurred."""

from __future__ import annotations

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.trainings.models import Enrolment
from courses.workreports import photos, queries, services
from courses.workreports.forms import BlurForm
from courses.workreports.models import ReportPhoto
from courses.workreports.views import bp, refuse_unless_open
from lms import clock, sealed
from lms.db import db, let_go, transaction
from lms.handed import JPEG
from lms.i18n import say
from lms.web import limiter, person_or_network
from lms.words import InputError

# Drawing a photo anew takes the processor up to a second.
PER_PERSON = "20/minute"


@bp.post("/pelatihan/<code>/laporan-kerja/foto")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def add_photo(code: str) -> ResponseReturnValue:
    """One photo from the page's script; sent again after a lost reply it is the same photo."""
    refuse_unless_open(queries.desk_of(g.enrolment.id))
    sent, seat_id, who = request.files.get("photo"), g.enrolment.id, current_user.person_id
    if sent is None or not sent.filename:
        return jsonify(message=_("Pilih dahulu fotonya.")), 422
    name, data, key = sent.filename, sent.read(), request.form.get("key", "")
    let_go()
    try:
        new = photos.taken(name, data, key=key, enrolment_id=seat_id)
    except InputError as error:
        return jsonify(message=say(error.words)), 422
    with sealed.only_with_its_row(new.file_key), transaction(services.lock_of(seat_id)):
        seat = db.session.get_one(Enrolment, seat_id)
        row = photos.add(seat, new, actor_id=who, at=clock.now())
    return jsonify(id=row.id, name=row.name)


@bp.get("/pelatihan/<code>/laporan-kerja/foto/<int:photo_id>")
def photo(code: str, photo_id: int) -> ResponseReturnValue:
    """Permissions have found the photo and who may see it."""
    row: ReportPhoto = g.photo
    content = photos.content_of(row, g.photo_seat.id)
    return sealed.shown(content, name=row.name, media_type=JPEG)


@bp.get("/pelatihan/<code>/laporan-kerja/foto/<int:photo_id>/buramkan")
def blur(code: str, photo_id: int) -> ResponseReturnValue:
    return _blur_page(BlurForm(formdata=None, version=g.photo.file_key))


@bp.post("/pelatihan/<code>/laporan-kerja/foto/<int:photo_id>/buramkan")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def blur_photo(code: str, photo_id: int) -> ResponseReturnValue:
    form, seat_id, who = BlurForm(), g.photo_seat.id, current_user.person_id
    areas = form.areas(request.form.getlist("area")) if form.validate() else []
    if not areas:
        form.left.errors = form.left.errors or [_("Tandai dahulu bagian yang akan diburamkan.")]
        return _blur_page(form), 422
    shown, name, key = form.version.data, g.photo.name, g.photo.key
    content = photos.content_of(g.photo, seat_id)
    let_go()
    new = photos.blurred(name, content, areas, key=key, seat_id=seat_id)
    with sealed.only_with_its_row(new.file_key), transaction(services.lock_of(seat_id)):
        seat = db.session.get_one(Enrolment, seat_id)
        photos.replace(photo_id, seat, new, instead_of=shown, actor_id=who, at=clock.now())
    flash(_("Bagian foto itu sudah diburamkan. Foto sebelumnya sudah dihapus."))
    return redirect(url_for(".blur", code=code, photo_id=photo_id), 303)


def _blur_page(form: BlurForm) -> str:
    return render_template("courses/workreports/blur.html", form=form, photo=g.photo)
