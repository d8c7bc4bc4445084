"""How a question is keyed, told beside its field."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quizzes.attempts import scoring
from quizzes.attempts.papers import MULTIPLE, TRUE_FALSE, PaperQuestion
from quizzes.printed.keyed import letters_of
from quizzes.printed.rules import Stage

STAGES = {
    Stage.NONE: _l("Belum disalin"),
    Stage.ONCE: _l("Disalin sekali"),
    Stage.DIFFERING: _l("Salinan berbeda"),
    Stage.AGREED: _l("Selesai"),
}


def hint(question: PaperQuestion) -> str:
    letters = list(letters_of(question).values())
    if question.kind == TRUE_FALSE:
        return str(_("B atau S"))
    if question.kind == MULTIPLE:
        span = f"{letters[0]}–{letters[-1]}"
        return str(_("%(letters)s, boleh lebih dari satu", letters=span))
    if question.kind in scoring.CHOOSING:
        return f"{letters[0]}–{letters[-1]}"
    if question.targets:
        return str(
            _(
                "%(count)s isian %(first)s–%(last)s, tanda - bila kosong",
                count=len(question.options),
                first=letters[0],
                last=letters[-1],
            )
        )
    if question.kind == "numeric":
        return str(_("angka")) + (f" ({question.unit})" if question.unit else "")
    return str(_("tulis seperti di lembar"))


def misfit(number: int, question: PaperQuestion) -> str:
    if question.kind in scoring.LONGEST:
        limit = scoring.LONGEST[question.kind]
        return str(_("Soal %(n)s: paling panjang %(limit)s huruf.", n=number, limit=limit))
    return str(_("Soal %(n)s: tulis %(hint)s, atau kosongkan.", n=number, hint=hint(question)))
