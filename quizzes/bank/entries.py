"""A question of quizzes/*.yaml: a body, and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from lms.content_fields import MODULE_CODE, ContentModel, OptionalLine, written_like
from quizzes.bank import bodies
from quizzes.bank.bodies import AnyBody, body_of, source_of

QuestionKey = Annotated[
    str,
    AfterValidator(
        written_like(
            r"(?=.{1,60}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*",
            "hanya huruf, angka, dan tanda hubung, misalnya A-PS01-1",
        )
    ),
]


_ModuleCode = Annotated[
    str,
    AfterValidator(written_like(MODULE_CODE + "|", "harus kode modul, misalnya PS-01")),
]
_Level = Annotated[
    str, AfterValidator(written_like("(C[123])?", "harus salah satu dari C1, C2, C3"))
]


class Header(ContentModel):
    """A question marked perlu_konfirmasi is kept but not asked; one of an edition only in that.

    An imported question may lack its module, level and section until a person has looked at it.
    """

    key: QuestionKey
    module: _ModuleCode = ""
    level: _Level = ""
    status: Literal["approved", "perlu_konfirmasi"]
    section: OptionalLine = ""
    edition: Annotated[OptionalLine, Field(max_length=40)] = ""


HEADER = frozenset(Header.model_fields)
NEEDED = ("module", "level", "section", "explanation")


def lacking(facts: Mapping[str, Any]) -> list[str]:
    """What a question must say before a person may approve it, and does not."""
    return [name for name in NEEDED if not facts.get(name, "").strip()]


class _Entry(Header):
    explanation: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What is compared with the bank: everything but the key."""
        header = self.model_dump(include=set(HEADER) - {"key"})
        return header | {"source": source_of(self.body)}

    @property
    def body(self) -> AnyBody:
        """The question without where it belongs."""
        return body_of(self.model_dump(exclude=set(HEADER), exclude_defaults=True))

    @model_validator(mode="after")
    def approved_is_complete(self) -> Self:
        if self.status == "approved":
            for name in lacking({name: getattr(self, name) for name in NEEDED}):
                raise ValueError(f"soal berstatus approved memerlukan {name}")
        return self


class ChoiceEntry(_Entry, bodies.ChoiceBody): ...


class TrueFalseEntry(_Entry, bodies.TrueFalseBody): ...


class ShortAnswerEntry(_Entry, bodies.ShortAnswerBody): ...


class NumericEntry(_Entry, bodies.NumericBody): ...


class MatchingEntry(_Entry, bodies.MatchingBody): ...


class OrderingEntry(_Entry, bodies.OrderingBody): ...


class EssayEntry(_Entry, bodies.EssayBody): ...


class FileEntry(_Entry, bodies.FileBody): ...


class CaseEntry(_Entry, bodies.CaseBody): ...


QuestionEntry = Annotated[
    ChoiceEntry
    | TrueFalseEntry
    | ShortAnswerEntry
    | NumericEntry
    | MatchingEntry
    | OrderingEntry
    | EssayEntry
    | FileEntry
    | CaseEntry,
    Field(discriminator="kind"),
]
