"""The cover of the one PDF: its few numbers, each asked of the feature whose paper shows it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from certificates.decisions import minutes
from certificates.document.facts import CertificateKind
from certificates.pack.binder import Cover, Part
from certificates.register import queries as register
from certificates.register import standing
from certificates.register.composing import lesson_hours_of
from certificates.register.rules import State
from certificates.register.services import modules_of
from courses.trainings.models import Training
from courses.workreports.queries import accepted_reports
from lms import pdf
from quizzes.analysis import tables, words
from quizzes.rubrics.queries import plan_results


@dataclass(frozen=True)
class Totals:
    lines: tuple[tuple[str, str], ...]
    note: str = ""


def totals_of(training: Training, at: datetime) -> Totals:
    decided = minutes.minutes_of(training, at)
    tests = tables.comparison_of(training, tables.tests_of(training)).whole
    entries = [entry for entry in register.register_of(training.id) if entry.is_current]
    issued = [entry.facts.kind for entry in entries]
    suspended = list(standing.of_all(training, entries, at).values()).count(State.SUSPENDED)
    plans = sum(result.is_accepted for result in plan_results(training.id).values())
    lines = (
        ("Peserta", len(decided.entries) + len(decided.open)),
        ("Kompeten", len(decided.competent)),
        ("Belum kompeten", len(decided.not_yet)),
        ("Belum diputuskan", len(decided.open)),
        ("Jam pelajaran (JP)", lesson_hours_of(modules_of(training.curriculum_id))),
        ("Rata-rata tes awal", words.hundredths(tests.before)),
        ("Rata-rata tes akhir", words.hundredths(tests.after)),
        ("Peserta yang mengerjakan kedua tes", tests.count),
        ("Rencana kerja diterima", plans),
        ("Laporan kerja diterima", len(accepted_reports(training.id))),
        (
            "Sertifikat, tanpa yang dicabut atau diganti",
            issued.count(CertificateKind.COMPETENCE),
        ),
        ("Surat keterangan mengikuti pelatihan", issued.count(CertificateKind.ATTENDANCE)),
        ("Di antara surat itu sedang ditangguhkan", suspended),
    )
    note = "" if decided.is_final else "RANCANGAN: masih ada peserta yang belum diputuskan."
    return Totals(tuple((label, str(value)) for label, value in lines), note)


def cover_of(training: Training, at: datetime) -> Cover:
    """Reads now, so that it can be printed later and more than once."""
    values = {
        "training": training,
        "heading": training.certificate.get("heading", [training.organiser]),
        "totals": totals_of(training, at),
        "at": at,
    }

    def cover(parts: Sequence[Part]) -> bytes:
        html = render_template("certificates/print/pack_cover.html", parts=parts, **values)
        return pdf.render_apart(html, "print/pack.css", "pdf/ua-1")

    return cover


def numbers(count: int) -> bytes:
    body = "".join(f'<p class="number">{number}</p>' for number in range(1, count + 1))
    return pdf.render_apart(f'<html lang="id"><body>{body}</body></html>', "print/pack.css")
