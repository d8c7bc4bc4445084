"""A mark as it comes from the browser."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.i18n import format_score
from lms.people.identity import clean_lines
from lms.web import BaseForm
from quizzes.marking.rules import button_points, typed_points
from quizzes.marking.services import Judgement
from quizzes.marking.work import Work


class MarkForm(BaseForm):
    """`revision` is that of the mark the page showed, 0 for none; a button may give the points."""

    revision = IntegerField(validators=[InputRequired()])
    points = StringField(_l("Poin"), filters=[lambda text: (text or "").strip()])
    comment = TextAreaField(_l("Komentar untuk peserta"), [Length(max=3000)], filters=[clean_lines])
    reason = TextAreaField(_l("Alasan perubahan"), [Length(max=500)], filters=[clean_lines])
    button = StringField()

    def judgement(self, work: Work) -> Judgement | None:
        """What the marker says, or None with what is wrong written down."""
        is_valid = self.validate()
        most = work.question.points
        points = button_points(self.button.data or "", most)
        if points is None:
            points = typed_points(self.points.data, most)
        else:
            self.points.data = format_score(points)
        if points is None:
            self.points.errors = [
                _("Tulis poin dari 0 sampai %(most)s, misalnya 0,75.", most=format_score(most))
            ]
        if self.revision.data and not self.reason.data:
            self.reason.errors = [_("Tulis mengapa nilai ini diubah.")]
        if not is_valid or points is None or self.reason.errors:
            return None
        return Judgement(points, self.comment.data, self.revision.data, self.reason.data)
