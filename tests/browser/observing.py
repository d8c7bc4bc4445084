"""Practice in the browser world: half of the trainees were observed, one of them twice."""

from __future__ import annotations

from uuid import uuid4

from courses.trainings.models import Training
from lms.db import db, transaction
from quizzes.practice import services
from quizzes.practice.queries import seat_of
from quizzes.practice.services import Ticks
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.scoring import criteria_of
from quizzes.snippets import services as snippets
from quizzes.snippets.queries import usable
from tests.browser.doings import NOW, TRAINEE, Live


def watch(live: Live, training: Training) -> None:
    twice = live.seats[TRAINEE]
    for place, seat_id in enumerate([*live.seats[: len(live.seats) // 2], twice]):
        with transaction():
            _observe(live, training, seat_id, 2 + place % 3)
    _keep_comments(live, training)
    live.places["unseen"] = str(live.seats[-1])


def _keep_comments(live: Live, training: Training) -> None:
    trainer = live.people["trainer"]
    with transaction():
        snippets.add(
            training.id,
            "Tulis jumlah KPM dan nama desanya.",
            is_shared=True,
            owner_id=trainer,
            at=NOW,
        )
        snippets.add(
            training.id,
            "Sudah runtut. Tambahkan batas waktu setiap kegiatan supaya dapat"
            " diperiksa pada bulan berikutnya.",
            is_shared=False,
            owner_id=trainer,
            at=NOW,
        )
    (own, *_rest) = usable(training.id, trainer)
    live.places["snippet"] = str(own.id)


def _observe(live: Live, training: Training, seat_id: int, level: int) -> None:
    seat = seat_of(training.id, seat_id)
    if seat is None:
        return
    rubric = db.session.get_one(Rubric, services.rubric_for(training, None).id)
    levels = {criterion.key: level for criterion in criteria_of(rubric.content)}
    ticks = Ticks(str(uuid4()), rubric, levels, "Tenang, mau mendengar. Tanyakan juga sumber air.")
    services.finish(seat, ticks, observer_id=live.people["trainer"], at=NOW)
