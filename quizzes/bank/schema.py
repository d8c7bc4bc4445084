"""The written shape of quizzes/*.yaml, and the check that a training's quizzes fit together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator

from courses.trainings.reading import TrainingContent
from lms.content import Document, Fault, read_yaml, yaml_files
from lms.content_fields import (
    ContentModel,
    Line,
    ModuleCode,
    Positive,
    Score,
    Slug,
    Text,
    written_like,
)

OPTION_KEYS = "abcdefgh"

QuestionKey = Annotated[
    str,
    AfterValidator(
        written_like(
            r"(?=.{1,40}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*",
            "hanya huruf, angka, dan tanda hubung, misalnya A-PS01-1",
        )
    ),
]


class OptionEntry(ContentModel):
    """One choice; its key a, b, c is its position in the file.

    A fixed one ("Semua di atas benar") keeps its place when the others are shuffled.
    """

    text: Text
    correct: StrictBool = False
    fixed: StrictBool = False
    why: str = ""


class QuestionEntry(ContentModel):
    """One question. A question marked perlu_konfirmasi is kept but not asked."""

    key: QuestionKey
    module: ModuleCode
    level: Literal["C1", "C2", "C3"]
    kind: Literal["single", "multiple", "true_false"]
    status: Literal["approved", "perlu_konfirmasi"]
    section: Line
    stem: Text
    options: Annotated[tuple[OptionEntry, ...], Field(max_length=len(OPTION_KEYS))] = ()
    answer: StrictBool | None = None
    explanation: Text

    @model_validator(mode="after")
    def answer_fits_kind(self) -> Self:
        if self.kind == "true_false":
            if self.options or self.answer is None:
                raise ValueError("true_false memerlukan answer (true atau false) tanpa options")
            return self
        if self.answer is not None:
            raise ValueError("answer hanya untuk true_false")
        if len(self.options) < 2:
            raise ValueError("paling sedikit dua pilihan (options)")
        texts = [" ".join(option.text.split()).casefold() for option in self.options]
        if len(set(texts)) < len(texts):
            raise ValueError("ada pilihan (options) yang sama")
        correct = sum(option.correct for option in self.options)
        if self.kind == "single" and correct != 1:
            raise ValueError(f"single memerlukan tepat satu pilihan benar, sekarang {correct}")
        if self.kind == "multiple" and not 2 <= correct < len(self.options):
            raise ValueError(
                "multiple memerlukan paling sedikit dua pilihan benar dan satu pilihan salah"
            )
        return self


class QuizFile(ContentModel):
    """One quiz: how it is taken, and its questions.

    With `draw`, a paper asks that many of them, and the file is the bank they come from.
    """

    key: Slug
    title: Line
    kind: Literal["pretest", "module", "posttest"]
    module: ModuleCode | None = None
    minutes: Annotated[Positive, Field(le=300)]
    attempts: Annotated[Positive, Field(le=20)]
    pass_mark: Score | None = None
    draw: Positive | None = None
    questions: Annotated[tuple[QuestionEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def module_fits_kind(self) -> Self:
        if (self.kind == "module") != (self.module is not None):
            raise ValueError("kind module memerlukan module; tes awal dan tes akhir tanpa module")
        return self


def read_quizzes(
    folder: Path, training: TrainingContent | None, faults: list[Fault]
) -> list[Document[QuizFile]] | None:
    """Read all quizzes of the folder; checks against the training need a training that is right."""
    before = len(faults)
    read = [read_yaml(folder, name, QuizFile, faults) for name in yaml_files(folder, "quizzes")]
    documents = [document for document in read if document is not None]
    faults.extend(_doubled_keys(documents))
    faults.extend(_small_banks(documents))
    if training is not None:
        for document in documents:
            faults.extend(_unknown_names(document, training))
        if len(documents) == len(read):
            faults.extend(_named_quizzes(documents, training))
    return documents if len(faults) == before else None


def _doubled_keys(documents: Sequence[Document[QuizFile]]) -> list[Fault]:
    """Keys are unique in the whole folder: results and versions are found by them."""
    faults: list[Fault] = []
    quizzes: dict[str, str] = {}
    questions: dict[str, str] = {}
    for document in documents:
        first = quizzes.setdefault(document.content.key, document.file)
        if first != document.file:
            faults.append(document.fault(("key",), f"sudah dipakai di {first}"))
        for index, question in enumerate(document.content.questions):
            if question.key in questions:
                message = f'"{question.key}" sudah dipakai di {questions[question.key]}'
                faults.append(document.fault(("questions", index, "key"), message))
            questions.setdefault(question.key, document.file)
    return faults


def _small_banks(documents: Sequence[Document[QuizFile]]) -> list[Fault]:
    """A paper can draw no more than its quiz has approved."""
    faults: list[Fault] = []
    for document in documents:
        quiz = document.content
        approved = sum(question.status == "approved" for question in quiz.questions)
        if quiz.draw is not None and quiz.draw > approved:
            message = f"diambil {quiz.draw} soal, padahal yang berstatus approved hanya {approved}"
            faults.append(document.fault(("draw",), message))
    return faults


def _unknown_names(document: Document[QuizFile], training: TrainingContent) -> list[Fault]:
    faults: list[Fault] = []
    headings = {module.code: module.headings for module in training.modules}
    quiz = document.content
    if quiz.module is not None and quiz.module not in headings:
        faults.append(document.fault(("module",), f'modul "{quiz.module}" tidak ada'))
    for index, question in enumerate(quiz.questions):
        place = ("questions", index)
        if question.module not in headings:
            message = f'modul "{question.module}" tidak ada'
            faults.append(document.fault((*place, "module"), message))
        elif question.section not in headings[question.module]:
            message = f'bagian "{question.section}" tidak ada di modul {question.module}'
            faults.append(document.fault((*place, "section"), message))
        if quiz.module is not None and question.module != quiz.module:
            message = f"soal kuis modul {quiz.module} harus tentang modul itu"
            faults.append(document.fault((*place, "module"), message))
    return faults


def _named_quizzes(
    documents: Sequence[Document[QuizFile]], training: TrainingContent
) -> list[Fault]:
    """Check the quizzes that training.yaml names, and that both tell the same pass mark."""
    quizzes = {document.content.key: document for document in documents}
    rules, report = training.training.rules, training.document.fault
    faults = [
        report(("schedule", index, "quiz"), f'kuis "{item.quiz}" tidak ada di folder quizzes')
        for index, item in enumerate(training.training.schedule)
        if item.quiz is not None and item.quiz not in quizzes
    ]
    for name, kind in (("pre_test", "pretest"), ("post_test", "posttest")):
        key = getattr(rules, name)
        if key is None:
            continue
        if key not in quizzes:
            faults.append(report(("rules", name), f'kuis "{key}" tidak ada di folder quizzes'))
        elif quizzes[key].content.kind != kind:
            faults.append(report(("rules", name), f'kuis "{key}" bukan kind {kind}'))
    post_test = quizzes.get(rules.post_test)
    if post_test is not None and post_test.content.pass_mark != rules.post_test_pass:
        message = "harus sama dengan rules.post_test_pass di training.yaml"
        faults.append(post_test.fault(("pass_mark",), message))
    return faults
