"""What is typed about paper: which form to print, and what stands on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from lms.i18n import format_moment, typed_moment, write_moment
from lms.web import BaseForm
from quizzes.attempts.papers import Paper
from quizzes.bank.models import Quiz
from quizzes.printed import keyed
from quizzes.printed.queries import form_letter
from quizzes.printed.services import Reading
from quizzes.printed.words import misfit

LONGEST_TEST = timedelta(hours=12)


class PrintForm(BaseForm):
    """`known` is how many papers the page showed: a second press finds one more."""

    form = RadioField(_l("Paket soal"), [InputRequired(_l("Pilih paket soal."))])
    known = HiddenField()

    def offer(self, quiz: Quiz) -> None:
        ids = sorted({quiz.id, quiz.parallel_id or quiz.id})
        self.form.choices = [
            SelectChoice(str(each), _("Paket %(letter)s", letter=form_letter(quiz, each) or "A"))
            for each in ids
        ]


class KeyForm:
    """One field for each question: far too many to declare them."""

    def __init__(self, sent: Mapping[str, str], paper: Paper) -> None:
        self._sent = sent
        self._paper = paper
        self.errors: dict[str, list[str]] = {}

    def typed(self, number: int) -> str:
        return self._sent.get(f"soal-{number}", "")

    def error(self, number: int) -> str:
        return "".join(self.errors.get(f"soal-{number}", []))

    def moment(self, name: str, default: datetime) -> str:
        """What stands in the field for one of the two times."""
        return self._sent.get(name) or write_moment(default)

    def reading(self, *, printed_at: datetime, now: datetime) -> Reading | None:
        """What was keyed, or None where something does not fit: see `errors`."""
        numbers = range(1, len(self._paper.questions) + 1)
        answers = {n: self._answer(n) for n in numbers if f"soal-{n}" in self._sent}
        seen = self._sent.get("salinan", "")
        started_at = submitted_at = None
        if "mulai" in self._sent:  # asked once the sheet may agree
            started_at, submitted_at = self._times(printed_at, now)
        if self.errors or not (seen.isascii() and seen.isdecimal() and len(seen) < 6):
            return None
        return Reading(answers, int(seen), started_at, submitted_at)

    def _answer(self, number: int) -> list[str]:
        question = self._paper.questions[number - 1]
        choices = keyed.read(question, self.typed(number))
        if choices is None:
            self.errors[f"soal-{number}"] = [misfit(number, question)]
        return choices or []

    def _times(self, printed_at: datetime, now: datetime) -> tuple[datetime | None, ...]:
        started_at, submitted_at = (
            typed_moment(self._sent.get(name, "")) for name in ("mulai", "selesai")
        )
        for name, moment in (("mulai", started_at), ("selesai", submitted_at)):
            if moment is None:
                self.errors[name] = [_("Tulis tanggal dan jam, contoh 15-02-2024 16.00.")]
        if started_at is None or submitted_at is None:
            return started_at, submitted_at
        minute = printed_at.replace(second=0, microsecond=0)
        if started_at < minute:
            told = format_moment(printed_at)
            self.errors["mulai"] = [_("Naskah ini baru dicetak %(moment)s.", moment=told)]
        if submitted_at > now:
            self.errors["selesai"] = [_("Jam ini belum tiba.")]
        elif not timedelta(0) < submitted_at - started_at <= LONGEST_TEST:
            self.errors["selesai"] = [_("Jam selesai harus sesudah jam mulai.")]
        return started_at, submitted_at
