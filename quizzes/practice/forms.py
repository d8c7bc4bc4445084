"""An observation as it comes from the browser."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import UUID, InputRequired

from quizzes.practice.services import Ticks
from quizzes.rubrics.forms import Sheet
from quizzes.rubrics.models import Rubric
from quizzes.snippets.forms import CommentForm

SAVE, FINISH = "save", "finish"


class ObservationForm(CommentForm):
    """Carries the page's own key, and the version of the rubric that it shows."""

    key = StringField(validators=[InputRequired(), UUID()])
    rubric = IntegerField(validators=[InputRequired()])
    action = StringField(filters=[lambda text: text or SAVE])

    def fits(self, sheet: Sheet) -> bool:
        """Say whether the pressed button can be obeyed, or write down what is missing."""
        is_valid = self.validate()
        if self.action.data == FINISH:
            sheet.require_all()
        return bool(is_valid and not sheet.errors)

    def ticks(self, rubric: Rubric, sheet: Sheet) -> Ticks:
        key = (self.key.data or "").lower()
        return Ticks(key, rubric, sheet.levels, self.comment.data or "")
