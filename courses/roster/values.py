"""What one cell of a roster means: a stored value, or InputError with words for the organiser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courses.roster.columns import Column
from courses.trainings.quota import Element
from lms.people import identity, regions
from lms.tables import Cell
from lms.words import N_, InputError

EXACT_NUMBERS = 10**15  # a spreadsheet keeps 15 digits of a number, no more
BLANKS = frozenset({"", "-", "--", "–", "—", "tidak ada", "belum ada", "n/a"})
YOUNGEST, OLDEST = 15, 100


@dataclass(frozen=True)
class Days:
    """What a date is read against: day 0 of the file's numbers, and today."""

    epoch: date
    today: date


def text_of(cell: Cell) -> str:
    """The cell as clean text; the marks that people write for "nothing" are nothing."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_NUMBERS:
        cell = int(cell)
    text = identity.clean_text(str(cell))
    return "" if text.casefold() in BLANKS or identity.is_masked(text) else text


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def read_nik(cell: Cell, _days: Days) -> str:
    if _is_number(cell):
        raise InputError(identity.number_was_rounded("NIK"))
    return identity.read_nik(text_of(cell))


def read_nip(cell: Cell, _days: Days) -> str:
    if _is_number(cell):
        raise InputError(identity.number_was_rounded("NIP"))
    return identity.read_nip(text_of(cell))


def read_gender(cell: Cell, _days: Days) -> str:
    word = regions.squeeze(text_of(cell))
    if word in {"l", "lk", "laki", "lakilaki", "pria"}:
        return "L"
    if word in {"p", "pr", "perempuan", "wanita"}:
        return "P"
    raise InputError(N_("Tulis L atau P"))


MONTH_NAMES = "jan|feb peb|mar|apr|mei may|jun|jul|agu ags agt aug|sep|okt oct|nov nop|des dec"
MONTHS = {
    name: number
    for number, names in enumerate(MONTH_NAMES.split("|"), start=1)
    for name in names.split()
}
YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ][0-9:.]+)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{2,4})")
WITH_MONTH = re.compile(r"([0-9]{1,2})[-/. ]*([a-z]{3,})[-/.,' ]*([0-9]{2,4})", re.IGNORECASE)


def read_date(cell: Cell, days: Days) -> date:
    """A date of birth; 03/04/1987 is the third of April, as everywhere in Indonesia."""
    day = _date_of(cell, days)
    if not YOUNGEST <= days.today.year - day.year <= OLDEST:
        raise InputError(N_("Tahun lahir %(year)s tidak mungkin", year=day.year))
    return day


def _date_of(cell: Cell, days: Days) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        if not 1 <= cell < 100_000:
            raise InputError(WRITE_A_DATE)
        return days.epoch + timedelta(days=int(cell))
    return _date_of_text(text_of(cell))


WRITE_A_DATE = N_("Tulis tanggal sebagai hari-bulan-tahun, contoh 15-03-1987")


def _date_of_text(text: str) -> date:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := WITH_MONTH.fullmatch(text)) and found[2][:3].casefold() in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2][:3].casefold()], int(found[3])
    else:
        raise InputError(WRITE_A_DATE)
    if year < 1000:
        raise InputError(N_("Tulis tahun dengan empat angka, contoh 1987"))
    try:
        return date(year, month, day)
    except ValueError:
        raise InputError(N_("Tanggal ini tidak ada dalam kalender")) from None


def read_birth(cell: Cell, days: Days) -> tuple[str, date]:
    """Banjarmasin, 15 Maret 1987"""
    place, comma, day = text_of(cell).rpartition(",")
    if not comma:
        raise InputError(N_("Tulis tempat dan tanggal lahir, contoh Banjarmasin, 15 Maret 1987"))
    return text_of(place), read_date(day, days)


GRADE = re.compile(r"\b(IV|I{1,3})\s*[/.-]?\s*([a-e])\b", re.IGNORECASE)


def read_grade(cell: Cell, _days: Days) -> str:
    """III/c however it was written; a PPPK has a bare numeral, which stays as it is."""
    text = _short(cell, 20)
    found = GRADE.fullmatch(text)
    return f"{found[1].upper()}/{found[2].lower()}" if found else text


def read_rank_and_grade(cell: Cell, _days: Days) -> tuple[str, str]:
    """Penata (III/c), Penata/III.c, Penata Tk. I, III/d"""
    text = _short(cell, 80)
    found = GRADE.search(text)
    if found is None:
        return text, ""
    rank = (text[: found.start()] + text[found.end() :]).strip(" ()/,-")
    return rank, f"{found[1].upper()}/{found[2].lower()}"


EMPLOYMENTS = {
    "pns": "PNS",
    "cpns": "CPNS",
    "pppk": "PPPK",
    "pk": "PPPK",  # P3K without its digit
    "nonasn": "Non-ASN",
    "nonpns": "Non-ASN",
}


def read_employment(cell: Cell, _days: Days) -> str:
    text = _short(cell, 60)
    return EMPLOYMENTS.get(regions.squeeze(text), text)


def _short(cell: Cell, limit: int) -> str:
    text = text_of(cell)
    if len(text) > limit:
        raise InputError(N_("Isian lebih panjang dari %(limit)s huruf", limit=limit))
    return text


ELEMENT_SPELLINGS = {
    Element.ASSISTANT: "pendamping pendampingsosial pendampingsosialkabkota"
    " pendampingsosialkabupatenkota pendampingsosialkabupaten pendampingsosialkota",
    Element.DISTRICT_OFFICER: "petugas petugasdinassosial petugasdinsos petugasdinsoskabkota"
    " petugasdinassosialkabkota petugasdinassosialkabupatenkota dinsoskabkota"
    " dinassosialkabkota dinassosialkabupatenkota dinassosialkabupaten dinassosialkota"
    " dinsoskabupatenkota dinsoskabupaten dinsoskota",
    Element.PROVINCIAL_OFFICER: "provinsi prov unsurprovinsi dinsosprovinsi dinsosprov"
    " dinsosprovinsikalsel dinsosprovkalsel dinsoskalsel dinassosialprovinsi dinassosialprov"
    " dinassosialprovinsikalsel dinassosialprovinsikalimantanselatan dinassosialkalsel"
    " petugasdinsosprovinsi petugasdinassosialprovinsi",
}
ELEMENTS = {
    spelling: element
    for element, spellings in ELEMENT_SPELLINGS.items()
    for spelling in (regions.squeeze(element), *spellings.split())
}


def read_element(cell: Cell, _days: Days) -> Element:
    found = ELEMENTS.get(regions.squeeze(text_of(cell)))
    if found is None:
        raise InputError(
            N_("Tulis Pendamping Sosial, Petugas Dinas Sosial, atau Dinas Sosial Provinsi")
        )
    return found


def read_region(cell: Cell, _days: Days) -> str:
    text = text_of(cell)
    found = regions.find_region(text)
    if found is not None:
        return found.code
    if re.fullmatch(r"63[.,][0-9]", text):
        raise InputError(N_("Kode wilayah tidak lengkap; tulis empat angka, contoh 63.01"))
    meant = regions.suggest_region(text)
    if meant is not None:
        raise InputError(N_("Wilayah tidak dikenal. Maksudnya %(region)s?", region=meant.name))
    raise InputError(N_("Wilayah ini tidak ada di Kalimantan Selatan"))


Reader = Callable[[Cell, Days], object]
READERS: dict[Column, Reader] = {
    Column.NAME: lambda cell, _days: identity.clean_name(text_of(cell)),
    Column.NIP: read_nip,
    Column.NIK: read_nik,
    Column.GENDER: read_gender,
    Column.BIRTH_PLACE: lambda cell, _days: _short(cell, 100),
    Column.BIRTH_DATE: read_date,
    Column.BIRTH: read_birth,
    Column.EMPLOYMENT: read_employment,
    Column.RANK: lambda cell, _days: _short(cell, 60),
    Column.GRADE: read_grade,
    Column.RANK_GRADE: read_rank_and_grade,
    Column.POSITION: lambda cell, _days: _short(cell, 200),
    Column.ELEMENT: read_element,
    Column.INSTITUTION: lambda cell, _days: _short(cell, 200),
    Column.REGION_CODE: read_region,
    Column.REGION: read_region,
    Column.PHONE: lambda cell, _days: identity.read_phone(text_of(cell)),
    Column.EMAIL: lambda cell, _days: identity.read_email(text_of(cell)),
}
