"""Dates, times and numbers as an Indonesian office writes them, always in local time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from lms import i18n
from lms.words import N_

LATE = datetime(2024, 1, 30, 16, 30, tzinfo=UTC)  # already the 31st in Banjarmasin
MORNING = datetime(2024, 1, 31, 1, 41, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (i18n.format_date, date(2024, 1, 31), "31 Januari 2024"),
        (i18n.format_date, date(2024, 2, 1), "1 Februari 2024"),
        (i18n.format_date, date(2026, 12, 5), "5 Desember 2026"),
        (i18n.format_date, LATE, "31 Januari 2024"),
        (i18n.format_day, date(2024, 1, 31), "Rabu, 31 Januari 2024"),
        (i18n.format_day, date(2024, 2, 2), "Jumat, 2 Februari 2024"),
        (i18n.format_day, LATE, "Rabu, 31 Januari 2024"),
        (i18n.format_clock, MORNING, "09.41"),
        (i18n.format_clock, LATE, "00.30"),
        (i18n.format_time, MORNING, "09.41 WITA"),
        (i18n.format_moment, MORNING, "31 Januari 2024 pukul 09.41 WITA"),
        (i18n.format_moment, LATE, "31 Januari 2024 pukul 00.30 WITA"),
        (i18n.format_score, 7000, "70,00"),
        (i18n.format_score, 10000, "100,00"),
        (i18n.format_score, 6995, "69,95"),
        (i18n.format_score, 5, "0,05"),
        (i18n.format_score, 0, "0,00"),
        (i18n.format_score, -1250, "-12,50"),
        (i18n.format_lesson_hours, 720, "16"),
        (i18n.format_lesson_hours, 45, "1"),
        (i18n.format_lesson_hours, 0, "0"),
        (i18n.format_lesson_hours, 340, "7,56"),
        (i18n.format_lesson_hours, 15, "0,33"),
        (i18n.format_lesson_hours, 22, "0,49"),
    ],
)
def test_is_written_so(write, value, text):
    assert write(value) == text


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09.41", time(9, 41)),
        (" 9:41 ", time(9, 41)),
        ("23.59", time(23, 59)),
        ("24.00", None),
        ("09.60", None),
        ("\u0669.41", None),  # a nine, but not of this alphabet
        ("pagi", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_type_it(text, clock):
    assert i18n.typed_clock(text) == clock


def test_a_lesson_hour_may_be_of_another_length():
    assert i18n.format_lesson_hours(720, 60) == "12"


@pytest.mark.parametrize(
    ("cookie", "locale"), [(None, "id"), ("id", "id"), ("en", "en"), ("fr", "id"), ("", "id")]
)
def test_the_language_is_the_chosen_one_or_indonesian(app, cookie, locale):
    client = app.test_client()
    if cookie is not None:
        client.set_cookie(i18n.COOKIE, cookie)
    assert f'<html lang="{locale}"' in client.get("/masuk").get_data(as_text=True)


def test_a_browser_does_not_choose_the_language_for_its_reader(app):
    page = app.test_client().get("/masuk", headers={"Accept-Language": "en-US"})
    assert '<html lang="id"' in page.get_data(as_text=True)


def test_a_sentence_made_elsewhere_is_said_with_its_values(app):
    with app.test_request_context():
        assert i18n.say(N_("Baris %(nomor)s kosong.", nomor=7)) == "Baris 7 kosong."
        assert i18n.say(N_("Hadir 100 %.")) == "Hadir 100 %."


def test_a_reader_of_english_has_english_names_and_the_clock_of_the_office(app):
    with app.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=en"}):
        assert i18n.format_day(LATE) == "Wednesday, 31 January 2024"
        assert i18n.format_moment(MORNING) == "31 January 2024 at 09.41 WITA"
        assert i18n.format_score(8250) == "82,50"


def test_papers_stay_indonesian_for_a_reader_of_english(app):
    with app.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=en"}):
        assert i18n.official_date(date(2024, 1, 31)) == "31 Januari 2024"
        with i18n.in_indonesian():
            assert i18n.format_moment(MORNING) == "31 Januari 2024 pukul 09.41 WITA"
            assert i18n.say(N_("Hadir")) == "Hadir"
        assert i18n.format_date(LATE) == "31 January 2024"
