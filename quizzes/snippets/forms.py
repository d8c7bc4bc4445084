"""A snippet, and the field with which one is put into a comment."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.people.identity import clean_lines
from lms.web import BaseForm
from quizzes.snippets.models import LONGEST
from quizzes.snippets.queries import Snippet
from quizzes.snippets.rules import with_snippet

INSERT = "insert"


class SnippetForm(BaseForm):
    text = TextAreaField(
        _l("Teks cuplikan"),
        [DataRequired(_l("Tulis teks cuplikannya.")), Length(max=LONGEST)],
        filters=[clean_lines],
    )
    is_shared = BooleanField(_l("Bagikan kepada fasilitator lain dalam pelatihan ini"))


class CommentForm(BaseForm):
    """A form with a comment, into which snippets are put; works without a script."""

    comment = TextAreaField(_l("Komentar untuk peserta"), [Length(max=3000)], filters=[clean_lines])
    snippet = StringField()

    def put_in(self, usable: Sequence[Snippet]) -> None:
        chosen = next((one for one in usable if str(one.id) == self.snippet.data), None)
        if chosen is not None:
            self.comment.data = with_snippet(self.comment.data or "", chosen.text)
