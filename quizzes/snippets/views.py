"""The snippets of a trainer: list, add, change, remove."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.db import transaction
from quizzes.snippets import queries, services
from quizzes.snippets.forms import SnippetForm
from quizzes.snippets.models import CommentSnippet
from quizzes.snippets.permissions import own_snippet

bp = Blueprint("snippets", __name__)


@bp.get("/pelatihan/<code>/cuplikan")
def index(code: str) -> ResponseReturnValue:
    return _list_page(SnippetForm(formdata=None))


@bp.post("/pelatihan/<code>/cuplikan")
def add(code: str) -> ResponseReturnValue:
    form = SnippetForm()
    if not form.validate():
        return _list_page(form), 422
    with transaction(services.lock_of(g.training.id)):
        services.add(
            g.training.id,
            form.text.data or "",
            is_shared=form.is_shared.data,
            owner_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("Cuplikan tersimpan."))
    return redirect(url_for(".index", code=code), 303)


def _list_page(form: SnippetForm) -> str:
    me = current_user.person_id
    found = queries.usable(g.training.id, me)
    return render_template("quizzes/snippets/index.html", snippets=found, form=form, me=me)


@bp.get("/pelatihan/<code>/cuplikan/<int:snippet_id>")
def page(code: str, snippet_id: int) -> ResponseReturnValue:
    row = own_snippet(snippet_id)
    return _edit_page(row, SnippetForm(formdata=None, text=row.text, is_shared=row.is_shared))


@bp.post("/pelatihan/<code>/cuplikan/<int:snippet_id>")
def change(code: str, snippet_id: int) -> ResponseReturnValue:
    row, form = own_snippet(snippet_id), SnippetForm()
    if not form.validate():
        return _edit_page(row, form), 422
    try:
        with transaction(services.lock_of(g.training.id)):
            row, text = own_snippet(snippet_id), form.text.data or ""
            services.change(row, text, is_shared=form.is_shared.data, at=clock.now())
    except services.SameSnippetError as error:
        form.text.errors = [error.message]
        return _edit_page(own_snippet(snippet_id), form), 409
    flash(_("Cuplikan tersimpan."))
    return redirect(url_for(".index", code=code), 303)


def _edit_page(row: CommentSnippet, form: SnippetForm) -> str:
    return render_template("quizzes/snippets/edit.html", snippet=row, form=form)


@bp.post("/pelatihan/<code>/cuplikan/<int:snippet_id>/hapus")
def remove(code: str, snippet_id: int) -> ResponseReturnValue:
    """Pressed twice, the second finds nothing."""
    with transaction(services.lock_of(g.training.id)):
        services.remove(own_snippet(snippet_id))
    flash(_("Cuplikan dihapus. Komentar yang sudah memakainya tidak berubah."))
    return redirect(url_for(".index", code=code), 303)
