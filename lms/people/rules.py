"""Rules of signing in: which passwords are too easy to guess, and when a guesser has to wait."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.words import N_, Words

SHORTEST = 10
LONGEST = 128
FEWEST_DIFFERENT = 5
SHORTEST_WORD = 4  # of a name; "ani" or "nur" is part of too many other words

# What anyone would try first against this office; asked for by OWASP ASVS 6.1.2.
CONTEXT_WORDS = (
    "dinsos", "dinas sosial", "kalsel", "kalimantan", "banjar", "sembako", "rtlh", "bimtek",
    "diklat", "pendamping", "pelatihan",
)  # fmt: skip
# The most common of ten characters and more, here and elsewhere; shorter ones cannot be chosen.
_MOST_COMMON = """
1234567890 0123456789 0987654321 9876543210 1234567891 12345678910 123456789a 1234567890a
123123123123 1234512345 1122334455 1231231234 0000000001 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
q1w2e3r4t5 qwertyuiop qwerty1234 qwerty12345 qwerty123456 qwertyuiop123 asdfghjkl123 asdfghjkl1
zxcvbnm123 abcd123456 abcdefghij abcdef1234 a123456789 password12 password123 password1234
passw0rd123 p@ssw0rd123 katasandi123 katasandi1 katasandiku sandi12345 rahasia123 rahasia1234
rahasiaku1 administrator admin12345 admin123456 administrator1 indonesia1 indonesia123
indonesia45 indonesiaku merdeka123 merdeka1945 bismillah1 bismillah12 bismillah123 alhamdulillah
alhamdulillah1 assalamualaikum subhanallah astaghfirullah sayangkamu sayangku123 sayang12345
akusayangkamu akucintakamu cintaku123 iloveyou12 iloveyou123 iloveyou1234 keluargaku keluarga123
anakku1234 mamapapa123 papamama123 terserah123 lupakatasandi semangat123 welcome123 letmein123
sunshine123 superman123 football123 liverpool123 realmadrid1 barcelona1 doraemon123 qazwsxedcr
"""
COMMON = frozenset(_MOST_COMMON.split())


@dataclass(frozen=True)
class Known:
    """What others know about a person, and would try as the password."""

    name_key: str
    numbers: tuple[str, ...] = ()  # participant number, NIP, NIK, phone
    birth_date: date | None = None


def refuse_password(password: str, known: Known) -> Words | None:
    """Say why a password may not be chosen, or None. Its composition is free."""
    if len(password) < SHORTEST:
        return N_("Kata sandi harus sedikitnya %(count)s karakter.", count=SHORTEST)
    if len(password) > LONGEST:
        return N_("Kata sandi paling panjang %(count)s karakter.", count=LONGEST)
    lowered = password.casefold()
    if lowered in COMMON or len(set(lowered)) < FEWEST_DIFFERENT:
        return N_("Kata sandi ini terlalu umum. Pilih beberapa kata yang tidak berhubungan.")
    return _refuse_known(lowered, known)


def _refuse_known(lowered: str, known: Known) -> Words | None:
    squeezed = re.sub(r"[\W_]+", "", lowered)
    for word in CONTEXT_WORDS:
        if word.replace(" ", "") in squeezed:
            return N_('Jangan memakai kata "%(word)s" karena mudah ditebak.', word=word)
    if any(part in squeezed for part in known.name_key.split() if len(part) >= SHORTEST_WORD):
        return N_("Jangan memakai nama Anda sebagai kata sandi.")
    digits = re.sub(r"\D", "", lowered)
    if any(number.removeprefix("0") in digits for number in known.numbers if number):
        return N_("Jangan memakai NIP, NIK, nomor HP, atau nomor peserta Anda.")
    if known.birth_date is not None:
        spellings = ("%d%m%Y", "%Y%m%d", "%d%m%y")
        if any(known.birth_date.strftime(spelling) in digits for spelling in spellings):
            return N_("Jangan memakai tanggal lahir Anda.")
    return None


WINDOW = timedelta(minutes=15)
ACCOUNT_LIMIT = 10
DEVICE_LIMIT = 30


@dataclass(frozen=True)
class Failure:
    account: str
    device: str
    at: datetime


@dataclass(frozen=True)
class Wait:
    minutes: int
    is_device: bool  # the device has to wait, whatever the account


def must_wait(
    failures: Iterable[Failure], account: str, device: str, *, knows_device: bool, now: datetime
) -> Wait | None:
    """Slow down guessing of one account without locking its owner or the room out.

    A device that signed in to the account before has its own ten failures, so whoever guesses
    from elsewhere cannot keep the owner out. The network plays no part: a whole room shares it.
    """
    recent = [failure for failure in failures if failure.at > now - WINDOW]
    by_device = [failure.at for failure in recent if failure.device == device]
    on_account = [
        failure.at
        for failure in recent
        if failure.account == account and (failure.device == device or not knows_device)
    ]
    for moments, limit, is_device in (
        (on_account, ACCOUNT_LIMIT, False),
        (by_device, DEVICE_LIMIT, True),
    ):
        if len(moments) >= limit:
            left = sorted(moments, reverse=True)[limit - 1] + WINDOW - now
            return Wait(-(-int(left.total_seconds()) // 60) or 1, is_device)
    return None


BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def describe_browser(user_agent: str) -> str:
    """ "Chrome, Android": enough for a person to recognise their own phone."""
    found = (
        next((name for mark, name in table if mark in user_agent), "")
        for table in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
