"""Whom a trainee is sent by, and how the seats of a training are filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.people.regions import PROVINCE
from lms.words import N_


class Element(StrEnum):
    """Unsur peserta: whom a trainee is sent by."""

    ASSISTANT = "pendamping_sosial"
    DISTRICT_OFFICER = "petugas_dinsos_kabkota"
    PROVINCIAL_OFFICER = "dinsos_provinsi"

    @property
    def is_provincial(self) -> bool:
        return self is Element.PROVINCIAL_OFFICER


# Short for the heads of narrow columns
ELEMENT_HEADS = {
    Element.ASSISTANT: N_("Pendamping"),
    Element.DISTRICT_OFFICER: N_("Petugas"),
    Element.PROVINCIAL_OFFICER: N_("Provinsi"),
}
ELEMENT_NAMES = {
    Element.ASSISTANT: N_("Pendamping sosial"),
    Element.DISTRICT_OFFICER: N_("Petugas Dinas Sosial kabupaten/kota"),
    Element.PROVINCIAL_OFFICER: N_("Dinas Sosial Provinsi"),
}


@dataclass(frozen=True)
class QuotaLine:
    """The seats of one element in one region, wanted and filled."""

    region: str
    element: Element
    wanted: int
    found: int

    @property
    def missing(self) -> int:
        return max(self.wanted - self.found, 0)

    @property
    def surplus(self) -> int:
        return max(self.found - self.wanted, 0)


@dataclass(frozen=True)
class QuotaReport:
    """Every seat of a training. A difference is a warning: the organiser decides."""

    lines: tuple[QuotaLine, ...]

    @property
    def wanted(self) -> int:
        return sum(line.wanted for line in self.lines)

    @property
    def found(self) -> int:
        return sum(line.found for line in self.lines)

    @property
    def warnings(self) -> tuple[QuotaLine, ...]:
        return tuple(line for line in self.lines if line.wanted != line.found)

    @property
    def missing(self) -> int:
        return sum(line.missing for line in self.lines)

    @property
    def surplus(self) -> tuple[QuotaLine, ...]:
        return tuple(line for line in self.lines if line.surplus)

    @property
    def regional(self) -> tuple[QuotaLine, ...]:
        return tuple(line for line in self.lines if line.region != PROVINCE)

    @property
    def provincial(self) -> tuple[QuotaLine, ...]:
        return tuple(line for line in self.lines if line.region == PROVINCE)

    def line(self, region: str, element: Element) -> QuotaLine | None:
        wanted = (region, element)
        return next((one for one in self.lines if (one.region, one.element) == wanted), None)


def quota_report(
    seats: Iterable[tuple[Element, str]],
    quota: Mapping[str, Mapping[str, int]],
    regions: Sequence[str],
) -> QuotaReport:
    """Compare (element, region) of each trainee with the quota as the training's file states it.

    `{"per_region": 1}` wants so many of an element from each region, `{"total": 8}` so many in
    all, counted for the province. A seat nobody wanted gets a line with nothing wanted.
    """
    wanted: dict[tuple[str, Element], int] = {}
    for element in Element:
        rule = quota.get(element, {})
        for region in regions if "per_region" in rule else ():
            wanted[region, element] = rule["per_region"]
        if "total" in rule:
            wanted[PROVINCE, element] = rule["total"]
    found = Counter(
        (PROVINCE if "total" in quota.get(element, {}) else region, element)
        for element, region in seats
    )
    order = list(Element)
    keys = sorted(
        {*wanted, *found}, key=lambda key: (key[0] == PROVINCE, key[0], order.index(key[1]))
    )
    return QuotaReport(tuple(QuotaLine(*key, wanted.get(key, 0), found[key]) for key in keys))
