"""The written shape of training.yaml.

The settings of the certificate are kept as they were read: the floor that issues certificates
validates them. Quiz and rubric keys are checked by the floor that knows quizzes and rubrics.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, model_validator

from courses.catalogue.schema import ModuleEntry
from lms.content_fields import (
    ContentModel,
    Label,
    Line,
    ModuleCode,
    OptionalLine,
    Percent,
    Positive,
    RegionCode,
    Score,
    Slug,
    Text,
    TimeOfDay,
    Whole,
)

Kind = Literal[
    "registration",
    "test",
    "ceremony",
    "break",
    "prayer",
    "lesson",
    "reflection",
    "evaluation",
    "closing",
]
Day = Annotated[Positive, Field(le=31)]


class Seats(ContentModel):
    """How many people of one kind: so many from each region, or so many in all."""

    per_region: Positive | None = None
    total: Positive | None = None

    @model_validator(mode="after")
    def one_of_the_two(self) -> Self:
        if (self.per_region is None) == (self.total is None):
            raise ValueError("isi salah satu: per_region atau total")
        return self


class Quota(ContentModel):
    """The seats of each kind of participant, as the roster names them."""

    pendamping_sosial: Seats
    petugas_dinsos_kabkota: Seats
    dinsos_provinsi: Seats

    def seats(self, regions: int) -> int:
        kinds = (self.pendamping_sosial, self.petugas_dinsos_kabkota, self.dinsos_provinsi)
        return sum(kind.total or (kind.per_region or 0) * regions for kind in kinds)


class TimedItem(ContentModel):
    """Something with a day, a start and a later end; times are local (WITA)."""

    day: Day
    title: Line
    starts: TimeOfDay
    ends: TimeOfDay

    @property
    def minutes(self) -> int:
        ends, starts = self.ends, self.starts
        return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute

    @model_validator(mode="after")
    def ends_later(self) -> Self:
        if self.minutes <= 0:
            raise ValueError("jam selesai (ends) harus sesudah jam mulai (starts)")
        return self


class MeetingEntry(TimedItem):
    """A block of a day for which attendance is taken once."""

    key: Annotated[Slug, Field(max_length=40)]
    title: Annotated[Line, Field(max_length=120)]
    opens_before_minutes: Whole = 30
    late_after_minutes: Whole = 15


class ScheduleEntry(TimedItem):
    """One line of the timetable. Only lessons have a module and lesson hours, only tests a quiz."""

    kind: Kind
    meeting: Slug | None = None
    module: ModuleCode | None = None
    lesson_hours: Positive | None = None
    quiz: Slug | None = None
    speaker: OptionalLine = ""
    room: Annotated[OptionalLine, Field(max_length=120)] = ""

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        lesson, test = self.kind == "lesson", self.kind == "test"
        if lesson and None in (self.module, self.lesson_hours, self.meeting):
            raise ValueError("kind lesson memerlukan meeting, module, dan lesson_hours")
        if not lesson and (self.module, self.lesson_hours) != (None, None):
            raise ValueError("module dan lesson_hours hanya untuk kind lesson")
        if test and self.quiz is None:
            raise ValueError("kind test memerlukan quiz")
        if not test and self.quiz is not None:
            raise ValueError("quiz hanya untuk kind test")
        return self


class Weights(ContentModel):
    """The share of each component in the final score; together 100."""

    post_test: Percent
    module_quizzes: Percent
    work_plan: Percent
    practice: Percent
    pre_test: Percent = 0

    @model_validator(mode="after")
    def together_100(self) -> Self:
        parts = (self.post_test, self.module_quizzes, self.work_plan, self.practice, self.pre_test)
        if sum(parts) != 100:
            raise ValueError(f"jumlah bobot harus 100, sekarang {sum(parts)}")
        return self


class Predicate(ContentModel):
    """A band of the final score; the first band reached counts."""

    title: Line
    at_least: Score


class SecondMarkerEntry(ContentModel):
    """Which work plans a second trainer marks blindly: a share, and all near the pass mark."""

    percent: Percent
    margin: Score


class Rules(ContentModel):
    """What a person must reach; scores are held in hundredths."""

    version: Positive
    attendance_percent: Percent
    both_days: StrictBool
    pre_test: Slug | None = None
    post_test: Slug
    post_test_pass: Score
    work_plan_rubric: Slug
    work_plan_pass: Score
    # One plan for each person, or one for those of a kabupaten/kota, graded once for all of them
    work_plan_per: Literal["orang", "pasangan"] = "orang"
    work_report_rubric: Slug
    work_report_days: Positive
    practice_rubric: Slug
    second_marker: SecondMarkerEntry | None = None
    commitment: StrictBool
    certificate_waits_for_report: StrictBool = False
    excuse_letter_days: Whole = 90  # after the last day; health data are not kept for longer
    weights: Weights
    predicates: Annotated[tuple[Predicate, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def predicates_fall_to_zero(self) -> Self:
        floors = [predicate.at_least for predicate in self.predicates]
        if floors != sorted(set(floors), reverse=True) or floors[-1] != 0:
            raise ValueError("predicates harus menurun tanpa kembar dan berakhir pada at_least: 0")
        return self


class StatementEntry(ContentModel):
    """A text people agree to: its version and the file it stands in."""

    version: Label
    file: Line


class Officer(ContentModel):
    """Who signs the printed list of attendance; what is left out is written by hand."""

    post: Annotated[Line, Field(max_length=120)]
    name: OptionalLine = ""
    nip: Annotated[str, Field(pattern=r"^(\d{18})?$")] = ""


class TrainingFile(ContentModel):
    """training.yaml as a whole."""

    code: Slug
    title: Line
    kind: Annotated[Line, Field(max_length=60)]
    theme: OptionalLine = ""
    organiser: Line
    venue: OptionalLine = ""
    city: Annotated[Line, Field(max_length=100)]
    editions: Annotated[dict[Label, Line], Field(min_length=1)]
    edition: Label
    minutes_per_lesson_hour: Annotated[Positive, Field(le=120)] = 45
    days: Annotated[tuple[date, ...], Field(min_length=1, max_length=31)]
    confirm: tuple[Text, ...] = ()
    quota: Quota
    regions: Annotated[tuple[RegionCode, ...], Field(min_length=1)]
    modules: Annotated[tuple[ModuleEntry, ...], Field(min_length=1)]
    meetings: Annotated[tuple[MeetingEntry, ...], Field(min_length=1)]
    schedule: Annotated[tuple[ScheduleEntry, ...], Field(min_length=1)]
    rules: Rules
    attendance_officer: Officer | None = None
    commitment: StatementEntry
    data_notice: StatementEntry
    certificate: dict[str, Any]

    @model_validator(mode="after")
    def edition_is_one_of_them(self) -> Self:
        if self.edition not in self.editions:
            raise ValueError(f'edition "{self.edition}" tidak ada dalam editions')
        return self
