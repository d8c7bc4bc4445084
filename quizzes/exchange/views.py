"""Questions from a file in two steps, and the bank as a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.catalogue.services import store_figures
from lms import clock, uploads
from lms.db import transaction
from lms.files import MissingFileError
from lms.i18n import say
from lms.uploads import Upload
from lms.words import InputError
from quizzes.exchange import queries, services
from quizzes.exchange.candidates import Candidates, candidates_of
from quizzes.exchange.forms import (
    FORMAT_NAMES,
    KIND_NAMES,
    ConfirmForm,
    DownloadForm,
    UploadForm,
)
from quizzes.exchange.items import Format, Reading
from quizzes.exchange.planning import Outcome, Plan
from quizzes.exchange.queries import BankQuestion
from quizzes.exchange.reading import read_questions
from quizzes.exchange.services import RefusedQuestionsError
from quizzes.exchange.showing import answers_of
from quizzes.exchange.texts import as_text
from quizzes.exchange.writing import FORMATS, File, write_bank

bp = Blueprint("exchange", __name__, url_prefix="/pelatihan/<code>/soal")


def page(name: str, **values: Any) -> str:
    return render_template(
        f"quizzes/exchange/{name}.html",
        Outcome=Outcome,
        as_text=as_text,
        kind_names=KIND_NAMES,
        format_names=FORMAT_NAMES,
        answers_of=answers_of,
        **values,
    )


@bp.route("/impor", methods=["GET", "POST"])
def upload(code: str) -> ResponseReturnValue:
    form = UploadForm().offer(queries.modules_of(g.training.curriculum_id))
    if not form.validate_on_submit():
        return page("upload", form=form), 422 if form.is_submitted() else 200
    sent = form.questions.data
    content = sent.read()
    try:
        reading = read(content, form.form.data)
    except InputError as error:
        form.questions.errors = [f"{say(error.words)}."]
        return page("upload", form=form), 422
    key = uploads.keep(place(), content, sent.filename, actor_id=current_user.person_id)
    chosen = {"modul": form.module.data, "format": reading.format.value}
    return redirect(url_for(".preview", code=code, key=key, **chosen), 303)


def read(content: bytes, form: str) -> Reading:
    known = queries.known_figures(g.training.curriculum_id)
    return read_questions(content, Format(form) if form else None, known)


def place() -> str:
    return f"questions:{g.training.id}"


def found_in(upload: Upload) -> Candidates:
    """Read the file again in the format that was found, or chosen, when it came."""
    form = request.args.get("format", "")
    try:
        return candidates_of(read(uploads.content_of(upload), form))
    except (MissingFileError, InputError, ValueError):  # imported by another press, or mistyped
        abort(404)


def preview_page(upload: Upload, found: Candidates, form: ConfirmForm) -> str:
    module = request.args.get("modul", "")
    try:
        plan = services.check_questions(g.training, found, module)
    except InputError:
        abort(404)
    return page("preview", upload=upload, plan=plan, form=form, module=module)


@bp.get("/impor/<key>")
def preview(code: str, key: str) -> ResponseReturnValue:
    upload = uploads.find_or_404(place(), key)
    if upload.used_at is not None:
        return redirect(url_for(".upload", code=code))
    return preview_page(upload, found_in(upload), ConfirmForm())


@bp.post("/impor/<key>")
def confirm(code: str, key: str) -> ResponseReturnValue:
    upload, form = uploads.find_or_404(place(), key), ConfirmForm()
    if upload.used_at is not None:
        flash(_("Berkas ini sudah diimpor."))
        return redirect(url_for(".upload", code=code), 303)
    found = found_in(upload)
    try:
        plan = import_upload(upload, found, only_valid=form.only_valid.data)
    except RefusedQuestionsError as error:
        form.only_valid.errors = [f"{error.message}."]
        return preview_page(upload, found, form), 422
    except InputError:
        abort(404)
    flash(outcome_of(plan))
    return redirect(url_for(".upload", code=code), 303)


def import_upload(upload: Upload, found: Candidates, *, only_valid: bool) -> Plan:
    at = clock.now()
    store_figures(found.reading.figures.values())
    with transaction():
        plan = services.import_questions(
            g.training,
            found,
            module=request.args.get("modul", ""),
            actor_id=current_user.person_id,
            at=at,
            only_valid=only_valid,
        )
        uploads.mark_used(upload, at=at)
    return plan


def outcome_of(plan: Plan) -> str:
    text = _(
        "Soal diimpor: %(new)s baru, %(changed)s berubah, %(same)s tetap. "
        "Soal itu menunggu persetujuan.",
        **plan.counts(),
    )
    return str(text)


def file_of(bank: Sequence[BankQuestion], form: Format) -> File:
    curriculum_id = g.training.curriculum_id
    load = partial(queries.picture_of, curriculum_id)
    return write_bank(bank, queries.curriculum_code(curriculum_id), form, load)


def download_page(bank: Sequence[BankQuestion], form: DownloadForm) -> str:
    """Say before the download what a format cannot hold; no picture is read for that."""
    left_out = {form: write_bank(bank, "", form, lambda *_: b"").left_out for form in FORMATS}
    return page("download", form=form, bank=bank, left_out=left_out)


@bp.get("/ekspor")
def ask_download(code: str) -> ResponseReturnValue:
    return download_page(queries.bank_of(g.training.curriculum_id), DownloadForm())


@bp.post("/ekspor")
def download(code: str) -> ResponseReturnValue:
    form, bank = DownloadForm(), queries.bank_of(g.training.curriculum_id)
    if not form.validate_on_submit():
        return download_page(bank, form), 422
    chosen = Format(form.form.data)
    file = file_of(bank, chosen)
    with transaction():
        services.record_export(g.training, file, form=chosen, actor_id=current_user.person_id)
    name = f"soal-{code}.{file.suffix}"
    return send_file(
        io.BytesIO(file.content), file.media_type, as_attachment=True, download_name=name
    )
