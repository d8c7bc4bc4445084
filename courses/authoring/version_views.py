"""The versions of a module: what changed, and back to an earlier one."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring import differences, queries, services
from courses.authoring.checks import problems_of
from courses.authoring.forms import RestoreForm
from courses.authoring.queries import Stored
from courses.catalogue.queries import pictures_of
from lms import clock
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError
from lms.i18n import say

bp = Blueprint("versions", __name__, url_prefix="/pelatihan/<code>/materi/<module_code>/riwayat")


@bp.get("")
def history(code: str, module_code: str) -> ResponseReturnValue:
    versions = _history(module_code)
    return render_template("courses/authoring/history.html", module=versions[0], versions=versions)


@bp.get("/<int:number>")
def version(code: str, module_code: str, number: int) -> ResponseReturnValue:
    versions = _history(module_code)
    shown = _one(versions, number)
    earlier = next((one for one in versions if one.number < number), None)
    return render_template(
        "courses/authoring/version.html",
        module=versions[0],
        shown=shown,
        earlier=earlier,
        rows=differences.compare(earlier.text, shown.text) if earlier else [],
        Kind=differences.Kind,
        to_newest=differences.compare(shown.text, versions[0].text),
        form=RestoreForm(formdata=None, version=versions[0].number),
    )


@bp.post("/<int:number>/kembalikan")
def restore(code: str, module_code: str, number: int) -> ResponseReturnValue:
    form, shown = RestoreForm(), _one(_history(module_code), number)
    _refuse_if_wrong(shown)
    with transaction():
        saved = services.restore(
            g.training,
            module_code,
            number,
            version=form.version.data or 0,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    if saved is None:
        flash(_("Isi versi %(number)s sama dengan yang sekarang.", number=number))
    else:
        flash(
            _("Isi versi %(number)s kembali, sebagai versi %(saved)s.", number=number, saved=saved)
        )
    return redirect(url_for(".history", code=code, module_code=module_code), 303)


def _history(module_code: str) -> list[Stored]:
    return queries.history_of(g.training.curriculum_id, module_code) or stranger()


def _one(versions: list[Stored], number: int) -> Stored:
    return next((one for one in versions if one.number == number), None) or stranger()


def _refuse_if_wrong(shown: Stored) -> None:
    """What was right once may name a picture or an edition that is gone."""
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    images = pictures_of(curriculum.id)
    problems, _headings = problems_of(shown.text, list(curriculum.editions), images)
    if problems:
        raise DomainError(
            _(
                "Versi ini tidak dapat dipakai lagi. Baris %(line)s: %(problem)s.",
                line=problems[0].line or 1,
                problem=say(problems[0].words),
            )
        )
