"""The rubrics of a content folder: a changed rubric becomes the next version, the old one stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from courses.trainings.reading import read_training
from lms import audit
from lms.content import Document, Fault, Writing
from lms.content_fields import WRITTEN
from lms.content_writing import yaml_bytes
from lms.db import db
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.schema import RubricFile, read_rubrics

NEWEST = (
    sa.select(Rubric)
    .where(Rubric.training_id == sa.bindparam("training_id"), Rubric.key == sa.bindparam("key"))
    .order_by(Rubric.version.desc())
    .limit(1)
)

_ALL = (
    sa.select(Rubric)
    .where(Rubric.training_id == sa.bindparam("training_id"))
    .order_by(Rubric.key, Rubric.version)
)


class RubricsPart:
    name = "rubrics"

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        training = read_training(folder, [])  # its own faults are told by the floor that owns it
        return read_rubrics(folder, training, faults)

    def write(self, parsed: object, training_id: int, writing: Writing) -> None:
        for document in cast("Sequence[Document[RubricFile]]", parsed):
            keep_rubric(
                document.content,
                training_id=training_id,
                actor_id=writing.actor_id,
                at=writing.at,
            )

    def export(self, training_id: int) -> Mapping[str, bytes]:
        newest = {row.key: row for row in db.session.scalars(_ALL, {"training_id": training_id})}
        return {f"rubrics/{key}.yaml": _file(rubric) for key, rubric in newest.items()}


PART = RubricsPart()


def _file(rubric: Rubric) -> bytes:
    file = RubricFile.model_construct(
        key=rubric.key, title=rubric.title, pass_mark=rubric.pass_mark
    )
    return yaml_bytes(file.model_dump(context=WRITTEN, exclude={"criteria"}) | rubric.content)


def newest_rubric(training_id: int, key: str) -> Rubric | None:
    return db.session.scalar(NEWEST, {"training_id": training_id, "key": key})


def keep_rubric(
    file: RubricFile, *, training_id: int, actor_id: int | None, at: datetime
) -> Rubric:
    """Store the rubric, unless the newest version says the same already."""
    newest = newest_rubric(training_id, file.key)
    content = file.model_dump(mode="json")
    fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    if newest is not None and newest.content_hash == fingerprint:
        return newest
    rubric = Rubric(
        training_id=training_id,
        key=file.key,
        version=newest.version + 1 if newest is not None else 1,
        title=file.title,
        pass_mark=file.pass_mark,
        content={"criteria": content["criteria"]},
        content_hash=fingerprint,
        created_at=at,
    )
    db.session.add(rubric)
    audit.record(
        "rubric.loaded",
        rubric,
        actor_id=actor_id,
        training_id=training_id,
        key=rubric.key,
        version=rubric.version,
    )
    return rubric
