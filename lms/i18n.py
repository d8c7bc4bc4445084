"""Two languages, and dates, times and numbers as an Indonesian office writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context, request
from flask_babel import Babel, gettext

from lms.words import Words

LOCALES = ("id", "en")
COOKIE = "bahasa"
WITA = ZoneInfo("Asia/Makassar")

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def current_locale() -> str:
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in LOCALES else LOCALES[0]


def say(words: Words) -> str:
    """The sentence in the language of the reader."""
    return str(gettext(words.text, **words.values))


def local(moment: datetime) -> datetime:
    return moment.astimezone(WITA)


def local_date(moment: datetime) -> date:
    return moment.astimezone(WITA).date()


def format_date(day: date) -> str:
    """31 Januari 2024"""
    if isinstance(day, datetime):
        day = local_date(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_day(day: date) -> str:
    """Rabu, 31 Januari 2024"""
    if isinstance(day, datetime):
        day = local_date(day)
    return f"{DAYS[day.weekday()]}, {format_date(day)}"


def format_clock(moment: datetime) -> str:
    """09.41"""
    return f"{local(moment):%H.%M}"


def format_time(moment: datetime) -> str:
    """09.41 WITA"""
    return f"{format_clock(moment)} WITA"


def format_moment(moment: datetime) -> str:
    """31 Januari 2024 pukul 09.41 WITA"""
    return f"{format_date(local_date(moment))} pukul {format_time(moment)}"


def format_score(hundredths: int) -> str:
    """8250 becomes 82,50"""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole},{rest:02d}"


def format_lesson_hours(minutes: int, minutes_each: int = 45) -> str:
    """Minutes as JP, with a comma only where needed: 720 becomes 16, 340 becomes 7,56."""
    text = format_score((minutes * 100 * 2 + minutes_each) // (2 * minutes_each))
    return text.removesuffix(",00")


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
        say=say,
    )
