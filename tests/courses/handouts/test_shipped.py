"""The course that comes with the app, as a book in both forms."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from courses.handouts import queries, services
from courses.handouts.models import Handout
from courses.sample import make_sample
from lms import clock, files, jobs
from lms.db import db, transaction
from tests.courses.handouts.conftest import faults_of_epub, faults_of_pdf
from tests.courses.handouts.test_printing import outline_of, tags_of, text_of
from tests.verapdf import judging

MODULES = 9


@pytest.fixture
def made(app) -> dict[str, bytes]:
    with app.app_context():
        training = make_sample()
        pieces = queries.pieces_of(training, "https://diklat.example", clock.now())
        assert len(pieces) == 2 + MODULES
        with transaction():
            for piece in queries.pieces_of(training, "http://localhost", clock.now())[:2]:
                services.ask_for(piece, training_id=training.id, actor_id=None, at=clock.now())
        jobs.run_due()
        rows = db.session.scalars(sa.select(Handout))
        return {row.name: files.store().get(row.file_key) for row in rows}


def test_the_course_is_a_sound_book(made, tmp_path):
    assert faults_of_pdf(made["buku.pdf"], tmp_path) == ""
    assert judging.faults({"buku": made["buku.pdf"]}, "ua1", tmp_path) == {}
    assert faults_of_epub(made["buku.epub"], tmp_path) == ""
    reader = PdfReader(io.BytesIO(made["buku.pdf"]))
    chapters = [entry for entry in outline_of(reader) if entry[0] == 0][2:]
    assert len(chapters) == MODULES
    for number, (_depth, title, page) in enumerate(chapters):
        opening = text_of(reader, page - 1)
        assert opening.startswith(f"Modul PS-{number:02d} {title}")
    figures = [str(tag.get("/Alt", "")) for tag in tags_of(reader, "/Figure")]
    assert len(figures) >= MODULES
    assert all(figures)
    whole = "".join(text_of(reader, number) for number in range(len(reader.pages)))
    assert "(perlu konfirmasi Dinsos)" in whole
