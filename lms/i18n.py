"""Two languages, and dates, times and numbers as an Indonesian office writes them.

On English pages the names of months and days are English; clocks and numbers stay as forms ask
for them and papers print them: 09.41 WITA, 82,50.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from flask import Flask, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext

from lms.clock import WITA
from lms.words import Words

LOCALES = ("id", "en")
COOKIE = "bahasa"
_TYPED_CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)", re.ASCII)
_TYPED_MOMENT = re.compile(
    r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}),?\s+(?:pukul\s+)?([\d.:]+)(?:\s+WITA)?", re.ASCII
)

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def current_locale() -> str:
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in LOCALES else LOCALES[0]


@contextmanager
def in_indonesian() -> Iterator[None]:
    """For papers and sheets of the office: Indonesian, whoever asks for them."""
    with force_locale(LOCALES[0]):
        yield


def _is_english() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "en"


def say(words: Words) -> str:
    """The sentence in the language of the reader."""
    return str(gettext(words.text, **words.values))


def local(moment: datetime) -> datetime:
    return moment.astimezone(WITA)


def local_date(moment: datetime) -> date:
    return moment.astimezone(WITA).date()


def official_date(day: date) -> str:
    """31 Januari 2024, in every language: for what is printed."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_date(day: date) -> str:
    """31 Januari 2024; for readers of English 31 January 2024."""
    if isinstance(day, datetime):
        day = local_date(day)
    if _is_english():
        return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return official_date(day)


def format_day(day: date) -> str:
    """Rabu, 31 Januari 2024"""
    if isinstance(day, datetime):
        day = local_date(day)
    names = ENGLISH_DAYS if _is_english() else DAYS
    return f"{names[day.weekday()]}, {format_date(day)}"


def format_clock(moment: datetime) -> str:
    """09.41"""
    return f"{local(moment):%H.%M}"


def format_time(moment: datetime) -> str:
    """09.41 WITA"""
    return f"{format_clock(moment)} WITA"


def format_moment(moment: datetime) -> str:
    """31 Januari 2024 pukul 09.41 WITA"""
    at = "at" if _is_english() else "pukul"
    return f"{format_date(local_date(moment))} {at} {format_time(moment)}"


def typed_clock(text: str) -> time | None:
    """A time of day as people type it, 9.41 or 09:41; None where it is none."""
    match = _TYPED_CLOCK.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None


def typed_moment(text: str) -> datetime | None:
    """A day and a time in WITA as people type them, 15-02-2024 16.00; None where it is none."""
    match = _TYPED_MOMENT.fullmatch(text.strip())
    clock = typed_clock(match[4]) if match else None
    if match is None or clock is None:
        return None
    try:
        day = date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return datetime.combine(day, clock, WITA).astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """15-02-2024 16.00, as `typed_moment` reads it."""
    return f"{local(moment):%d-%m-%Y %H.%M}"


def format_score(hundredths: int) -> str:
    """8250 becomes 82,50"""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole},{rest:02d}"


def format_lesson_hours(minutes: int, minutes_each: int = 45) -> str:
    """Minutes as JP, with a comma only where needed: 720 becomes 16, 340 becomes 7,56."""
    return format_hours(lesson_hundredths(minutes, minutes_each))


def lesson_hundredths(minutes: int, minutes_each: int = 45) -> int:
    """Minutes in hundredths of a lesson hour, rounded half up."""
    return (minutes * 100 * 2 + minutes_each) // (2 * minutes_each)


def format_hours(hundredths: int) -> str:
    """Hundredths of a lesson hour: 1600 becomes 16, 756 becomes 7,56."""
    return format_score(hundredths).removesuffix(",00")


def kilobytes(size: int) -> int:
    """As people who pay for their data count them: rounded up, and never nothing."""
    return max(1, -(-size // 1000))


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=current_locale, default_timezone="Asia/Makassar")
    app.jinja_env.filters.update(
        date=format_date,
        day=format_day,
        clock=format_clock,
        time=format_time,
        moment=format_moment,
        score=format_score,
        lesson_hours=format_lesson_hours,
        hours=format_hours,
        say=say,
        kilobytes=kilobytes,
    )
