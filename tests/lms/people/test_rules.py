from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.people.rules import Failure, Known, describe_browser, must_wait, refuse_password

NOW = datetime(2024, 1, 31, 1, 0, tzinfo=UTC)
SITI = Known(
    "siti aminah",
    ("100007", "198501012010012001", "6371010101850001", "081200000001"),
    date(1985, 1, 31),
)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("sembilan9", "sedikitnya 10"),
        ("a" * 129, "paling panjang 128"),
        ("password123", "terlalu umum"),
        ("Bismillah123", "terlalu umum"),
        ("abababababab", "terlalu umum"),
        ("Dinsos#2024!", '"dinsos"'),
        ("ban-jar baru saja", '"banjar"'),
        ("rtlh kuat 77", '"rtlh"'),
        ("kucing aminah lari", "nama Anda"),
        ("kunci 0812-0000-0001", "nomor HP"),
        ("kunci 812 0000 0001", "nomor HP"),
        ("nomor 100007 saja", "nomor HP"),
        ("198501012010012001", "NIP"),
        ("kuda 31011985 lari", "tanggal lahir"),
        ("kuda 310185 lari", "tanggal lahir"),
    ],
)
def test_password_that_is_easy_to_guess_is_refused_with_its_reason(password, word):
    assert word in str(refuse_password(password, SITI))


@pytest.mark.parametrize(
    "password",
    [
        "kucing lari",
        "sungai martapura jernih",
        "tigakucing",
        "x7" + "kopi susu " * 12,
        "密码很长的句子不容易猜",
    ],
)
def test_free_composition_from_ten_characters_on(password):
    assert refuse_password(password, SITI) is None


def failures(count, *, account="ani", device="laptop", ago=timedelta(minutes=1)):
    return [Failure(account, device, NOW - ago) for _ in range(count)]


@pytest.mark.parametrize(
    ("tried", "knows_device", "minutes"),
    [
        (failures(9), False, None),
        (failures(10), False, 14),
        (failures(10, ago=timedelta(minutes=14, seconds=59)), False, 1),
        (failures(10, ago=timedelta(minutes=15)), False, None),
        (failures(9, ago=timedelta(minutes=14)) + failures(1), False, 1),
        (failures(10, device="elsewhere"), False, 14),
        (failures(10, device="elsewhere"), True, None),
        (failures(10, device="elsewhere") + failures(9), True, None),
        (failures(10), True, 14),
        (failures(10, account="agus"), False, None),
        (failures(29, account="agus"), False, None),
        (failures(30, account="agus"), False, 14),
    ],
)
def test_guesser_waits_and_owner_does_not(tried, knows_device, minutes):
    wait = must_wait(tried, "ani", "laptop", knows_device=knows_device, now=NOW)
    assert (wait and wait.minutes) == minutes


def test_device_that_tried_many_accounts_waits_as_a_device():
    tried = failures(30, account="agus")
    assert must_wait(tried, "ani", "laptop", knows_device=True, now=NOW).is_device


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile", "Chrome, Android"),
        ("Mozilla/5.0 (Android 13) SamsungBrowser/23 Chrome/115", "Samsung Internet, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_browser_is_named_as_people_know_it(agent, words):
    assert describe_browser(agent) == words
