"""How long a certificate is valid, and what a changed template is said to have changed."""

from __future__ import annotations

from datetime import date

import pytest

from certificates.template.rules import Change, changes, last_day, said


@pytest.mark.parametrize(
    ("issued", "years", "last"),
    [
        (date(2024, 1, 31), None, None),
        (date(2024, 1, 31), 1, date(2025, 1, 31)),
        (date(2024, 1, 31), 3, date(2027, 1, 31)),
        (date(2024, 12, 31), 1, date(2025, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2024, 3, 1), 20, date(2044, 3, 1)),
    ],
)
def test_the_last_day_is_the_same_day_of_the_month(issued, years, last):
    assert last_day(issued, years) == last


BEFORE = {"title": "SERTIFIKAT", "heading": ["A", "B"], "signatory": {"name": "Gunawan Contoh"}}


@pytest.mark.parametrize(
    ("now", "logo", "found"),
    [
        (BEFORE, None, []),
        ({**BEFORE, "signer": "kantor", "printing": {"nip": True}}, None, []),
        ({**BEFORE, "valid_years": None, "attendance": None}, None, []),
        ({**BEFORE, "heading": ["A"]}, None, [Change("heading", "A\nB", "A")]),
        ({**BEFORE, "printing": {"nip": False}}, None, [Change("printing_nip", True, False)]),
        ({**BEFORE, "valid_years": 3}, None, [Change("valid_years", None, 3)]),
        (
            {**BEFORE, "signatory": {"name": "Gunawan Contoh", "acting": True}},
            None,
            [Change("signatory_acting", None, True)],
        ),
        (
            {**BEFORE, "attendance": {"title": "SURAT"}},
            "ab/cd.png",
            [Change("attendance_title", None, "SURAT"), Change("logo", None, "ab/cd.png")],
        ),
    ],
)
def test_what_says_the_same_is_no_change(now, logo, found):
    assert changes(said(BEFORE, None), said(now, logo)) == found
