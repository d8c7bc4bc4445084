"""The tests before and after a training side by side: by person, module and region."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizzes.analysis.gains import FULL_SCORE, Change, Pair, change, nearest
from quizzes.analysis.items import Sitting

ARROW = " → "
ORDERS = (f"A{ARROW}B", f"B{ARROW}A")


@dataclass(frozen=True)
class Seat:
    enrolment_id: int
    name: str
    region: str


@dataclass(frozen=True)
class Person:
    """Who was to sit both tests; a score is None where one of them was not sat.

    `order` says which forms, "A → B", where the two tests are parallel and both were sat.
    """

    seat: Seat
    before: int | None
    after: int | None
    order: str = ""

    @property
    def pair(self) -> Pair | None:
        if self.before is None or self.after is None:
            return None
        return Pair(self.before, self.after)


@dataclass(frozen=True)
class Group:
    """People of one region, or everybody's answers to one module's questions."""

    title: str
    change: Change


@dataclass(frozen=True)
class Taken:
    """How many sat something, and their mean score."""

    count: int
    mean: float | None


@dataclass(frozen=True)
class Form:
    """One of two parallel forms, as it was sat in the test before and in the one after."""

    letter: str
    before: Taken
    after: Taken


@dataclass(frozen=True)
class Comparison:
    """`orders` are the groups that sat the forms in the one order and in the other."""

    people: tuple[Person, ...]
    regions: tuple[Group, ...]
    modules: tuple[Group, ...]
    forms: tuple[Form, ...] = ()
    orders: tuple[Group, ...] = ()

    @property
    def is_one_sided(self) -> bool:
        """Whether each test asked a single form, so that forms cannot be told from tests."""
        return all(not form.before.count or not form.after.count for form in self.forms)

    @property
    def crossed(self) -> list[Group]:
        """The two orders that take each other's difference of forms away; empty without both."""
        both = [group for group in self.orders if group.title[0] != group.title[-1]]
        return both if len(both) == len(ORDERS) else []

    @property
    def is_balanced(self) -> bool:
        """Whether a form that is easier than the other adds nothing to the mean gain."""
        counts = [group.change.count for group in self.crossed]
        return bool(counts) and max(counts) - min(counts) <= 1

    @property
    def balanced_gain(self) -> float | None:
        """The mean gain with both orders weighing the same."""
        gains = [group.change.gain or 0.0 for group in self.crossed]
        return statistics.fmean(gains) if gains else None

    @property
    def whole(self) -> Change:
        return change([person.pair for person in self.people if person.pair])

    @property
    def ranked(self) -> list[tuple[Person, Pair]]:
        """Who sat both, the largest gain first."""
        both = [(person, person.pair) for person in self.people if person.pair]
        return sorted(both, key=lambda each: -each[1].gain)

    @property
    def lacking(self) -> list[Person]:
        return [person for person in self.people if person.pair is None]


def compare(
    seats: Sequence[Seat],
    before: Mapping[int, int],
    after: Mapping[int, int],
    modules: Iterable[Group] = (),
    letters: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {}),
) -> Comparison:
    """`before` and `after` are scores by enrolment id, `letters` the forms each was sat in."""
    people = tuple(
        Person(
            seat,
            before.get(seat.enrolment_id),
            after.get(seat.enrolment_id),
            _order(*(sat.get(seat.enrolment_id, "") for sat in letters)),
        )
        for seat in seats
    )
    return Comparison(
        people,
        _groups((person.seat.region, person) for person in people),
        tuple(modules),
        _forms(people, before, after, letters),
        _groups((person.order, person) for person in people if person.order),
    )


def _order(first: str, second: str) -> str:
    return f"{first}{ARROW}{second}" if first and second else ""


def _groups(titled: Iterable[tuple[str, Person]]) -> tuple[Group, ...]:
    """Of who sat both."""
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for title, person in titled:
        if person.pair:
            pairs[title].append(person.pair)
    return tuple(Group(title, change(pairs[title])) for title in sorted(pairs))


def _forms(
    people: Sequence[Person],
    before: Mapping[int, int],
    after: Mapping[int, int],
    letters: tuple[Mapping[int, str], Mapping[int, str]],
) -> tuple[Form, ...]:
    """Each form with all who sat it, also where they sat only one of the tests."""
    first, second = letters
    ids = [person.seat.enrolment_id for person in people]

    def taken(scores: Mapping[int, int], sat: Mapping[int, str], letter: str) -> Taken:
        found = [scores[each] for each in ids if each in scores and sat.get(each) == letter]
        return Taken(len(found), statistics.fmean(found) if found else None)

    known = sorted({sat[each] for sat in letters for each in ids if sat.get(each)})
    return tuple(
        Form(letter, taken(before, first, letter), taken(after, second, letter)) for letter in known
    )


def by_module(
    before: Mapping[int, Sitting], after: Mapping[int, Sitting], titles: Mapping[int, str]
) -> list[Group]:
    """The change in each module, of who sat both tests; `titles` by question id."""
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for person in sorted(before.keys() & after.keys()):
        first, second = _scores(before[person], titles), _scores(after[person], titles)
        for title in first.keys() & second.keys():
            pairs[title].append(Pair(first[title], second[title]))
    return [Group(title, change(pairs[title])) for title in sorted(pairs)]


def _scores(sitting: Sitting, titles: Mapping[int, str]) -> dict[str, int]:
    """One person's score in each module, by its title."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for key, share in sitting.shares.items():
        if title := titles.get(key.question_id):
            shares[title].append(share)
    return {title: nearest(statistics.fmean(each) * FULL_SCORE) for title, each in shares.items()}
