"""The QR code works from paper: wide enough, and read from a poor photo, on every kind of page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from certificates.document.facts import CertificateFacts, CertificateKind
from tests.certificates.document.conftest import FACTS

LEAST_WIDTH = 25.0
LONG = "https://diklat.dinsos.kalselprov.go.id/v/K7QMX2R9TBWD"
KINDS = {
    "usual": FACTS,
    "specimen": replace(FACTS, specimen=True),
    "attendance": replace(FACTS, kind=CertificateKind.ATTENDANCE),
    "by the office": replace(FACTS, signer="kantor"),
    "by BSrE": replace(FACTS, signer="bsre"),
    "by hand": replace(FACTS, signer="basah"),
    "long address": replace(FACTS, verification_url=LONG),
}


@pytest.mark.parametrize("facts", KINDS.values(), ids=KINDS)
def test_the_code_is_wide_enough_and_read_from_a_poor_photo(
    print_facts: Callable[[CertificateFacts], Any], facts: CertificateFacts
) -> None:
    paper = print_facts(facts)
    assert paper.code_width() >= LEAST_WIDTH
    for turn in (-4, 3):
        assert paper.photographed(turn) == facts.verification_url
