"""The summary of the evaluation, as a page shows it and as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from courses.evaluation import queries
from courses.evaluation.models import EvaluationBox
from courses.evaluation.rules import FEWEST, Subject, Tally, may_be_told, tallies
from courses.trainings.models import Training
from lms import audit
from lms.exports import Sheet, Value
from lms.i18n import format_moment, in_indonesian

WHOLE_TRAINING = "Penyelenggaraan pelatihan"


@dataclass(frozen=True)
class Item:
    title: str
    levels: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True)
class Summary:
    """What may be told about one subject: the count always, the rest when the rule allows."""

    subject: Subject
    answers: int
    closed_at: datetime | None
    items: tuple[Item, ...] = ()
    open_question: str = ""
    comments: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return bool(self.items)


def summaries_of(training: Training) -> list[Summary]:
    """Every subject of today's timetable, and boxes of speakers who are no longer in it."""
    boxes = queries.boxes_of(training.id)
    subjects = queries.subjects_of(training)
    gone = boxes.keys() - {subject.name for subject in subjects}
    subjects += [Subject(name, None) for name in sorted(gone)]
    return [_summary(training, subject, boxes.get(subject.name)) for subject in subjects]


def _summary(training: Training, subject: Subject, box: EvaluationBox | None) -> Summary:
    if box is None:
        return Summary(subject, 0, None)
    count = len(box.ballots)
    if not may_be_told(box.ballots, is_closed=box.closed_at is not None):
        return Summary(subject, count, box.closed_at)
    written = queries.form_of(subject, box, training)
    items = tuple(
        Item(item.title, item.levels, tally)
        for item, tally in zip(written.items, tallies(box.ballots), strict=True)
    )
    comments = tuple(box.comments)
    return Summary(subject, count, box.closed_at, items, written.open_question, comments)


@in_indonesian()
def sheets_of(training: Training, trainees: int, *, at: datetime) -> tuple[Sheet, ...]:
    summaries = summaries_of(training)
    title = (training.title, f"Keadaan per {format_moment(at)}")
    return (
        _counts(summaries, trainees, title),
        _items(summaries, title),
        _comments(summaries, title),
    )


def name_of(subject: Subject) -> str:
    return subject.name or WHOLE_TRAINING


def _counts(summaries: Sequence[Summary], trainees: int, title: Sequence[str]) -> Sheet:
    rows = [
        (name_of(each.subject), each.answers, trainees, "Ya" if each.is_told else "Belum")
        for each in summaries
    ]
    note = f"Hasil ditampilkan sesudah evaluasi ditutup dan ada sedikitnya {FEWEST} jawaban."
    return Sheet(
        "Jawaban", ("Yang dinilai", "Jawaban", "Peserta", "Ditampilkan"), rows, (*title, note)
    )


def _items(summaries: Sequence[Summary], title: Sequence[str]) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            name_of(each.subject),
            item.title,
            *item.tally.counts,
            sum(item.tally.counts),
            Decimal(item.tally.mean) / 100,
        )
        for each in summaries
        for item in each.items
    ]
    header = ("Yang dinilai", "Butir", "Tingkat 1", "Tingkat 2", "Tingkat 3", "Tingkat 4",
              "Jawaban", "Rata-rata")  # fmt: skip
    return Sheet("Butir", header, rows, title, has_filter=True)


def _comments(summaries: Sequence[Summary], title: Sequence[str]) -> Sheet:
    rows = [(name_of(each.subject), text) for each in summaries for text in each.comments]
    return Sheet("Saran", ("Tentang", "Saran"), rows, title)


def record_export(training: Training, *, actor_id: int) -> None:
    """Who took the summary out of the system stays on record."""
    audit.record("evaluation.exported", training, actor_id=actor_id, training_id=training.id)
