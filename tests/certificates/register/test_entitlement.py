"""Which paper follows from a decision, and what stands in its way."""

import pytest

from certificates.decisions.models import Verdict
from certificates.document.facts import CertificateKind
from certificates.register.entitlement import is_held, paper_of

COMPETENCE, ATTENDANCE = CertificateKind.COMPETENCE, CertificateKind.ATTENDANCE


@pytest.mark.parametrize(
    ("verdict", "days_present", "gives_attendance", "paper"),
    [
        (Verdict.COMPETENT, 2, True, COMPETENCE),
        (Verdict.COMPETENT, 2, False, COMPETENCE),
        (Verdict.COMPETENT, 0, True, COMPETENCE),
        (Verdict.NOT_YET, 2, True, ATTENDANCE),
        (Verdict.NOT_YET, 1, True, ATTENDANCE),
        (Verdict.NOT_YET, 0, True, None),
        (Verdict.NOT_YET, 2, False, None),
        (Verdict.NOT_YET, 0, False, None),
    ],
)
def test_verdict_attendance_and_setting_say_which_paper(
    verdict, days_present, gives_attendance, paper
):
    assert paper_of(verdict, days_present, gives_attendance=gives_attendance) is paper


@pytest.mark.parametrize(
    ("kind", "held", "expected"),
    [
        (COMPETENCE, set(), False),
        (COMPETENCE, {ATTENDANCE}, False),
        (COMPETENCE, {COMPETENCE}, True),
        (COMPETENCE, {COMPETENCE, ATTENDANCE}, True),
        (ATTENDANCE, set(), False),
        (ATTENDANCE, {ATTENDANCE}, True),
        (ATTENDANCE, {COMPETENCE}, True),
    ],
)
def test_certificate_comes_beside_attendance_but_not_the_other_way(kind, held, expected):
    assert is_held(kind, held) is expected
