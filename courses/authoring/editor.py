"""The edit page, and what each of its buttons does with the text that is on it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring import differences, places, queries, services
from courses.authoring.checks import problems_of
from courses.authoring.forms import ModuleForm
from courses.authoring.pictures import prepare
from courses.authoring.queries import Stored
from courses.authoring.rules import FLAG, snippet, tidy, with_snippet
from courses.catalogue.editions import for_edition
from courses.catalogue.figures import FOLDER, BadFigureError
from courses.catalogue.queries import pictures_of
from courses.catalogue.services import store_figures
from lms import clock, markdown
from lms.db import transaction

INSERT = "insert:"


def blank_form(stored: Stored) -> ModuleForm:
    """The form as it stands before anything was written."""
    return ModuleForm(
        formdata=None,
        title=stored.title,
        text=stored.text,
        version=stored.newest,
        opened_title=stored.title,
    )


def rendered(text: str) -> str:
    """A text as its readers would see it, in the edition of today."""
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    shown = for_edition(text, curriculum.edition)
    return markdown.render(shown, pictures_of(curriculum.id), only_known=True)


def page(
    stored: Stored,
    form: ModuleForm,
    *,
    is_conflict: bool = False,
    cursor: int | None = None,
) -> str:
    """The page with the text as it was sent: only saving takes it off the form."""
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    old, new = tidy(stored.text), form.text.data
    rows = differences.compare(old, new) if is_conflict else []
    return render_template(
        "courses/authoring/edit.html",
        module=stored,
        form=form,
        html=stored.html if old == new else rendered(new),
        is_conflict=is_conflict,
        rows=rows,
        Kind=differences.Kind,
        is_unsaved=old != new or form.title.data != stored.title,
        cursor=cursor,
        figures=queries.figures_of(curriculum.id),
        editions=curriculum.editions,
        flag=FLAG,
        insert=INSERT,
    )


def press(stored: Stored, form: ModuleForm) -> ResponseReturnValue:
    """Do what the pressed button says."""
    action = form.action.data
    if action.startswith(INSERT):
        return _insert(stored, form, action.removeprefix(INSERT))
    deeds: dict[str, Callable[[Stored, ModuleForm], ResponseReturnValue]] = {
        "save": _save,
        "picture": _add_picture,
        "theirs": _start_from_theirs,
    }
    return deeds.get(action, _preview)(stored, form)


def _preview(stored: Stored, form: ModuleForm) -> ResponseReturnValue:
    _is_right(stored, form)
    return page(stored, form)


def _is_right(stored: Stored, form: ModuleForm) -> bool:
    curriculum = queries.curriculum_of(g.training.curriculum_id)
    problems, headings = problems_of(
        form.text.data, list(curriculum.editions), pictures_of(curriculum.id)
    )
    form.tell(problems)
    lost = places.lost_headings(stored.code, headings)
    if lost and not form.drop_headings.data:
        form.warn_of(lost)
    return not form.errors


def _save(stored: Stored, form: ModuleForm) -> ResponseReturnValue:
    if not _is_right(stored, form):
        return page(stored, form), 422
    try:
        with transaction():
            version = services.save_module(
                g.training,
                stored.code,
                form.draft(),
                actor_id=current_user.person_id,
                at=clock.now(),
            )
    except services.StaleTextError:
        return _conflict(stored.code, form)
    if version is None:
        flash(_("Tidak ada yang berubah."))
    else:
        flash(_("%(code)s tersimpan sebagai versi %(version)s.", code=stored.code, version=version))
    return redirect(url_for("authoring.edit", code=g.training.code, module_code=stored.code), 303)


def _conflict(code: str, form: ModuleForm) -> ResponseReturnValue:
    """Show both texts. The form is now about theirs: saving again is done with both in sight."""
    stored = queries.module_of(g.training.curriculum_id, code)
    assert stored is not None  # noqa: S101 - modules are never taken away
    _now_about(stored, form)
    return page(stored, form, is_conflict=True), 409


def _now_about(stored: Stored, form: ModuleForm) -> None:
    form.version.data, form.opened_title.data = stored.newest, stored.title


def _start_from_theirs(stored: Stored, form: ModuleForm) -> ResponseReturnValue:
    """Their text to go on with; mine stands below it until it is copied."""
    form.kept.data, form.text.data = form.text.data, tidy(stored.text)
    form.title.data = stored.title
    _now_about(stored, form)
    return page(stored, form)


def _add_picture(stored: Stored, form: ModuleForm) -> ResponseReturnValue:
    if not form.alt.data:
        form.alt.errors = [_("Tulis apa yang terlihat pada gambar.")]
    if not form.picture.data:
        form.picture.errors = [_("Pilih berkas gambar.")]
    if form.errors:
        return page(stored, form), 422
    try:
        figure = prepare(form.picture.data.filename or "", form.picture.data.read())
    except BadFigureError as error:
        form.picture.errors = [f"{problem[:1].upper()}{problem[1:]}." for problem in error.problems]
        return page(stored, form), 422
    store_figures([figure])
    with transaction():
        figure = services.add_picture(g.training, figure, actor_id=current_user.person_id)
    alt, form.alt.data = form.alt.data, ""
    return _with_picture(stored, form, figure.name, alt)


def _insert(stored: Stored, form: ModuleForm, name: str) -> ResponseReturnValue:
    if f"{FOLDER}/{name}" not in pictures_of(g.training.curriculum_id):
        return page(stored, form), 422
    return _with_picture(stored, form, name, form.alt.data or _("Tulis keterangan gambar di sini"))


def _with_picture(stored: Stored, form: ModuleForm, name: str, alt: str) -> ResponseReturnValue:
    piece = snippet(name, alt)
    form.text.data = with_snippet(form.text.data, piece, form.cursor.data)
    form.cursor.data = None
    return page(stored, form, cursor=form.text.data.find(piece.strip()))
