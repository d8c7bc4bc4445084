"""The written shape of quizzes/*.yaml and bank.yaml."""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lms.content import Document
from lms.content_fields import ContentModel, Line, LocalMoment, ModuleCode, Positive, Score, Slug
from quizzes.bank.entries import QuestionEntry, QuestionKey

ShownWhen = Literal["at_once", "after_closing", "from_moment", "never"]


class QuizFile(ContentModel):
    """One quiz: how it is taken, what may be seen of it afterwards, and its questions.

    With `draw`, a paper asks that many of them, and the file is the bank they come from. `also`
    names questions that stand in another file and are asked here, too. `parallel` names the quiz
    whose questions are the other form; both name each other.
    """

    key: Slug
    title: Line
    kind: Literal["pretest", "module", "posttest"]
    module: ModuleCode | None = None
    minutes: Annotated[Positive, Field(le=300)]
    attempts: Annotated[Positive, Field(le=20)]
    pass_mark: Score | None = None
    draw: Positive | None = None
    parallel: Slug | None = None
    wrong_cost: Annotated[int, Field(ge=0, le=100)] = 100
    needs_presence: bool = False
    score_shown: ShownWhen = "at_once"
    answers_shown: ShownWhen = "never"
    explanations_shown: ShownWhen = "never"
    shown_from: LocalMoment | None = None
    questions: tuple[QuestionEntry, ...] = ()
    also: tuple[QuestionKey, ...] = ()

    @model_validator(mode="after")
    def asks_something(self) -> Self:
        if not self.questions and not self.also:
            raise ValueError("belum ada soal (questions)")
        return self

    @model_validator(mode="after")
    def module_fits_kind(self) -> Self:
        if (self.kind == "module") != (self.module is not None):
            raise ValueError("kind module memerlukan module; tes awal dan tes akhir tanpa module")
        return self

    @model_validator(mode="after")
    def moment_is_used(self) -> Self:
        shown = (self.score_shown, self.answers_shown, self.explanations_shown)
        if ("from_moment" in shown) != (self.shown_from is not None):
            raise ValueError("from_moment memerlukan shown_from, dan sebaliknya")
        return self


class BankFile(ContentModel):
    """bank.yaml: questions that no quiz asks, such as imported ones nobody has looked at."""

    questions: Annotated[tuple[QuestionEntry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Quizzes:
    """The quizzes of a folder and the questions beside them."""

    files: tuple[Document[QuizFile], ...]
    bank: Document[BankFile] | None = None

    @property
    def documents(self) -> tuple[Document[QuizFile] | Document[BankFile], ...]:
        return (*self.files, self.bank) if self.bank else self.files
