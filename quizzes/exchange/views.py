"""Questions from a file in two steps, and the bank as a file."""

from __future__ import annotations

import io
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

from lms import clock, crypto, uploads
from lms.db import transaction
from lms.files import MissingFileError
from lms.i18n import say
from lms.uploads import Upload
from lms.words import InputError
from quizzes.exchange import queries, services
from quizzes.exchange.banking import KIND_NAMES, as_text
from quizzes.exchange.forms import FORMAT_NAMES, ConfirmForm, DownloadForm, UploadForm
from quizzes.exchange.items import Format, Reading
from quizzes.exchange.planning import Outcome, Plan, items_of
from quizzes.exchange.reading import read_questions
from quizzes.exchange.services import RefusedQuestionsError
from quizzes.exchange.weights import write_weight
from quizzes.exchange.writing import write_questions

bp = Blueprint("exchange", __name__, url_prefix="/pelatihan/<code>/soal")


def page(name: str, **values: Any) -> str:
    return render_template(
        f"quizzes/exchange/{name}.html",
        Outcome=Outcome,
        as_text=as_text,
        kind_names=KIND_NAMES,
        format_names=FORMAT_NAMES,
        write_weight=write_weight,
        **values,
    )


@bp.route("/impor", methods=["GET", "POST"])
def upload(code: str) -> ResponseReturnValue:
    form = UploadForm().offer(queries.modules_of(g.training.curriculum_id))
    if not form.validate_on_submit():
        return page("upload", form=form), 422 if form.is_submitted() else 200
    content = form.questions.data.read()
    try:
        reading = read_questions(content, Format(form.form.data) if form.form.data else None)
    except InputError as error:
        form.questions.errors = [f"{say(error.words)}."]
        return page("upload", form=form), 422
    key = keep(content, form.questions.data.filename)
    chosen = {"modul": form.module.data, "format": reading.format.value}
    return redirect(url_for(".preview", code=code, key=key, **chosen), 303)


def place() -> str:
    return f"questions:{g.training.id}"


def keep(content: bytes, name: str) -> str:
    """Put the file aside until somebody has seen what it holds; returns its key."""
    key = crypto.token()
    file_key = uploads.store_file(content, key)
    with transaction():
        uploads.add_upload(
            place(),
            key=key,
            file_key=file_key,
            file_name=name,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    return key


def upload_or_404(key: str) -> Upload:
    found = uploads.find_upload(place(), key, at=clock.now())
    if found is None:
        abort(404)
    return found


def reading_of(upload: Upload) -> Reading:
    """Read the file again in the format that was found, or chosen, when it came."""
    form = request.args.get("format", "")
    try:
        return read_questions(uploads.content_of(upload), Format(form) if form else None)
    except (MissingFileError, InputError, ValueError):  # imported by another press, or mistyped
        abort(404)


def preview_page(upload: Upload, reading: Reading, form: ConfirmForm) -> str:
    module = request.args.get("modul", "")
    try:
        plan = services.check_questions(g.training, reading, module)
    except InputError:
        abort(404)
    return page("preview", upload=upload, plan=plan, form=form, module=module)


@bp.get("/impor/<key>")
def preview(code: str, key: str) -> ResponseReturnValue:
    upload = upload_or_404(key)
    if upload.used_at is not None:
        return redirect(url_for(".upload", code=code))
    return preview_page(upload, reading_of(upload), ConfirmForm())


@bp.post("/impor/<key>")
def confirm(code: str, key: str) -> ResponseReturnValue:
    upload, form = upload_or_404(key), ConfirmForm()
    if upload.used_at is not None:
        flash(_("Berkas ini sudah diimpor."))
        return redirect(url_for(".upload", code=code), 303)
    reading = reading_of(upload)
    try:
        plan = import_upload(upload, reading, only_valid=form.only_valid.data)
    except RefusedQuestionsError as error:
        form.only_valid.errors = [f"{error.message}."]
        return preview_page(upload, reading, form), 422
    except InputError:
        abort(404)
    flash(outcome_of(plan))
    return redirect(url_for(".upload", code=code), 303)


def import_upload(upload: Upload, reading: Reading, *, only_valid: bool) -> Plan:
    at = clock.now()
    with transaction():
        plan = services.import_questions(
            g.training,
            reading,
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


@bp.get("/ekspor")
def ask_download(code: str) -> ResponseReturnValue:
    bank = queries.bank_of(g.training.curriculum_id)
    return page("download", form=DownloadForm(), bank=bank)


@bp.post("/ekspor")
def download(code: str) -> ResponseReturnValue:
    form, bank = DownloadForm(), queries.bank_of(g.training.curriculum_id)
    if not form.validate_on_submit():
        return page("download", form=form, bank=bank), 422
    chosen = Format(form.form.data)
    items = items_of(bank, queries.curriculum_code(g.training.curriculum_id))
    file = write_questions(items, chosen)
    with transaction():
        services.record_export(
            g.training,
            form=chosen,
            count=len(items) - len(file.left_out),
            left_out=len(file.left_out),
            actor_id=current_user.person_id,
        )
    name = f"soal-{code}.{file.suffix}"
    return send_file(
        io.BytesIO(file.content), file.media_type, as_attachment=True, download_name=name
    )
