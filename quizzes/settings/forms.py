"""The settings of a quiz as people type them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange

from lms.i18n import format_score, typed_moment, write_moment
from lms.web import BaseForm
from quizzes.attempts.scoring import FULL_SCORE
from quizzes.bank.settings import SHOWN
from quizzes.bank.shown import Shown
from quizzes.marking.rules import typed_points
from quizzes.settings.queries import Setup
from quizzes.settings.words import SHOWN_WORDS


def _whole(least: int, most: int) -> list[Any]:
    message = _l("Tulis bilangan %(least)s sampai %(most)s.", least=least, most=most)
    return [InputRequired(message), NumberRange(least, most, message)]


def _shown(label: Any) -> SelectField:
    choices = [SelectChoice(shown.value, word) for shown, word in SHOWN_WORDS.items()]
    return SelectField(label, choices=choices)


def _line(text: str | None) -> str:
    return (text or "").strip()


class SettingsForm(BaseForm):
    """`revision` is that of the settings which the page showed."""

    minutes = IntegerField(_l("Waktu mengerjakan (menit)"), _whole(1, 300))
    attempts = IntegerField(_l("Kesempatan mengerjakan"), _whole(1, 20))
    pass_mark = StringField(_l("Batas lulus"), filters=[_line])
    draw = StringField(_l("Banyaknya soal yang diambil"), filters=[_line])
    wrong_cost = IntegerField(_l("Pengurang pilihan salah (persen)"), _whole(0, 100))
    needs_presence = BooleanField(_l("Hanya untuk peserta yang hadir pada hari itu"))
    score_shown = _shown(_l("Nilai"))
    answers_shown = _shown(_l("Jawaban peserta sendiri, benar atau salah"))
    explanations_shown = _shown(_l("Kunci jawaban dan pembahasan"))
    shown_from = StringField(_l("Tanggal dan jam ditampilkan (WITA)"), filters=[_line])
    revision = HiddenField()

    @classmethod
    def of(cls, setup: Setup) -> SettingsForm:
        quiz = setup.quiz
        return cls(
            formdata=None,
            minutes=quiz.minutes,
            attempts=quiz.attempts_allowed,
            pass_mark="" if quiz.pass_mark is None else format_score(quiz.pass_mark),
            draw="" if quiz.draw is None else str(quiz.draw),
            wrong_cost=quiz.wrong_cost,
            needs_presence=quiz.needs_presence,
            score_shown=quiz.score_shown.value,
            answers_shown=quiz.answers_shown.value,
            explanations_shown=quiz.explanations_shown.value,
            shown_from=write_moment(quiz.shown_from) if quiz.shown_from else "",
            revision=setup.revision,
        )

    def facts(self, setup: Setup) -> dict[str, Any] | None:
        """What to store, by the names of the file; None with what is wrong written down."""
        self.validate()
        shown = {name: self[name].data for name in SHOWN}
        found = {
            "minutes": self.minutes.data,
            "attempts": self.attempts.data,
            "pass_mark": self._pass_mark(setup),
            "draw": self._draw(setup.questions),
            "wrong_cost": self.wrong_cost.data,
            "needs_presence": self.needs_presence.data,
            "shown_from": self._shown_from(Shown.FROM_MOMENT in shown.values()),
        }
        if self.errors:
            return None
        return found | {name: Shown(value) for name, value in shown.items()}

    def _pass_mark(self, setup: Setup) -> int | None:
        if setup.fixed_pass_mark is not None:
            return setup.quiz.pass_mark
        if not self.pass_mark.data:
            return None
        mark = typed_points(self.pass_mark.data, FULL_SCORE)
        if mark is None:
            self.pass_mark.errors = [_("Tulis nilai 0 sampai 100, contoh 70 atau 69,50.")]
        return mark

    def _draw(self, most: int) -> int | None:
        text = self.draw.data
        if not text:
            return None
        count = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
        if not 1 <= count <= most:
            self.draw.errors = [_("Tulis bilangan 1 sampai %(most)s, atau kosongkan.", most=most)]
        return count

    def _shown_from(self, is_used: bool) -> Any:
        """A moment that nothing waits for is not kept."""
        if not is_used:
            return None
        moment = typed_moment(self.shown_from.data)
        if moment is None:
            self.shown_from.errors = [_("Tulis tanggal dan jam, contoh 15-02-2024 16.00.")]
        return moment
