"""Seats wanted and filled: 13 kabupaten/kota with two each, and eight of the province."""

import pytest

from courses.trainings.quota import Element, quota_report
from lms.people.regions import PROVINCE, REGIONS

QUOTA = {
    "pendamping_sosial": {"per_region": 1},
    "petugas_dinsos_kabkota": {"per_region": 1},
    "dinsos_provinsi": {"total": 8},
}
CODES = [region.code for region in REGIONS]
FULL = [
    *((element, code) for code in CODES for element in Element if not element.is_provincial),
    *[(Element.PROVINCIAL_OFFICER, PROVINCE)] * 8,
]


def test_thirteen_times_two_and_eight_make_34() -> None:
    report = quota_report(FULL, QUOTA, CODES)
    assert (report.wanted, report.found) == (34, 34)
    assert report.warnings == ()
    assert len(report.lines) == 27


def test_an_empty_training_lacks_every_seat() -> None:
    report = quota_report([], QUOTA, CODES)
    assert sum(line.missing for line in report.warnings) == 34


@pytest.mark.parametrize(
    ("seats", "region", "element", "missing", "surplus"),
    [
        (FULL[1:], "63.01", Element.ASSISTANT, 1, 0),
        ([*FULL, FULL[0]], "63.01", Element.ASSISTANT, 0, 1),
        (FULL[:-1], PROVINCE, Element.PROVINCIAL_OFFICER, 1, 0),
        ([*FULL, FULL[-1]], PROVINCE, Element.PROVINCIAL_OFFICER, 0, 1),
        ([*FULL, (Element.ASSISTANT, "64.01")], "64.01", Element.ASSISTANT, 0, 1),
    ],
)
def test_each_difference_is_one_warning(
    seats: list[tuple[Element, str]], region: str, element: Element, missing: int, surplus: int
) -> None:
    (line,) = quota_report(seats, QUOTA, CODES).warnings
    assert (line.region, line.element) == (region, element)
    assert (line.missing, line.surplus) == (missing, surplus)


def test_a_wrong_region_shows_both_sides() -> None:
    """A person entered for Tapin instead of Balangan is one too many there, one too few here."""
    seats = [(Element.ASSISTANT, "63.05"), *(seat for seat in FULL if seat != FULL[-9])]
    report = quota_report(seats, QUOTA, CODES)
    assert report.found == 34
    assert len(report.warnings) == 2


def test_the_province_comes_last() -> None:
    report = quota_report(FULL, QUOTA, CODES)
    assert report.lines[0].region == "63.01"
    assert report.lines[-1].region == PROVINCE


def test_an_element_wanted_in_all_is_counted_over_the_regions() -> None:
    seats = [(Element.ASSISTANT, code) for code in CODES[:5]]
    (line,) = quota_report(seats, {"pendamping_sosial": {"total": 6}}, CODES).lines
    assert (line.region, line.wanted, line.found, line.missing) == (PROVINCE, 6, 5, 1)
