"""Handouts to download: asked for, waited for, fetched."""

from __future__ import annotations

import io

from flask import Blueprint, current_app, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.handouts import queries, services
from courses.handouts.queries import Piece
from courses.handouts.rules import State
from lms import clock, files
from lms.access import stranger
from lms.config import Settings
from lms.db import transaction

bp = Blueprint("handouts", __name__, url_prefix="/pelatihan/<code>/bahan")


@bp.get("")
def index(code: str) -> ResponseReturnValue:
    return render_template("courses/handouts/index.html", pieces=_pieces(), State=State)


@bp.get("/<name>")
def show(code: str, name: str) -> ResponseReturnValue:
    return render_template("courses/handouts/show.html", piece=_piece(name), State=State)


@bp.post("/<name>")
def ask(code: str, name: str) -> ResponseReturnValue:
    training_id = g.training.id
    with transaction(f"handouts {training_id}"):
        services.ask_for(
            _piece(name),
            training_id=training_id,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    return redirect(url_for(".show", code=code, name=name), 303)


@bp.get("/<name>/berkas")
def download(code: str, name: str) -> ResponseReturnValue:
    piece = _piece(name)
    if piece.row is None or piece.state is not State.READY:
        return redirect(url_for(".show", code=code, name=name), 303)
    return send_file(
        io.BytesIO(files.store().get(piece.row.file_key)),
        mimetype=piece.form.media_type,
        as_attachment=True,
        download_name=piece.file_name,
        etag=piece.row.digest,  # a download that broke off goes on where it was
    )


def _pieces() -> list[Piece]:
    settings: Settings = current_app.config["SETTINGS"]
    return queries.pieces_of(g.training, settings.public_url, clock.now())


def _piece(name: str) -> Piece:
    found = next((piece for piece in _pieces() if piece.name == name), None)
    return found or stranger()
