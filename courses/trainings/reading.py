"""Reads the part of a content folder that courses owns, and checks that its pieces fit."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from courses.catalogue.schema import ModuleText, read_module
from courses.evaluation.schema import read_evaluations
from courses.trainings.schema import MeetingEntry, ScheduleEntry, TimedItem, TrainingFile
from lms.content import Document, Fault, Place, read_text, read_yaml

TRAINING_FILE = "training.yaml"

Report = Callable[[Place, str], None]


@dataclass(frozen=True)
class TrainingContent:
    """Everything courses needs to write a training."""

    document: Document[TrainingFile]
    modules: tuple[ModuleText, ...]
    commitment: str
    data_notice: str

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
    modules = [read_module(folder, entry, faults) for entry in training.modules]
    commitment = read_text(folder, training.commitment.file, faults)
    data_notice = read_text(folder, training.data_notice.file, faults)
    read_evaluations(folder, faults)
    if len(faults) > before or commitment is None or data_notice is None:
        return None
    texts = tuple(module for module in modules if module is not None)
    return TrainingContent(document, texts, commitment, data_notice)


def check_training(document: Document[TrainingFile]) -> list[Fault]:
    """Find what no single key shows: names that do not exist, clashes, hours that do not add up."""
    faults: list[Fault] = []

    def report(place: Place, message: str) -> None:
        faults.append(document.fault(place, message))

    training = document.content
    _days(training, report)
    _repeats("regions", training.regions, report)
    _repeats("modules", (module.code for module in training.modules), report, "code")
    _repeats("modules", (module.file for module in training.modules), report, "file")
    _repeats("meetings", (meeting.key for meeting in training.meetings), report, "key")
    _overlaps("meetings", training.meetings, report)
    _overlaps("schedule", training.schedule, report)
    _schedule(training, report)
    _lesson_hours(training, report)
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


def _overlaps(name: str, items: tuple[TimedItem, ...], report: Report) -> None:
    latest: dict[int, TimedItem] = {}
    for index, item in sorted(enumerate(items), key=lambda pair: (pair[1].day, pair[1].starts)):
        earlier = latest.get(item.day)
        if earlier and item.starts < earlier.ends:
            report((name, index, "starts"), f'bertumpuk dengan "{earlier.title}"')
        if earlier is None or item.ends > earlier.ends:
            latest[item.day] = item


def _schedule(training: TrainingFile, report: Report) -> None:
    modules = {module.code for module in training.modules}
    meetings = {meeting.key: meeting for meeting in training.meetings}
    for index, item in enumerate(training.schedule):
        place = ("schedule", index)
        if item.module is not None and item.module not in modules:
            report((*place, "module"), f'modul "{item.module}" tidak ada di modules')
        if item.meeting is None:
            _within_day(item, training.meetings, place, report)
        elif item.meeting not in meetings:
            report((*place, "meeting"), f'pertemuan "{item.meeting}" tidak ada di meetings')
        elif not _holds(meetings[item.meeting], item):
            report((*place, "meeting"), f'di luar hari atau jam pertemuan "{item.meeting}"')
        planned = (item.lesson_hours or 0) * training.minutes_per_lesson_hour
        if item.kind == "lesson" and item.minutes != planned:
            message = f"{item.lesson_hours} JP = {planned} menit, tetapi jadwalnya {item.minutes}"
            report((*place, "lesson_hours"), message)


def _holds(meeting: MeetingEntry, item: ScheduleEntry) -> bool:
    same_day = meeting.day == item.day
    return same_day and meeting.starts <= item.starts and item.ends <= meeting.ends


def _within_day(
    item: ScheduleEntry, meetings: tuple[MeetingEntry, ...], place: Place, report: Report
) -> None:
    """An item outside every meeting, such as lunch, still lies between the day's two ends."""
    same_day = [meeting for meeting in meetings if meeting.day == item.day]
    if not same_day:
        report((*place, "day"), f"hari ke-{item.day} tidak mempunyai pertemuan")
        return
    first = min(meeting.starts for meeting in same_day)
    last = max(meeting.ends for meeting in same_day)
    if item.starts < first or item.ends > last:
        report((*place, "starts"), f"di luar hari ke-{item.day} ({first:%H.%M}-{last:%H.%M})")


def _lesson_hours(training: TrainingFile, report: Report) -> None:
    scheduled: defaultdict[str, int] = defaultdict(int)
    for item in training.schedule:
        if item.module is not None:
            scheduled[item.module] += item.lesson_hours or 0
    for index, module in enumerate(training.modules):
        expected = 0 if module.self_study else module.lesson_hours
        if scheduled[module.code] != expected:
            message = f"terjadwal {scheduled[module.code]} JP, seharusnya {expected} JP"
            report(("modules", index, "lesson_hours"), message)
