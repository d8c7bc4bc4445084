"""The pieces a question is made of, and the checks its kinds share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from lms.content_fields import ContentModel, Line, Positive, Text
from quizzes.bank.fields import WHOLE, DecimalText, Share

_SPACE = re.compile(r"\s+")

OptionalText = Annotated[str, Field(max_length=20_000)]


class OptionEntry(ContentModel):
    """One choice; its key a, b, c is its position in the file.

    A fixed one ("Semua di atas benar") keeps its place when the others are shuffled.
    """

    text: Text
    correct: StrictBool = False
    fixed: StrictBool = False
    share: Share | None = None
    why: OptionalText = ""


class TextAnswer(ContentModel):
    """A wording that is accepted; "*" stands for anything, a star itself is written "\\*"."""

    text: Annotated[Line, Field(max_length=200)]
    share: Share = WHOLE
    why: OptionalText = ""


class NumberAnswer(ContentModel):
    value: DecimalText
    tolerance: DecimalText = "0"
    share: Share = WHOLE
    why: OptionalText = ""

    @model_validator(mode="after")
    def tolerance_is_a_distance(self) -> Self:
        if self.tolerance.startswith("-"):
            raise ValueError("tolerance tidak boleh kurang dari 0")
        return self


class PairEntry(ContentModel):
    left: Text
    right: Line


class WordLimits(ContentModel):
    least: Positive
    most: Annotated[Positive, Field(le=2_000)]

    @model_validator(mode="after")
    def least_is_less(self) -> Self:
        if self.least > self.most:
            raise ValueError("least tidak boleh lebih besar dari most")
        return self


def folded(text: str) -> str:
    return _SPACE.sub(" ", text.strip()).casefold()


def differ(texts: Iterable[str], message: str) -> None:
    seen = [folded(text) for text in texts]
    if len(set(seen)) < len(seen):
        raise ValueError(message)


def has_whole(accepted: Iterable[TextAnswer | NumberAnswer]) -> None:
    if not any(each.share == WHOLE for each in accepted):
        raise ValueError("paling sedikit satu jawaban (accepted) bernilai 100")
