"""The quizzes of a content folder: read with the training's, written into the bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import Training
from courses.trainings.reading import read_training
from lms import audit, markdown
from lms.content import Document, Fault
from lms.db import db
from quizzes.bank import services
from quizzes.bank.models import QuestionKind, QuestionStatus, Quiz, QuizKind
from quizzes.bank.schema import OPTION_KEYS, QuestionEntry, QuizFile, read_quizzes
from quizzes.bank.services import NewQuestion

TRUE_FALSE_OPTIONS = (("benar", "Benar", True), ("salah", "Salah", False))
KIND_ORDER = (QuizKind.PRETEST, QuizKind.MODULE, QuizKind.POSTTEST)


class QuizzesPart:
    name = "quizzes"

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        training = read_training(folder, [])  # its own faults are told by the floor that owns it
        return read_quizzes(folder, training, faults)

    def write(
        self, parsed: object, *, training_id: int, actor_id: int | None, at: datetime
    ) -> None:
        documents = cast("Sequence[Document[QuizFile]]", parsed)
        write_quizzes(
            [document.content for document in documents],
            training=db.session.get_one(Training, training_id),
            actor_id=actor_id,
            at=at,
        )


PART = QuizzesPart()


def write_quizzes(
    files: Sequence[QuizFile], *, training: Training, actor_id: int | None, at: datetime
) -> None:
    """Bring a training's quizzes to what the files say. Twice is the same as once.

    A quiz whose file is gone stays: it may have been sat.
    """
    modules = {
        module.code: module
        for module in db.session.scalars(
            sa.select(Module).where(Module.curriculum_id == training.curriculum_id)
        )
    }
    questions = [
        new_question(entry, modules[entry.module].id) for file in files for entry in file.questions
    ]
    ids, changed = services.keep_questions(training.curriculum_id, questions, at=at)
    for position, file in enumerate(_in_order(files, modules), start=1):
        quiz, is_changed = _keep_quiz(file, training.id, modules, position)
        keys = [entry.key for entry in file.questions]
        is_changed |= services.link_questions(quiz.id, [ids[key] for key in keys])
        new_versions = sorted(set(keys) & set(changed))
        if is_changed or new_versions:
            audit.record(
                "quiz.loaded",
                quiz,
                actor_id=actor_id,
                training_id=training.id,
                questions=len(keys),
                new_versions=new_versions,
            )


def _in_order(files: Sequence[QuizFile], modules: dict[str, Module]) -> list[QuizFile]:
    """Pre-test first, then the modules as they are taught, then the post-test."""

    def place(file: QuizFile) -> tuple[int, int, str]:
        module = modules[file.module].position if file.module else 0
        return KIND_ORDER.index(QuizKind(file.kind)), module, file.key

    return sorted(files, key=place)


def _keep_quiz(
    file: QuizFile, training_id: int, modules: dict[str, Module], position: int
) -> tuple[Quiz, bool]:
    quiz = db.session.scalar(
        sa.select(Quiz).where(Quiz.training_id == training_id, Quiz.key == file.key)
    )
    if quiz is None:
        quiz = Quiz(training_id=training_id, key=file.key)
        db.session.add(quiz)
    facts = {
        "kind": QuizKind(file.kind),
        "module_id": modules[file.module].id if file.module else None,
        "position": position,
        "title": file.title,
        "minutes": file.minutes,
        "attempts_allowed": file.attempts,
        "pass_mark": file.pass_mark,
        "draw": file.draw,
    }
    is_changed = any(getattr(quiz, name) != value for name, value in facts.items())
    for name, value in facts.items():
        setattr(quiz, name, value)
    db.session.flush()  # a new quiz needs its id for the links
    return quiz, is_changed


def new_question(entry: QuestionEntry, module_id: int | None) -> NewQuestion:
    """Render a written question into what the bank keeps."""
    return NewQuestion(
        key=entry.key,
        module_id=module_id,
        kind=QuestionKind(entry.kind),
        status=QuestionStatus(entry.status),
        level=entry.level,
        content={
            "stem": markdown.render(entry.stem),
            "options": _options(entry),
            "explanation": markdown.render(entry.explanation),
        },
    )


def _options(entry: QuestionEntry) -> list[dict[str, Any]]:
    if entry.kind == "true_false":
        return [
            {"key": key, "text": text, "correct": entry.answer is is_true, "why": ""}
            for key, text, is_true in TRUE_FALSE_OPTIONS
        ]
    return [
        {
            "key": key,
            "text": markdown.render_inline(option.text),
            "correct": option.correct,
            "why": markdown.render_inline(option.why),
            **({"fixed": True} if option.fixed else {}),
        }
        for key, option in zip(OPTION_KEYS, entry.options, strict=False)
    ]
