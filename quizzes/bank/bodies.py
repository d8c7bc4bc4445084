"""What is written of a question, by kind, and what may not be.

The same bodies come from content folders, from imported files and from the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, TypeAdapter, model_validator

from lms.content_fields import ContentModel, Line, OptionalLine, Text
from quizzes.bank.fields import WHOLE, Points
from quizzes.bank.pieces import (
    NumberAnswer,
    OptionalText,
    OptionEntry,
    PairEntry,
    TextAnswer,
    WordLimits,
    differ,
    folded,
    has_whole,
)

OPTION_KEYS = ascii_lowercase
MOST = len(OPTION_KEYS)


class Body(ContentModel):
    """What every kind has. Texts are Markdown, or HTML that was cleaned already."""

    markup: Literal["markdown", "html"] = "markdown"
    stem: Text
    explanation: OptionalText = ""
    points: Points = 100


class ChoiceBody(Body):
    kind: Literal["single", "multiple"]
    options: Annotated[tuple[OptionEntry, ...], Field(min_length=2, max_length=MOST)]

    @model_validator(mode="after")
    def has_its_right_answers(self) -> Self:
        differ((option.text for option in self.options), "ada pilihan (options) yang sama")
        correct = sum(option.correct for option in self.options)
        if self.kind == "single" and correct != 1:
            raise ValueError(f"single memerlukan tepat satu pilihan benar, sekarang {correct}")
        shares = [option.share for option in self.options]
        if any(share is not None for share in shares):
            self._shares_fit()
        elif self.kind == "multiple" and not 2 <= correct < len(self.options):
            raise ValueError(
                "multiple memerlukan paling sedikit dua pilihan benar dan satu pilihan salah"
            )
        return self

    def _shares_fit(self) -> None:
        for option in self.options:
            if option.share is None:
                raise ValueError("share ditulis pada semua pilihan, atau tidak sama sekali")
            is_right = option.share == WHOLE if self.kind == "single" else option.share > 0
            if is_right != option.correct:
                raise ValueError(f'share dan correct berselisih pada pilihan "{option.text}"')


class TrueFalseBody(Body):
    kind: Literal["true_false"]
    answer: StrictBool
    why_true: OptionalText = ""
    why_false: OptionalText = ""


class ShortAnswerBody(Body):
    kind: Literal["short_answer"]
    accepted: Annotated[tuple[TextAnswer, ...], Field(min_length=1, max_length=MOST)]
    case_sensitive: StrictBool = False

    @model_validator(mode="after")
    def one_is_right(self) -> Self:
        has_whole(self.accepted)
        texts = [each.text for each in self.accepted]
        if not self.case_sensitive:
            texts = [text.casefold() for text in texts]
        if len(set(texts)) < len(texts):
            raise ValueError("ada jawaban (accepted) yang sama")
        return self


class NumericBody(Body):
    kind: Literal["numeric"]
    accepted: Annotated[tuple[NumberAnswer, ...], Field(min_length=1, max_length=MOST)]
    unit: Annotated[OptionalLine, Field(max_length=20)] = ""

    @model_validator(mode="after")
    def one_is_right(self) -> Self:
        has_whole(self.accepted)
        return self


class MatchingBody(Body):
    """Pairs to find; distractors are right sides that belong to none."""

    kind: Literal["matching"]
    pairs: Annotated[tuple[PairEntry, ...], Field(min_length=2, max_length=MOST)]
    distractors: Annotated[tuple[Line, ...], Field(max_length=MOST)] = ()

    @model_validator(mode="after")
    def sides_fit(self) -> Self:
        differ((pair.left for pair in self.pairs), "ada sisi kiri (left) yang sama")
        rights = {folded(pair.right) for pair in self.pairs}
        wrong = [folded(text) for text in self.distractors]
        if len(set(wrong)) < len(wrong) or rights & set(wrong):
            raise ValueError("ada pengecoh (distractors) yang sama dengan sisi kanan lain")
        if len(rights) + len(wrong) < 2:
            raise ValueError("paling sedikit dua sisi kanan yang berbeda")
        return self


class OrderingBody(Body):
    """Items in their right order."""

    kind: Literal["ordering"]
    items: Annotated[tuple[Text, ...], Field(min_length=2, max_length=MOST)]

    @model_validator(mode="after")
    def itemsdiffer(self) -> Self:
        differ(self.items, "ada butir (items) yang sama")
        return self


class EssayBody(Body):
    """Written by the trainee and marked by a person, who sees what a good answer says."""

    kind: Literal["essay"]
    words: WordLimits | None = None
    model: OptionalText = ""


class FileBody(Body):
    """A photo or PDF the trainee hands in, marked by a person."""

    kind: Literal["file"]
    model: OptionalText = ""


PartBody = Annotated[
    ChoiceBody
    | TrueFalseBody
    | ShortAnswerBody
    | NumericBody
    | MatchingBody
    | OrderingBody
    | EssayBody,
    Field(discriminator="kind"),
]


class CaseBody(Body):
    """A situation that is told once, and questions about it; its points are theirs."""

    kind: Literal["case"]
    parts: Annotated[tuple[PartBody, ...], Field(min_length=1, max_length=10)]


AnyBody = Annotated[
    ChoiceBody
    | TrueFalseBody
    | ShortAnswerBody
    | NumericBody
    | MatchingBody
    | OrderingBody
    | EssayBody
    | FileBody
    | CaseBody,
    Field(discriminator="kind"),
]
_BODY: TypeAdapter[AnyBody] = TypeAdapter(AnyBody)


def body_of(source: object) -> AnyBody:
    """A body from what was written of it. Raises pydantic.ValidationError."""
    return _BODY.validate_python(source)


def source_of(body: AnyBody) -> dict[str, Any]:
    """The body as it is written, what goes without saying left out; `body_of` reads it back."""
    written: dict[str, Any] = _BODY.dump_python(body, mode="json", exclude_defaults=True)
    return written


def texts_of(body: AnyBody) -> Iterator[str]:
    """Every text of a body that is marked up, those of its parts, too."""
    yield from (body.stem, body.explanation)
    match body:
        case ChoiceBody():
            for option in body.options:
                yield from (option.text, option.why)
        case TrueFalseBody():
            yield from (body.why_true, body.why_false)
        case ShortAnswerBody() | NumericBody():
            yield from (each.why for each in body.accepted)
        case MatchingBody():
            yield from (pair.left for pair in body.pairs)
        case OrderingBody():
            yield from body.items
        case EssayBody() | FileBody():
            yield body.model
        case CaseBody():
            for part in body.parts:
                yield from texts_of(part)
