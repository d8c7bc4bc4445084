"""All that the tests say as one workbook: summary, people, groups, every attempt, questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from courses.trainings.models import Training
from lms.exports import Sheet, Value, xlsx_bytes
from lms.i18n import format_moment, in_indonesian, local
from quizzes.analysis import findings, queries, tables, words
from quizzes.analysis.comparison import Comparison, Group
from quizzes.analysis.gains import nearest
from quizzes.analysis.tables import FormItems, Items
from quizzes.attempts.scoring import has_passed
from quizzes.bank.models import Quiz
from quizzes.supervision.queries import overview

_CHANGE = ("Peserta", "Rata-rata awal", "Rata-rata akhir", "Kenaikan", "Kenaikan ternormalisasi")
_PEOPLE = (
    "No.",
    "Nama",
    "Kabupaten/Kota",
    "Tes awal",
    "Tes akhir",
    "Kenaikan",
    "Kenaikan ternormalisasi",
    "Urutan paket",
)
_ATTEMPTS = (
    "Tes",
    "Nama",
    "Pengerjaan",
    "Paket",
    "Mulai",
    "Dikumpulkan",
    "Poin",
    "Dari",
    "Nilai",
    "Keterangan",
)
_ITEMS = (
    "Tes",
    "Paket",
    "No.",
    "Soal",
    "Versi",
    "Modul",
    "Pertanyaan",
    "Peserta",
    "Tingkat kesukaran",
    "Daya beda",
    "Catatan",
)
_OPTIONS = ("Tes", "Paket", "No.", "Pilihan", "Kunci", "Dipilih", "Kelompok atas", "Kelompok bawah")


@in_indonesian()
def results_xlsx(training: Training, *, at: datetime) -> bytes:
    title = (training.title, f"Pengerjaan pertama, keadaan per {format_moment(at)}")
    found = tables.comparison_of(training, tables.tests_of(training))
    quizzes = [(row.Quiz, tables.items_of(row.Quiz)) for row in overview(training.id)]
    return xlsx_bytes(
        Sheet("Ringkasan", ("Tentang", "Temuan"), _summary(found, quizzes), title),
        Sheet("Per orang", _PEOPLE, _people(found), (*title, words.gain_sentence(found.whole))),
        Sheet("Per modul", ("Modul", *_CHANGE), _groups(found.modules), title),
        Sheet("Per kabupaten-kota", ("Kabupaten/Kota", *_CHANGE), _groups(found.regions), title),
        Sheet("Per urutan paket", ("Urutan paket", *_CHANGE), _groups(found.orders), title),
        Sheet("Semua pengerjaan", _ATTEMPTS, _attempts(training), (training.title,)),
        *_item_sheets(quizzes, title),
    )


def _summary(found: Comparison, quizzes: Iterable[tuple[Quiz, Items]]) -> list[tuple[Value, ...]]:
    told = [words.gain_sentence(found.whole), *findings.of_forms(found)]
    rows: list[tuple[Value, ...]] = [("Sebelum dan sesudah", sentence) for sentence in told]
    for quiz, items in quizzes:
        rows.append((quiz.title, words.items_sentence(len(items.flagged), len(items.lines))))
        rows += [
            (_with_letter(quiz, form), words.reliability_sentence(form.reliability))
            for form in items.forms
        ]
        rows += [
            (_with_letter(quiz, form), f"Soal dibatalkan, tidak dihitung: {asked.key}")
            for form in items.forms
            for asked, _stem in form.cancelled
        ]
    return rows


def _with_letter(quiz: Quiz, form: FormItems) -> str:
    return f"{quiz.title}, Paket {form.letter}" if form.letter else quiz.title


def _people(found: Comparison) -> list[tuple[Value, ...]]:
    return [
        (
            number,
            person.seat.name,
            person.seat.region,
            _decimal(person.before),
            _decimal(person.after),
            _decimal(person.pair.gain if person.pair else None),
            _share(person.pair.normalised if person.pair else None),
            person.order,
        )
        for number, person in enumerate(found.people, start=1)
    ]


def _groups(groups: Iterable[Group]) -> list[tuple[Value, ...]]:
    return [
        (
            group.title or "Provinsi",
            group.change.count,
            _decimal(group.change.before),
            _decimal(group.change.after),
            _decimal(group.change.gain),
            _share(group.change.normalised),
        )
        for group in groups
    ]


def _attempts(training: Training) -> list[tuple[Value, ...]]:
    letters: dict[int, str] = {}
    for row in overview(training.id):
        letters |= {form: letter for form, letter in tables.letters_of(row.Quiz).items() if letter}
    return [
        (
            row.title,
            row.name,
            row.number,
            letters.get(row.form_id, ""),
            local(row.started_at).replace(tzinfo=None),
            local(row.submitted_at).replace(tzinfo=None) if row.submitted_at else None,
            _decimal(row.points),
            _decimal(row.out_of),
            _decimal(row.score),
            _state(row),
        )
        for row in queries.all_attempts(training.id)
    ]


def _state(row: Any) -> str:
    """What is not marked yet has no score; a mark of nothing is 0,00."""
    if row.submitted_at is None:
        return "masih dikerjakan"
    if row.score is None:
        return "belum dinilai"
    if row.pass_mark is None:
        return ""
    return "lulus" if has_passed(row.score, row.pass_mark) else "belum lulus"


def _item_sheets(
    quizzes: Iterable[tuple[Quiz, Items]], title: tuple[str, ...]
) -> tuple[Sheet, Sheet]:
    rows: list[tuple[Value, ...]] = []
    options: list[tuple[Value, ...]] = []
    for quiz, items in quizzes:
        for form in items.forms:
            place = (quiz.title, form.letter)
            rows += [(*place, *_item(item, items.corrected)) for item in form.lines]
            options += [
                (
                    *place,
                    item.number,
                    text,
                    "ya" if option.is_right else "",
                    option.count,
                    option.upper,
                    option.lower,
                )
                for item in form.lines
                for text, option in item.options
            ]
    return Sheet("Butir soal", _ITEMS, rows, title), Sheet("Pilihan", _OPTIONS, options, title)


def _item(item: tables.Item, corrected: frozenset[int]) -> tuple[Value, ...]:
    notes = words.flag_words(item.figures)
    if item.asked.question_id in corrected:
        notes.append("Kuncinya sudah dikoreksi.")
    return (
        item.number,
        item.asked.key,
        item.figures.key.version,
        item.asked.module_code or "",
        item.stem,
        item.figures.count,
        _share(item.figures.difficulty),
        _share(item.figures.discrimination),
        " ".join(notes),
    )


def _decimal(hundredths: float | None) -> Decimal | None:
    return None if hundredths is None else Decimal(nearest(hundredths)) / 100


def _share(value: float | None) -> Decimal | None:
    return _decimal(None if value is None else value * 100)
