"""The written shape of rubrics/*.yaml, and the check that a training has those it names."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from courses.trainings.reading import TrainingContent
from lms.content import Document, Fault, read_yaml, yaml_files
from lms.content_fields import ContentModel, Line, Positive, Score, Slug, Text
from quizzes.bank.fields import Points

LEVELS = (1, 2, 3, 4)
WHOLE = 100_00  # all weights together, in hundredths


class LevelEntry(ContentModel):
    """What a piece of work looks like at one level of a criterion."""

    level: Annotated[Positive, Field(le=len(LEVELS))]
    title: Line
    description: Text


class CriterionEntry(ContentModel):
    """One thing that is judged, described at each of the four levels."""

    key: Slug
    title: Line
    weight: Points
    levels: tuple[LevelEntry, ...]

    @model_validator(mode="after")
    def four_levels_in_order(self) -> Self:
        if tuple(level.level for level in self.levels) != LEVELS:
            raise ValueError("levels harus 1, 2, 3, dan 4, berurutan")
        return self


class RubricFile(ContentModel):
    """A rubric; weights together are 100, so the highest level everywhere is 100,00.

    A weight may have decimals, "33,3", as a question's points may.
    """

    key: Slug
    title: Line
    pass_mark: Score
    criteria: Annotated[tuple[CriterionEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def criteria_fit(self) -> Self:
        keys = [criterion.key for criterion in self.criteria]
        if len(set(keys)) < len(keys):
            raise ValueError("ada kriteria dengan key yang sama")
        total = sum(criterion.weight for criterion in self.criteria)
        if total != WHOLE:
            now = f"{total / 100:.2f}".removesuffix(".00").replace(".", ",")
            raise ValueError(f"jumlah bobot kriteria harus 100, sekarang {now}")
        return self


def read_rubrics(
    folder: Path, training: TrainingContent | None, faults: list[Fault]
) -> list[Document[RubricFile]] | None:
    """Read all rubrics of the folder; checks against the training need a training that is right."""
    before = len(faults)
    read = [read_yaml(folder, name, RubricFile, faults) for name in yaml_files(folder, "rubrics")]
    documents = [document for document in read if document is not None]
    rubrics: dict[str, Document[RubricFile]] = {}
    for document in documents:
        first = rubrics.setdefault(document.content.key, document)
        if first is not document:
            faults.append(document.fault(("key",), f"sudah dipakai di {first.file}"))
    if training is not None and len(documents) == len(read):
        faults.extend(_named_rubrics(rubrics, training))
    return documents if len(faults) == before else None


def _named_rubrics(
    rubrics: dict[str, Document[RubricFile]], training: TrainingContent
) -> list[Fault]:
    rules = training.training.rules
    faults = [
        training.document.fault(("rules", name), f'rubrik "{key}" tidak ada di folder rubrics')
        for name in ("work_plan_rubric", "work_report_rubric", "practice_rubric")
        if (key := getattr(rules, name)) not in rubrics
    ]
    work_plan = rubrics.get(rules.work_plan_rubric)
    if work_plan is not None and work_plan.content.pass_mark != rules.work_plan_pass:
        message = "harus sama dengan rules.work_plan_pass di training.yaml"
        faults.append(work_plan.fault(("pass_mark",), message))
    return faults
