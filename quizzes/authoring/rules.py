"""Whether a quiz may take a question in or let it go: it stays what its file may say."""

from __future__ import annotations

from dataclasses import dataclass

from lms.words import N_, Words


@dataclass(frozen=True)
class Place:
    """A quiz and one question: `approved` counts what papers are drawn from today."""

    draw: int | None
    total: int
    approved: int
    counts: bool  # whether this question is one of those, or would be
    quiz_module: str
    question_module: str


def refusal_to_add(place: Place) -> Words | None:
    if place.quiz_module and place.quiz_module != place.question_module:
        return N_(
            "Kuis modul %(module)s hanya menanyakan soal modul itu.", module=place.quiz_module
        )
    return None


def refusal_to_remove(place: Place) -> Words | None:
    if place.total <= 1:
        return N_("Ini satu-satunya soal tes itu. Tambahkan soal lain dahulu.")
    left = place.approved - place.counts
    if place.draw is not None and place.counts and left < place.draw:
        return N_(
            "Tes itu mengambil %(draw)s soal, padahal yang disetujui tinggal %(left)s. "
            "Tambahkan soal lain dahulu.",
            draw=place.draw,
            left=left,
        )
    return None
