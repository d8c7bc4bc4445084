"""A score as it comes from the browser."""

from __future__ import annotations

from quizzes.rubrics.forms import MarkForm, Sheet


class ScoreForm(MarkForm):
    def fits(self, sheet: Sheet) -> bool:
        """A report has a whole score or none."""
        is_valid = self.validate()
        sheet.require_all()
        return bool(is_valid and not sheet.errors)
