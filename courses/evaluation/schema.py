"""The written shape of evaluations/*.yaml: what participants are asked about a training.

The forms are checked whenever a training is read, so that one with a mistake is never shipped.
A training keeps them with the rest of its folder; a box keeps the one it was opened with.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lms.content import Document, Fault, read_yaml, yaml_files
from lms.content_fields import ContentModel, Line, Slug, Text

LEVELS = 4


class EvaluationItem(ContentModel):
    """One thing that is rated; its levels are described from the lowest to the highest."""

    key: Slug
    title: Line
    levels: Annotated[tuple[Line, ...], Field(min_length=LEVELS, max_length=LEVELS)]

    @model_validator(mode="after")
    def levels_differ(self) -> Self:
        if len({level.casefold() for level in self.levels}) < len(self.levels):
            raise ValueError("ada dua tingkat dengan uraian yang sama")
        return self


class EvaluationFile(ContentModel):
    """A form: about the training as a whole, or about each speaker after the session."""

    key: Slug
    title: Line
    about: Literal["training", "speaker"]
    introduction: Text
    items: Annotated[tuple[EvaluationItem, ...], Field(min_length=1, max_length=20)]
    open_question: Line

    @model_validator(mode="after")
    def items_differ(self) -> Self:
        keys = [item.key for item in self.items]
        if len(set(keys)) < len(keys):
            raise ValueError("ada butir dengan key yang sama")
        return self


def read_evaluations(folder: Path, faults: list[Fault]) -> list[Document[EvaluationFile]]:
    """Read the folder's forms, which may be none; each subject has at most one."""
    documents: list[Document[EvaluationFile]] = []
    for name in yaml_files(folder, "evaluations"):
        document = read_yaml(folder, name, EvaluationFile, faults)
        if document is None:
            continue
        for earlier in documents:
            if earlier.content.key == document.content.key:
                faults.append(document.fault(("key",), f"sudah dipakai di {earlier.file}"))
            if earlier.content.about == document.content.about:
                faults.append(document.fault(("about",), f"sudah ditanyakan di {earlier.file}"))
        documents.append(document)
    return documents
