"""Reads the part of a content folder that courses owns, and checks that its pieces fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from courses.catalogue.figures import FigureFile, read_figures
from courses.catalogue.schema import ModuleText, read_module
from courses.evaluation.schema import EvaluationFile, read_evaluations
from courses.trainings.schema import TimedItem, TrainingFile
from lms.content import Document, Fault, Place, read_text, read_yaml

TRAINING_FILE = "training.yaml"

Report = Callable[[Place, str], None]


@dataclass(frozen=True)
class TrainingContent:
    """Everything courses needs to write a training."""

    document: Document[TrainingFile]
    modules: tuple[ModuleText, ...]
    pictures: Mapping[str, FigureFile]
    commitment: str
    data_notice: str
    evaluations: tuple[Document[EvaluationFile], ...] = ()

    @property
    def training(self) -> TrainingFile:
        return self.document.content


def read_training(folder: Path, faults: list[Fault]) -> TrainingContent | None:
    """Read training.yaml and the texts it names; None when any of it is wrong."""
    before = len(faults)
    document = read_yaml(folder, TRAINING_FILE, TrainingFile, faults)
    if document is None:
        return None
    training = document.content
    faults.extend(check_training(document))
    pictures = read_figures(folder, faults)
    modules = [
        read_module(folder, entry, training.editions, pictures, faults)
        for entry in training.modules
    ]
    commitment = read_text(folder, training.commitment.file, faults)
    data_notice = read_text(folder, training.data_notice.file, faults)
    evaluations = read_evaluations(folder, faults)
    if len(faults) > before or commitment is None or data_notice is None:
        return None
    texts = tuple(module for module in modules if module is not None)
    return TrainingContent(document, texts, pictures, commitment, data_notice, tuple(evaluations))


def check_training(document: Document[TrainingFile]) -> list[Fault]:
    """Find what no single key shows: days and names that do not exist, or stand there twice.

    What is only odd about a timetable is told elsewhere, once it is loaded.
    """
    faults: list[Fault] = []

    def report(place: Place, message: str) -> None:
        faults.append(document.fault(place, message))

    training = document.content
    _days(training, report)
    _repeats("regions", training.regions, report)
    _repeats("modules", (module.code for module in training.modules), report, "code")
    _repeats("modules", (module.file for module in training.modules), report, "file")
    _repeats("meetings", (meeting.key for meeting in training.meetings), report, "key")
    _schedule(training, report)
    return faults


def _days(training: TrainingFile, report: Report) -> None:
    if list(training.days) != sorted(set(training.days)):
        report(("days",), "tanggal harus berurutan dan tidak kembar")
    timed: tuple[tuple[str, tuple[TimedItem, ...]], ...] = (
        ("meetings", training.meetings),
        ("schedule", training.schedule),
    )
    for name, items in timed:
        for index, item in enumerate(items):
            if item.day > len(training.days):
                report((name, index, "day"), f"hari ke-{item.day} tidak ada di days")


def _repeats(name: str, values: Iterable[str], report: Report, key: str | None = None) -> None:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            report((name, index, key) if key else (name, index), f'"{value}" ditulis dua kali')
        seen.add(value)


def _schedule(training: TrainingFile, report: Report) -> None:
    modules = {module.code for module in training.modules}
    meetings = {meeting.key for meeting in training.meetings}
    for index, item in enumerate(training.schedule):
        place = ("schedule", index)
        if item.module is not None and item.module not in modules:
            report((*place, "module"), f'modul "{item.module}" tidak ada di modules')
        if item.meeting is not None and item.meeting not in meetings:
            report((*place, "meeting"), f'pertemuan "{item.meeting}" tidak ada di meetings')
