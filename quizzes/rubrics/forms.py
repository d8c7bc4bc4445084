"""A grade as it comes from the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired

from lms.web import BaseForm
from quizzes.rubrics.scoring import Criterion, has_passed, open_criteria, score
from quizzes.rubrics.services import Grade
from quizzes.rubrics.work import Work
from quizzes.snippets.forms import CommentForm

SAVE, NEXT, RELEASE, RETURN = "save", "next", "release", "return"


@dataclass
class Sheet:
    """The levels on the page, and what is wrong with them, by criterion."""

    criteria: Sequence[Criterion]
    levels: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> int | None:
        return score(self.criteria, self.levels)

    def read(self, posted: Mapping[str, str]) -> None:
        for criterion in self.criteria:
            typed = posted.get(f"level-{criterion.key}", "")
            if typed.isascii() and typed.isdigit() and criterion.at(int(typed)):
                self.levels[criterion.key] = int(typed)
            elif typed:
                self.errors[criterion.key] = _("Pilih salah satu tingkat.")

    def require_all(self) -> None:
        for criterion in open_criteria(self.criteria, self.levels):
            self.errors.setdefault(
                criterion.key, _("Pilih tingkat untuk %(title)s.", title=criterion.title)
            )


class MarkForm(CommentForm):
    """Carries which submission, rubric and revision the page showed."""

    submission = IntegerField(validators=[InputRequired()])
    rubric = IntegerField(validators=[InputRequired()])
    revision = IntegerField(validators=[InputRequired()])
    action = StringField(filters=[lambda text: text or SAVE])

    def grade(self, sheet: Sheet) -> Grade:
        return Grade(
            levels=sheet.levels,
            comment=self.comment.data,
            rubric_id=self.rubric.data,
            revision=self.revision.data,
        )


class GradingForm(MarkForm):
    def fits(self, work: Work, sheet: Sheet) -> bool:
        """Say whether the pressed button can be obeyed, or write down what is missing."""
        is_valid = self.validate()
        action = self.action.data
        if action == RELEASE:
            sheet.require_all()
        points = sheet.points
        is_below = points is not None and not has_passed(points, work.rubric.pass_mark)
        if not self.comment.data and (action == RETURN or (action == RELEASE and is_below)):
            self.comment.errors = [_("Tulis komentar: apa yang harus diperbaiki peserta.")]
        return bool(is_valid and not sheet.errors and not self.comment.errors)


class ReleaseForm(BaseForm):
    """Which drafts were on the confirmation page, as `submission:revision` pairs."""

    items = HiddenField()

    def revisions(self) -> dict[int, int]:
        pairs = re.findall(r"([0-9]{1,9}):([0-9]{1,9})", self.items.data or "")
        return {int(submission): int(revision) for submission, revision in pairs}
