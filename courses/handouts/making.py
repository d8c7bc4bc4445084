"""The job that makes a handout: seconds of work, outside of any request and transaction."""

from __future__ import annotations

from flask import current_app

from courses.handouts import queries, services
from courses.handouts.models import Handout
from courses.handouts.queries import Piece
from courses.handouts.rules import Format
from courses.trainings.models import Training
from lms import clock, files, jobs
from lms.config import Settings
from lms.db import db, let_go, transaction


@jobs.handler(services.MAKE)
def make_handout(handout_id: int) -> None:
    """Make the file and keep it. A second run finds it made and does nothing."""
    row = db.session.get(Handout, handout_id)
    if row is None or row.made_at is not None:
        return
    training_id, piece = row.training_id, _piece_of(row)
    if piece.row is not row:
        _ask_anew(handout_id, piece)
        return
    try:
        data = _made(piece, training_id)
    except Exception:
        let_go()
        with transaction():
            if failed := db.session.get(Handout, handout_id):
                failed.failed_at = clock.now()
        raise
    key = files.store().put(data, f".{piece.form}")
    with transaction(f"handouts {training_id}"):
        if kept := db.session.get(Handout, handout_id):
            services.keep_file(kept, file_key=key, size=len(data), at=clock.now())


def _piece_of(row: Handout) -> Piece:
    settings: Settings = current_app.config["SETTINGS"]
    training = db.session.get_one(Training, row.training_id)
    pieces = queries.pieces_of(training, settings.public_url, clock.now())
    return next(piece for piece in pieces if piece.name == row.name)


def _made(piece: Piece, training_id: int) -> bytes:
    # Readers of XML and drawers of pictures: only the worker needs them.
    from courses.handouts import content, epub, printing  # noqa: PLC0415

    training = db.session.get_one(Training, training_id)
    volume = content.filled(piece.volume, training.curriculum_id)
    let_go()  # nothing is held open while the file is made
    make = printing.print_pdf if piece.form is Format.PDF else epub.bind_epub
    return make(volume)


def _ask_anew(handout_id: int, piece: Piece) -> None:
    """The texts changed since somebody asked: what they want is a file of the new ones."""
    with transaction():
        row = db.session.get_one(Handout, handout_id)
        training_id = row.training_id
        db.session.delete(row)
        services.ask_for(piece, training_id=training_id, actor_id=None, at=clock.now())
