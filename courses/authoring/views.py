"""The modules of a training, to write: all of them, and one on the edit page."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from courses.authoring import confirmations, editor, queries, services
from courses.authoring.forms import EditionForm, ModuleForm
from courses.authoring.queries import Stored
from courses.catalogue.editions import for_edition
from courses.trainings.models import Role
from lms import clock, panels
from lms.access import stranger
from lms.db import transaction

bp = Blueprint("authoring", __name__, url_prefix="/pelatihan/<code>/materi")


@bp.get("")
def index(code: str) -> ResponseReturnValue:
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    form = EditionForm(edition=curriculum.edition).offer(curriculum.editions)
    return _overview(form)


def _overview(form: EditionForm) -> str:
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    modules = queries.modules_of(curriculum.id)
    return render_template(
        "courses/authoring/index.html",
        modules=modules,
        flags={module.code: len(module.flags) for module in modules},
        form=form,
        curriculum=curriculum,
        changes={
            edition: _changed_by(modules, curriculum.edition, edition)
            for edition in curriculum.editions
            if edition != curriculum.edition
        },
        to_confirm=confirmations.open_count(g.training),
    )


def _changed_by(modules: list[Stored], now: str, then: str) -> list[str]:
    """The modules that read differently in another edition."""
    return [
        module.code
        for module in modules
        if for_edition(module.text, now) != for_edition(module.text, then)
    ]


@bp.post("/edisi")
def choose_edition(code: str) -> ResponseReturnValue:
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    form = EditionForm().offer(curriculum.editions)
    if not form.validate():
        return _overview(form), 422
    name = curriculum.editions[form.edition.data]
    with transaction():
        changed = services.choose_edition(
            g.training, form.edition.data, actor_id=current_user.person_id, at=clock.now()
        )
    if changed is None:
        flash(_("%(name)s sudah dipakai. Tidak ada yang berubah.", name=name))
    else:
        flash(
            _("Sekarang dipakai %(name)s.", name=name)
            + " "
            + ngettext("%(num)d modul berubah.", "%(num)d modul berubah.", len(changed))
        )
    return redirect(url_for(".index", code=code), 303)


def stored_or_404(module_code: str) -> Stored:
    return queries.module_of(g.training.curriculum_id, module_code) or stranger()


@bp.get("/<module_code>")
def edit(code: str, module_code: str) -> ResponseReturnValue:
    stored = stored_or_404(module_code)
    services.refuse_if_closed(g.training)
    return editor.page(stored, editor.blank_form(stored))


@bp.post("/<module_code>")
def work(code: str, module_code: str) -> ResponseReturnValue:
    stored, form = stored_or_404(module_code), ModuleForm()
    services.refuse_if_closed(g.training)
    if not form.validate():
        return editor.page(stored, form), 422
    return editor.press(stored, form)


@bp.post("/<module_code>/pratinjau")
def preview(code: str, module_code: str) -> ResponseReturnValue:
    stored_or_404(module_code)
    form = ModuleForm()
    if not form.text.validate(form):
        abort(422)
    return render_template("courses/authoring/preview.html", html=editor.rendered(form.text.data))


def on_staff_home(context: panels.Context) -> Markup | None:
    """How much is still to be confirmed, for those who write the modules."""
    if not context.roles & {Role.TRAINER, Role.ORGANISER}:
        return None
    return Markup(  # noqa: S704 - a template of ours, escaped by itself
        render_template(
            "courses/authoring/home_panel.html",
            to_confirm=confirmations.open_count(context.training),
            flags=queries.flags_in(context.training.curriculum_id),
        )
    )
