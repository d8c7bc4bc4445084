"""What is wrong with a question, for the person who writes it here.

The checks are those of the content folder; whoever writes here sees no folder and no keys of it,
so some words are others.
"""

from __future__ import annotations

import re

from lms.content_faults import Place
from lms.i18n import say
from lms.words import N_
from quizzes.authoring.words import label_of

_HERE = (
    ("single memerlukan", N_("Tandai tepat satu pilihan sebagai jawaban benar")),
    (
        "multiple memerlukan",
        N_("Tandai paling sedikit dua jawaban benar, dan sisakan satu pilihan yang salah"),
    ),
    ("share ditulis", N_("Isi nilai dalam persen pada semua pilihan, atau kosongkan semuanya")),
    (
        "share dan correct",
        N_("Nilai dalam persen dan tanda jawaban benar pada salah satu pilihan tidak sejalan"),
    ),
    ("ada pilihan (options)", N_("Ada pilihan yang sama")),
    ("ada jawaban (accepted)", N_("Ada jawaban yang sama")),
    ("paling sedikit satu jawaban", N_("Paling sedikit satu jawaban bernilai 100 persen")),
    ("tolerance tidak boleh", N_("Toleransi tidak boleh kurang dari 0")),
    ("ada sisi kiri", N_("Ada sisi kiri yang sama")),
    ("ada pengecoh", N_("Ada pengecoh yang sama dengan sisi kanan lain")),
    ("paling sedikit dua sisi kanan", N_("Paling sedikit dua sisi kanan yang berbeda")),
    ("ada butir (items)", N_("Ada langkah yang sama")),
    ("least tidak boleh", N_("Jumlah kata paling sedikit tidak boleh melebihi yang paling banyak")),
)
_FEW = re.compile(r"paling sedikit (\d+) butir")
_MANY = re.compile(r"paling banyak (\d+) butir")


def said(place: Place, message: str) -> str:
    """One sentence that says what is wrong and where."""
    for start, words in _HERE:
        if message.startswith(start):
            inside = place[:2] if place[:1] == ("parts",) else ()
            where = f"{label_of(inside)}: " if inside else ""
            return f"{where}{say(words)}."
    label = label_of(place)
    if few := _FEW.fullmatch(message):
        return say(N_("%(label)s: isi paling sedikit %(count)s.", label=label, count=few[1]))
    if many := _MANY.fullmatch(message):
        return say(N_("%(label)s: isi paling banyak %(count)s.", label=label, count=many[1]))
    return f"{label}: {message}."
