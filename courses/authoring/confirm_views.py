"""Everything that the office must confirm in one list, and its answers."""

from __future__ import annotations

import io

from flask import Blueprint, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring import confirmations, places, queries, reports, services
from courses.authoring.confirmations import Answer, Item
from courses.authoring.forms import ConfirmForm, FlagForm, ReopenForm
from courses.authoring.queries import Stored
from courses.authoring.rules import Passage
from courses.trainings.models import Role
from lms import clock
from lms.access import stranger
from lms.db import transaction
from lms.exports import XLSX, xlsx_bytes

bp = Blueprint("confirmations", __name__, url_prefix="/pelatihan/<code>/materi")


@bp.get("/konfirmasi")
def index(code: str) -> ResponseReturnValue:
    items = confirmations.items_of(g.training)
    modules = [(module, module.flags) for module in queries.modules_of(g.training.curriculum_id)]
    return render_template(
        "courses/authoring/confirm.html",
        waiting=[item for item in items if not item.is_confirmed],
        confirmed=[item for item in items if item.is_confirmed],
        modules=[(module, flags) for module, flags in modules if flags],
        flags=sum(len(flags) for _module, flags in modules),
        groups=places.unsettled(),
    )


@bp.get("/konfirmasi.xlsx")
def workbook(code: str) -> ResponseReturnValue:
    sheet = reports.confirm_sheet(
        g.training,
        confirmations.items_of(g.training),
        queries.modules_of(g.training.curriculum_id),
        places.unsettled(),
        clock.now(),
    )
    name = f"perlu-dipastikan-{code}.xlsx"
    return send_file(io.BytesIO(xlsx_bytes(sheet)), XLSX, as_attachment=True, download_name=name)


@bp.get("/<module_code>/tanda/<int:version>/<int:number>")
def flag(code: str, module_code: str, version: int, number: int) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    return _flag_page(module_code, version, number, FlagForm(formdata=None))


@bp.post("/<module_code>/tanda/<int:version>/<int:number>")
def settle(code: str, module_code: str, version: int, number: int) -> ResponseReturnValue:
    form = FlagForm()
    if not form.validate():
        return _flag_page(module_code, version, number, form), 422
    _passage(module_code, version, number)
    with transaction():
        services.settle_flag(
            g.training,
            module_code,
            number,
            version=version,
            source=form.source.data,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("Tanda dilepas dari %(code)s.", code=module_code))
    return redirect(url_for(".index", code=code), 303)


def _flag_page(module_code: str, version: int, number: int, form: FlagForm) -> str:
    module, passage = _passage(module_code, version, number)
    return render_template(
        "courses/authoring/flag.html", module=module, passage=passage, number=number, form=form
    )


def _passage(module_code: str, version: int, number: int) -> tuple[Stored, Passage]:
    """A flag is known by its place, which is only sure in the version it was seen in."""
    module = queries.module_of(g.training.curriculum_id, module_code) or stranger()
    if module.number != version:
        raise services.StaleTextError(_("Modul ini sudah berubah. Buka lagi daftarnya."))
    if not 1 <= number <= len(module.flags):
        stranger()
    return module, module.flags[number - 1]


@bp.get("/konfirmasi/<key>")
def item(code: str, key: str) -> ResponseReturnValue:
    found = _item(key)
    number = len(found.entries)
    if found.is_confirmed:
        return _page(found, ReopenForm(formdata=None, number=number))
    return _page(found, ConfirmForm(formdata=None, number=number))


@bp.post("/konfirmasi/<key>")
def confirm(code: str, key: str) -> ResponseReturnValue:
    form = ConfirmForm()
    return _write(key, form, form.source.data or "", _("Sudah dicatat sebagai pasti."))


@bp.post("/konfirmasi/<key>/buka")
def reopen(code: str, key: str) -> ResponseReturnValue:
    return _write(key, ReopenForm(), "", _("Hal ini perlu dipastikan lagi."))


def _write(
    key: str, form: ConfirmForm | ReopenForm, source: str, message: str
) -> ResponseReturnValue:
    found = _item(key)
    if not form.validate():
        return _page(found, form), 422
    is_confirmed = isinstance(form, ConfirmForm)
    said = Answer(is_confirmed, form.answer.data, source, form.number.data or 0)
    try:
        with transaction():
            confirmations.write(
                g.training, key, said, actor_id=current_user.person_id, at=clock.now()
            )
    except confirmations.AnsweredMeanwhileError as error:
        return _page(_item(key), form, conflict=error.message), 409
    flash(message)
    return redirect(url_for(".index", code=g.training.code), 303)


def _item(key: str) -> Item:
    found = (item for item in confirmations.items_of(g.training) if item.key == key)
    return next(found, None) or stranger()


def _page(found: Item, form: ConfirmForm | ReopenForm, conflict: str = "") -> str:
    return render_template(
        "courses/authoring/confirm_item.html",
        item=found,
        form=form,
        conflict=conflict,
        is_asking=isinstance(form, ConfirmForm),
        may_write=Role.ORGANISER in g.roles and g.training.closed_at is None,
    )
