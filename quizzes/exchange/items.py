"""A question between formats: what GIFT, Aiken and Moodle XML can say, in one shape.

Readers make items, writers take them; only `banking` knows what the bank can hold of them. What
a reader does not take it lists as a refusal, so that taken and refused add up to what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from courses.catalogue.figures import FigureFile
from lms.words import Words

WHOLE = 10_000_000  # 100 %: weights are whole hundred-thousandths of a percent, as Moodle writes
POINT = 100  # points are hundredths
POINTS_TAG = "nilai-"  # what a question is worth, where a format has no word for it
_SLASH = "\ufdef"
_CATEGORY_LENGTH = 200


class Format(StrEnum):
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE = "moodle-xml"


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    ESSAY = "essay"
    FILE = "file"


class Markup(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"
    AUTO = "moodle"  # text, or HTML if it has tags


@dataclass(frozen=True)
class Attachment:
    """A file that came inside the file, in base64; its name is only what texts call it."""

    name: str
    encoded: str


@dataclass(frozen=True)
class Rich:
    """A text, how it is marked up, and the files it may show."""

    text: str
    markup: Markup = Markup.PLAIN
    files: tuple[Attachment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Rich("")


@dataclass(frozen=True)
class Choice:
    """An answer to choose, or one that is accepted; a fixed one is not shuffled."""

    text: Rich
    fraction: int
    feedback: Rich = NOTHING
    is_fixed: bool = False


@dataclass(frozen=True)
class Number:
    """A number that is accepted, give or take; None stands for any other number."""

    value: Decimal | None
    tolerance: Decimal
    fraction: int
    feedback: Rich = NOTHING


@dataclass(frozen=True)
class Pair:
    """What belongs together; a right side without a left one is there to mislead."""

    left: Rich
    right: str


@dataclass(frozen=True)
class Item:
    """One question. True/false has the choices true and false, in this order.

    `words` is how many an essay may have, `model` what a good one says; `notes` is what of the
    question has no place here and hinders nothing.
    """

    line: int
    kind: Kind
    stem: Rich
    name: str = ""
    category: str = ""
    choices: tuple[Choice, ...] = ()
    numbers: tuple[Number, ...] = ()
    pairs: tuple[Pair, ...] = ()
    feedback: Rich = NOTHING
    points: int = POINT
    tags: tuple[str, ...] = ()
    case_sensitive: bool = False
    unit: str = ""
    words: tuple[int, int] | None = None
    model: Rich = NOTHING
    notes: tuple[Words, ...] = field(default=(), compare=False)

    def texts(self) -> Iterator[Rich]:
        """Every text that may be marked up."""
        yield from (self.stem, self.feedback, self.model)
        for choice in self.choices:
            yield from (choice.text, choice.feedback)
        yield from (number.feedback for number in self.numbers)
        yield from (pair.left for pair in self.pairs)

    def with_texts(self, change: Callable[[Rich], Rich]) -> Item:
        """Change all but what is typed, which is never marked up."""
        is_typed = self.kind is Kind.SHORT_ANSWER
        return replace(
            self,
            stem=change(self.stem),
            feedback=change(self.feedback),
            model=change(self.model),
            choices=tuple(
                replace(
                    each,
                    text=each.text if is_typed else change(each.text),
                    feedback=change(each.feedback),
                )
                for each in self.choices
            ),
            numbers=tuple(replace(each, feedback=change(each.feedback)) for each in self.numbers),
            pairs=tuple(replace(each, left=change(each.left)) for each in self.pairs),
        )


@dataclass(frozen=True)
class Remark:
    """Something to say about the place in the file where a question begins or is wrong."""

    line: int
    name: str
    reason: Words


@dataclass(frozen=True)
class Reading:
    """What a file holds. `warnings` hinder nothing; `figures` are those its texts name."""

    format: Format
    items: tuple[Item, ...]
    refusals: tuple[Remark, ...]
    warnings: tuple[Remark, ...] = ()
    figures: Mapping[str, FigureFile] = field(default_factory=dict)

    @property
    def found(self) -> int:
        return len(self.items) + len(self.refusals)


@dataclass(frozen=True)
class Written:
    """A file to give away, and the questions that its format cannot say."""

    text: str
    left_out: tuple[Remark, ...] = ()


class RefusedError(Exception):
    """A question cannot be taken, because of what stands at a line of the file."""

    def __init__(self, reason: Words, line: int = 0) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.line = line


def category_path(written: str) -> str:
    """`$course$/top/Bimtek/Hari 1` becomes `Bimtek/Hari 1`; "//" is a slash inside a name."""
    steps = [step.strip() for step in written.strip().replace("//", _SLASH).split("/")]
    while steps and (steps[0] == "top" or (steps[0][:1] == steps[0][-1:] == "$")):
        steps.pop(0)
    return "/".join(step for step in steps if step).replace(_SLASH, "//")[:_CATEGORY_LENGTH]
