"""The list of bits, as the standard packs it."""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64decode

import pytest

from certificates.badges import status


def unpacked(text):
    assert text.startswith("u")
    padded = text[1:] + "=" * (-len(text[1:]) % 4)
    return gzip.decompress(urlsafe_b64decode(padded))


@pytest.mark.parametrize(
    ("bits", "octets"),
    [
        ([], {}),
        ([0], {0: 0b1000_0000}),
        ([7], {0: 0b0000_0001}),
        ([8, 9], {1: 0b1100_0000}),
        ([status.SIZE - 1], {16_383: 0b0000_0001}),
    ],
)
def test_bits_stand_from_the_left(bits, octets):
    found = unpacked(status.encoded(bits))
    assert len(found) * 8 == 131_072
    assert {place: value for place, value in enumerate(found) if value} == octets


def test_the_same_bits_give_the_same_letters():
    assert status.encoded([3, 1]) == status.encoded([1, 3])


@pytest.mark.parametrize(
    ("index", "place"),
    [(1, (1, 1)), (131_071, (1, 131_071)), (131_072, (2, 0)), (300_000, (3, 37_856))],
)
def test_lists_follow_one_another(index, place):
    assert status.place(index) == place
