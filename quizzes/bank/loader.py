"""The quizzes of a content folder: read with the training's, written into the bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.catalogue.queries import pictures_of
from courses.trainings.models import Training
from courses.trainings.reading import read_training
from lms import audit
from lms.content import CHANGED_HERE, Document, Fault, Writing, hash_of
from lms.db import db
from quizzes.bank import queries, services, settings
from quizzes.bank.bodies import source_of
from quizzes.bank.entries import QuestionEntry
from quizzes.bank.exporting import quiz_files
from quizzes.bank.models import Question, QuestionKind, QuestionStatus, Quiz, QuizKind
from quizzes.bank.reading import read_quizzes
from quizzes.bank.rendering import Pictures, content_of
from quizzes.bank.schema import QuizFile, Quizzes
from quizzes.bank.services import NewQuestion

KIND_ORDER = (QuizKind.PRETEST, QuizKind.MODULE, QuizKind.POSTTEST)


class QuizzesPart:
    name = "quizzes"

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        training = read_training(folder, [])  # its own faults are told by the floor that owns it
        return read_quizzes(folder, training, faults)

    def write(self, parsed: object, training_id: int, writing: Writing) -> None:
        training = db.session.get_one(Training, training_id)
        write_quizzes(cast("Quizzes", parsed), training=training, writing=writing)

    def export(self, training_id: int) -> Mapping[str, bytes]:
        return quiz_files(db.session.get_one(Training, training_id))


PART = QuizzesPart()


def write_quizzes(quizzes: Quizzes, *, training: Training, writing: Writing) -> None:
    """Bring a training's quizzes to what the files say. Twice is the same as once.

    A quiz whose file is gone stays: it may have been sat.
    """
    modules = {
        module.code: module
        for module in db.session.scalars(
            sa.select(Module).where(Module.curriculum_id == training.curriculum_id)
        )
    }
    ids, changed = _write_questions(quizzes, training.curriculum_id, modules, writing)
    standing = _standing(training.id)
    paired: list[tuple[Quiz, str | None]] = []
    for position, document in enumerate(_in_order(quizzes.files, modules), start=1):
        file = document.content
        quiz = _quiz(training.id, file.key)
        theirs = hash_of(_written(file))
        ours = hash_of(standing[file.key]) if quiz else None
        base = quiz.base_hash if quiz else None
        is_taken = writing.takes(base, ours, theirs, document.fault(("key",), CHANGED_HERE))
        quiz = _keep_quiz(quiz, file, training.id, modules, position, is_taken=is_taken)
        quiz.base_hash = theirs
        keys = _keys(file)
        if is_taken:
            paired.append((quiz, file.parallel))
            services.link_questions(quiz.id, [ids[key] for key in keys])
        new_versions = sorted(set(keys) & set(changed))
        if is_taken or new_versions:
            audit.record(
                "quiz.loaded",
                quiz,
                actor_id=writing.actor_id,
                training_id=training.id,
                questions=len(keys),
                new_versions=new_versions,
            )
    for quiz, parallel in paired:  # both must be there first
        twin = _quiz(training.id, parallel) if parallel else None
        quiz.parallel_id = twin.id if twin else None


def _standing(training_id: int) -> dict[str, dict[str, object]]:
    """The quizzes of the bank by key, as files are compared with them."""
    linked = queries.linked_keys(training_id)
    return {
        quiz.key: settings.held(quiz, module, parallel)
        | {"questions": sorted(linked.get(quiz.id, []))}
        for quiz, module, parallel in queries.quizzes_of(training_id)
    }


def _write_questions(
    quizzes: Quizzes, curriculum_id: int, modules: Mapping[str, Module], writing: Writing
) -> tuple[dict[str, int], list[str]]:
    """Take from the folder what it changed; give the ids by key, and the keys with new versions."""
    standing = queries.standing_of(curriculum_id)
    pictures = pictures_of(curriculum_id)
    taken: list[NewQuestion] = []
    bases: dict[str, str] = {}
    for document in quizzes.documents:
        for index, entry in enumerate(document.content.questions):
            known = standing.get(entry.key)
            bases[entry.key] = theirs = hash_of(entry.facts)
            base, ours = (known.base_hash, hash_of(known.facts)) if known else (None, None)
            fault = document.fault(("questions", index), f"{entry.key} {CHANGED_HERE}")
            # An equal one is kept again, too: its pictures may have changed.
            if writing.takes(base, ours, theirs, fault) or ours == theirs:
                module = modules.get(entry.module)
                taken.append(new_question(entry, module.id if module else None, pictures))
    ids, changed = services.keep_questions(
        curriculum_id, taken, at=writing.at, author_id=writing.actor_id
    )
    ids = {key: known.id for key, known in standing.items()} | ids
    for key, theirs in bases.items():
        db.session.get_one(Question, ids[key]).base_hash = theirs
    return ids, changed


def _quiz(training_id: int, key: str) -> Quiz | None:
    statement = sa.select(Quiz).where(Quiz.training_id == training_id, Quiz.key == key)
    return db.session.scalar(statement)


def _in_order(
    files: Sequence[Document[QuizFile]], modules: Mapping[str, Module]
) -> list[Document[QuizFile]]:
    """Pre-test first, then the modules as they are taught, then the post-test."""

    def place(document: Document[QuizFile]) -> tuple[int, int, str]:
        file = document.content
        module = modules[file.module].position if file.module else 0
        return KIND_ORDER.index(QuizKind(file.kind)), module, file.key

    return sorted(files, key=place)


def _keys(file: QuizFile) -> list[str]:
    return [*(entry.key for entry in file.questions), *file.also]


def _written(file: QuizFile) -> dict[str, object]:
    """A quiz as it is compared; the order of its questions says nothing, papers mix them."""
    return settings.written(file) | {"questions": sorted(_keys(file))}


def _keep_quiz(
    quiz: Quiz | None,
    file: QuizFile,
    training_id: int,
    modules: Mapping[str, Module],
    position: int,
    *,
    is_taken: bool,
) -> Quiz:
    if quiz is None:
        quiz = Quiz(training_id=training_id, key=file.key)
        db.session.add(quiz)
    quiz.position = position
    if is_taken:
        settings.keep(quiz, file, modules[file.module].id if file.module else None)
    db.session.flush()  # a new quiz needs its id for the links
    return quiz


def new_question(entry: QuestionEntry, module_id: int | None, pictures: Pictures) -> NewQuestion:
    """Render a written question into what the bank keeps."""
    body = entry.body
    return NewQuestion(
        key=entry.key,
        module_id=module_id,
        kind=QuestionKind(entry.kind),
        status=QuestionStatus(entry.status),
        level=entry.level,
        section=entry.section,
        edition=entry.edition,
        source=source_of(body),
        content=content_of(body, pictures),
    )
