"""Writing a question: a new one of some kind, and one that is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring.queries import figures_of
from courses.catalogue.queries import pictures_of
from lms import clock
from lms.access import stranger
from lms.db import transaction
from quizzes.authoring import queries, saving, services, usage
from quizzes.authoring.bodyforms import FORMS, PART_KINDS
from quizzes.authoring.changes import changed
from quizzes.authoring.comparing import Meeting, compare
from quizzes.authoring.editing import Editor, blank_editor, sent_editor, stored_editor
from quizzes.authoring.previews import Preview, preview_of, quiet_preview
from quizzes.authoring.queries import Known
from quizzes.authoring.question_views import known_or_404
from quizzes.authoring.services import refuse_if_closed
from quizzes.authoring.words import KIND_HINTS, KIND_NAMES, label_of

bp = Blueprint("question_edit", __name__, url_prefix="/pelatihan/<code>/soal")

SAVE, APPROVE = "save", "approve"


@bp.get("/baru")
def choose(code: str) -> ResponseReturnValue:
    refuse_if_closed(g.training)
    return render_template(
        "quizzes/authoring/choose.html", kind_names=KIND_NAMES, kind_hints=KIND_HINTS
    )


@bp.get("/baru/<kind>")
def new(code: str, kind: str) -> ResponseReturnValue:
    refuse_if_closed(g.training)
    key = queries.free_key(g.training.curriculum_id)
    return page(blank_editor(_kind_or_404(kind), key))


def _kind_or_404(kind: str) -> str:
    return kind if kind in FORMS else stranger()


@bp.post("/baru/<kind>")
def create(code: str, kind: str) -> ResponseReturnValue:
    refuse_if_closed(g.training)
    editor = sent_editor(_kind_or_404(kind), request.form)
    if request.form.get("action") != SAVE:
        return _press(editor, None)
    offer(editor, None)
    editor.check_key()
    body = editor.check(pictures_of(g.training.curriculum_id))
    if body is None:
        return page(editor), 422
    key, draft = editor.header.key.data, editor.draft(body)
    try:
        with transaction():
            saving.add_question(
                g.training, key, draft, actor_id=current_user.person_id, at=clock.now()
            )
    except saving.KeyTakenError as error:
        editor.blame_key(error.message)
        return page(editor), 422
    flash(_("Soal %(key)s tersimpan. Soal ini menunggu persetujuan.", key=key))
    return redirect(url_for("question.show", code=code, key=key), 303)


@bp.get("/butir/<key>/ubah")
def edit(code: str, key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    refuse_if_closed(g.training)
    return page(stored_editor(question), question)


@bp.post("/butir/<key>/ubah")
def work(code: str, key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    refuse_if_closed(g.training)
    editor = sent_editor(question.source["kind"], request.form)
    if request.form.get("action") not in (SAVE, APPROVE):
        return _press(editor, question)
    return _save(editor, question, approves=request.form["action"] == APPROVE)


def _save(editor: Editor, question: Known, *, approves: bool) -> ResponseReturnValue:
    offer(editor, question)
    vouches = question.is_approved and editor.header.keeps_approval.data
    body = editor.check(pictures_of(g.training.curriculum_id), is_approved=vouches or approves)
    if body is None:
        return page(editor, question), 422
    who, at = current_user.person_id, clock.now()
    try:
        with transaction():
            version = saving.save_question(
                g.training, question.key, editor.draft(body), actor_id=who, at=at
            )
            if approves:
                services.approve(g.training, [question.key], actor_id=who, at=at)
    except saving.StaleQuestionError:
        return _conflict(editor, question.key)
    after = known_or_404(question.key)
    flash(_told(question, after, is_saved=version is not None))
    return redirect(url_for("question.show", code=g.training.code, key=question.key), 303)


def _told(before: Known, after: Known, *, is_saved: bool) -> str:
    if not before.is_approved and after.is_approved:
        return str(_("%(key)s disetujui.", key=after.key))
    if not is_saved:
        return str(_("Tidak ada yang berubah."))
    facts = {"key": after.key, "number": after.version}
    saved = str(_("Soal %(key)s tersimpan sebagai versi %(number)s.", **facts))
    if before.is_approved and not after.is_approved:
        return f"{saved} {_('Soal ini menunggu persetujuan lagi.')}"
    return saved


def _conflict(editor: Editor, key: str) -> ResponseReturnValue:
    """Show both. The form is now about theirs: saving again is done with both in sight."""
    question = known_or_404(key)
    header = editor.header
    seen = queries.source_at(question.id, header.version.data or 0)
    mine = (header.facts(), editor.source())
    meetings = compare(question, (header.opened_facts(), seen or {}), mine)
    header.open(question)
    return page(editor, question, meetings=meetings), 409


def _press(editor: Editor, question: Known | None) -> ResponseReturnValue:
    """A small button: a row more, one up, or a look at the question."""
    offer(editor, question)
    action = request.form.get("action", "preview")
    if action == "preview":
        preview = preview_of(editor, g.training.curriculum_id)
        return page(editor, question, preview=preview), 422 if editor.errors else 200
    editor.body = changed(editor.body, action, request.form.get("part_kind", ""))
    return page(editor, question)


@bp.post("/baru/<kind>/pratinjau")
def preview_new(code: str, kind: str) -> ResponseReturnValue:
    return _fragment(_kind_or_404(kind), None)


@bp.post("/butir/<key>/pratinjau")
def preview(code: str, key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    return _fragment(question.source["kind"], question)


def _fragment(kind: str, question: Known | None) -> ResponseReturnValue:
    editor = sent_editor(kind, request.form)
    offer(editor, question)
    preview = preview_of(editor, g.training.curriculum_id)
    return render_template("quizzes/authoring/preview.html", preview=preview, errors=editor.errors)


def offer(editor: Editor, question: Known | None) -> None:
    """What there is to choose, before the form is read."""
    curriculum_id = g.training.curriculum_id
    editor.header.offer(
        queries.modules_of(curriculum_id),
        queries.editions_of(curriculum_id),
        question.header if question else {},
    )


def page(
    editor: Editor,
    question: Known | None = None,
    *,
    preview: Preview | None = None,
    meetings: list[Meeting] | None = None,
) -> str:
    if editor.header.place.choices is None:
        offer(editor, question)
    values: dict[str, Any] = {}
    if question:
        values["sitters"] = usage.sitters_of(question.id)
        values["newest"] = queries.versions_of(question.id)[0]
    return render_template(
        "quizzes/authoring/edit.html",
        editor=editor,
        header=editor.header,
        body=editor.body,
        kind=editor.body.kind.data,
        question=question,
        preview=preview or quiet_preview(editor, g.training.curriculum_id),
        meetings=meetings,
        errors=editor.errors,
        figures=figures_of(g.training.curriculum_id),
        kind_names=KIND_NAMES,
        part_kinds=PART_KINDS,
        label_of=label_of,
        **values,
    )
