"""A quiz that people mark: essays, a case and a file, some waiting, some marked and corrected."""

from __future__ import annotations

import io
from datetime import timedelta

import sqlalchemy as sa
from PIL import Image, ImageDraw

from courses.trainings.models import Training
from lms.db import db, transaction
from lms.handed import HandedFile, handed_file
from quizzes.attempts import services as attempts
from quizzes.attempts.answer_files import keep_file, sealed
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz
from quizzes.marking.services import Judgement, mark_answer
from tests import quiz_factories
from tests.browser.doings import DONE, NOW, SITTING, TRAINEE, Live
from tests.quiz_factories import of_kind, question

KEY = "tugas-lapangan"
ESSAY = (
    "Saya mendatangi rumah calon penerima bersama ketua RT dan mencocokkan nama, alamat, dan "
    "keadaan rumah dengan data. Yang tidak cocok saya catat dan laporkan.\n\n"
    "Setelah itu hasilnya dibahas dalam musyawarah desa, lalu diusulkan perubahannya lewat "
    "operator desa disertai foto dan berita acara."
)
QUESTIONS = [
    of_kind(
        "essay", stem="Ceritakan bagaimana Anda memeriksa data calon penerima di lapangan.",
        points=2, words={"least": 30, "most": 150},
        model="Kunjungan rumah, pencocokan data, musyawarah desa, usulan perubahan.",
    ),
    of_kind("file", stem="Unggah foto formulir yang sudah terisi.", model="Terbaca dan lengkap."),
    of_kind(
        "case", stem="Ibu Aluh pindah ke desa lain sebelum bantuan disalurkan.",
        parts=[
            {"kind": "essay", "stem": "Apa langkah pertama Anda?", "model": "Mencari alamatnya."},
            {"kind": "true_false", "stem": "Namanya boleh langsung dicoret.", "answer": False},
        ],
    ),
    question("lapangan-pilihan"),
]  # fmt: skip


def hand_in(live: Live, training: Training) -> None:
    """Four have handed in; the trainee of most pages sits at it, the first two are marked."""
    quiz_id = quiz_factories.make_quiz(
        live.app, training.id, KEY, questions=QUESTIONS, kind="posttest"
    )
    who = {place: live.seats[place] for place in (*DONE, SITTING, TRAINEE)}
    for place, seat in who.items():
        _sit(quiz_id, seat, pdf=place % 2 == 1, is_submitted=place != TRAINEE)
    found = db.session.scalars(
        sa.select(Attempt).where(Attempt.quiz_id == quiz_id).order_by(Attempt.id)
    ).all()
    for attempt in found[:2]:
        _mark(live, attempt)
    open_one = next(number for number, kind in _kinds(found[3]) if kind == "essay")
    files = next(number for number, kind in _kinds(found[2]) if kind == "file")
    own = next(each for each in found if each.submitted_at is None)
    live.places |= {
        "essays": KEY,
        "place": str(next(number for number, kind in _kinds(own) if kind == "file")),
        "essay": f"{found[3].id}/{open_one}",
        "photo": f"{found[2].id}/{files}",
        "marked": f"{found[0].id}/{next(n for n, kind in _kinds(found[0]) if kind == 'essay')}",
        "topic": str(found[0].paper["questions"][open_one - 1]["question_id"]),
    }


def _kinds(attempt: Attempt) -> list[tuple[int, str]]:
    asked = attempt.paper["questions"]
    return [(n, each["kind"]) for n, each in enumerate(asked, 1) if not each.get("part")]


def _sit(quiz_id: int, seat: int, *, pdf: bool, is_submitted: bool) -> None:
    at = NOW - timedelta(minutes=8)
    row = sealed(_file(pdf=pdf), at=at)
    with transaction():
        attempt = attempts.start_attempt(
            db.session.get_one(Quiz, quiz_id), seat, seed=seat, actor_id=1, at=at
        )
        for number, asked in enumerate(attempt.paper["questions"], 1):
            if asked["kind"] == "file":
                keep_file(attempt.id, number, row, sequence=1, at=at)
            else:
                given = [ESSAY] if asked["kind"] == "essay" else asked["correct"]
                save_answer(attempt.id, number, given, sequence=1, at=at)
        if is_submitted:
            attempts.submit_attempt(attempt.id, actor_id=1, at=NOW - timedelta(minutes=1))


def _file(*, pdf: bool) -> HandedFile:
    if pdf:
        return handed_file("formulir verifikasi desa.pdf", b"%PDF-1.7\n%%EOF\n")
    image = Image.new("RGB", (1200, 1600), "ivory")
    pen = ImageDraw.Draw(image)
    for line in range(200, 1500, 90):
        pen.line((120, line, 1080, line), fill="slategray", width=3)
    output = io.BytesIO()
    image.save(output, "JPEG")
    return handed_file("IMG_20240201_153012.jpg", output.getvalue())


def _mark(live: Live, attempt: Attempt) -> None:
    trainer, organiser = live.people["trainer"], live.people["organiser"]
    with transaction():
        for number, asked in enumerate(attempt.paper["questions"], 1):
            if asked["kind"] in {"essay", "file"}:
                said = Judgement(75, "Sebutkan juga siapa yang menandatangani berita acara.")
                mark_answer(attempt.id, number, said, marker_id=trainer, at=NOW)
                said = Judgement(100, "Lengkap.", 1, "Lampirannya terlewat dibaca.")
                mark_answer(attempt.id, number, said, marker_id=organiser, at=NOW)
