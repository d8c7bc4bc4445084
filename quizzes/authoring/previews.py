"""A question that is still being written, as trainees would see it. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from courses.catalogue.queries import pictures_of
from lms import markdown
from quizzes.attempts.asking import questions_of
from quizzes.attempts.papers import PaperQuestion, build_paper
from quizzes.authoring.editing import Editor
from quizzes.bank.bodies import AnyBody, body_of
from quizzes.bank.rendering import Pictures, content_of

SEED = 1


@dataclass(frozen=True)
class Preview:
    """The questions of a paper, and the content their answers stand in; or only its text so far."""

    kind: str
    content: dict[str, Any] | None
    asked: tuple[PaperQuestion, ...]
    stem_html: str


def preview_of(editor: Editor, curriculum_id: int) -> Preview:
    """Also tells the editor what is still missing."""
    pictures = pictures_of(curriculum_id)
    return _preview(editor, editor.check(pictures), pictures)


def quiet_preview(editor: Editor, curriculum_id: int) -> Preview:
    """The same without a word about what is missing."""
    try:
        body = body_of(editor.source())
    except ValidationError:
        body = None
    return _preview(editor, body, pictures_of(curriculum_id))


def _preview(editor: Editor, body: AnyBody | None, pictures: Pictures) -> Preview:
    kind = editor.body.kind.data
    if body is None:
        return Preview(kind, None, (), _stem(editor, pictures))
    content = content_of(body, pictures)
    paper = build_paper(questions_of(0, 0, kind, content), SEED)
    return Preview(kind, content, paper.questions, "")


def _stem(editor: Editor, pictures: Pictures) -> str:
    text = editor.body.stem.data
    if editor.body.markup.data == "html":
        return markdown.clean_html(text, pictures)
    return markdown.render(text, pictures)
