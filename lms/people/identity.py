"""Names, identity numbers, phones and addresses of people: one stored form for each.

Each reader returns the stored form or raises InputError with words for the person who typed it.
Numbers are text from end to end: a NIK has more digits than a spreadsheet or a float can hold.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.id import nik as stdnum_nik

from lms.words import N_, InputError, Words

NIK_DIGITS = 16
NIP_DIGITS = 18
NAME_LENGTH = 150
EMAIL_LENGTH = 254
APOSTROPHES = "'’‘ʼʻ`´′"

SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
NUMBER_MARKS = re.compile(rf"[\s.\-_/{APOSTROPHES}]")
PHONE_MARKS = re.compile(rf"[\s.\-(){APOSTROPHES}]")
MOBILE = re.compile(r"08[0-9]{8,11}")
EMAIL = re.compile(r"[^@\s<>\"(),;:]+@[^@\s<>\"(),;:.]+(?:\.[^@\s<>\"(),;:.]+)+")


def clean_text(text: str) -> str:
    """Trim, make one space of many, and drop characters nobody can see."""
    shown = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(shown.split())


def clean_lines(text: str | None) -> str:
    """Tidy each line; what nobody can see, a NUL above all, never reaches the database."""
    return "\n".join(clean_text(line) for line in (text or "").splitlines()).strip()


def clean_name(text: str) -> str:
    """A name as it will be printed: titles and apostrophes stay exactly as they were written."""
    name = clean_text(text)
    if not any(char.isalpha() for char in name):
        raise InputError(N_("Nama harus memuat huruf"))
    if len(name) > NAME_LENGTH:
        raise InputError(N_("Nama lebih panjang dari %(limit)s huruf", limit=NAME_LENGTH))
    return name


FRONT_TITLE = re.compile(
    r"(?:h|hj|kh|prof|drs?|dra|drg|drh|ir|apt|ns|ust|ustadz|ustadzah|bapak|ibu|sdri?)\.?",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"(?:(?:S|M|B|D|ST|SE|SH|SST|MT|MM|Ph)(?:\.[A-Za-z]{1,4})+|A\.Md(?:\.[A-Za-z]{1,4})*"
    r"|S[EHTP]|SKM|SST|SSos|SAg|SPd|SPi|M[MTH]|MSi|MAP|MPd|AKS)\.?"
)


def name_key(name: str) -> str:
    """The name for sorting and searching: no titles, no marks, no case.

    "Hj. Ma’rufah, S.Sos." and "MA'RUFAH" have the same key.
    """
    words = clean_text(name).split(",", 1)[0].split()
    while len(words) > 1 and FRONT_TITLE.fullmatch(words[0]):
        words = words[1:]
    while len(words) > 1 and DEGREE.fullmatch(words[-1]):
        words = words[:-1]
    plain = unicodedata.normalize("NFKD", " ".join(words)).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    joined = re.sub(f"[{APOSTROPHES}]", "", letters)
    return " ".join(re.sub(r"[\W_]+", " ", joined).split())


def read_nik(text: str) -> str:
    return _read_digits(text, NIK_DIGITS, "NIK")


def read_nip(text: str) -> str:
    return _read_digits(re.sub(r"(?i)^\s*nip\b\.?", "", text), NIP_DIGITS, "NIP")


def _read_digits(text: str, length: int, name: str) -> str:
    if SCIENTIFIC.fullmatch(text.strip()):
        raise InputError(number_was_rounded(name))
    digits = NUMBER_MARKS.sub("", clean_text(text))
    if not re.fullmatch(r"[0-9]+", digits):
        raise InputError(N_("%(name)s hanya boleh berisi angka", name=name))
    if len(digits) != length:
        raise InputError(
            N_(
                "%(name)s harus %(length)s angka, tertulis %(count)s angka",
                name=name,
                length=length,
                count=len(digits),
            )
        )
    return digits


def number_was_rounded(name: str) -> Words:
    return N_(
        "%(name)s tersimpan sebagai bilangan sehingga angka terakhirnya mungkin hilang. "
        "Jadikan sel itu teks, lalu ketik ulang",
        name=name,
    )


def doubt_nik(nik: str, born_on: date | None) -> Words | None:
    """What looks wrong in a NIK of the right length; a reason to look again, not to refuse.

    Its first digits tell where the person was first registered, which says nothing about where
    the person works, so no region is ever taken from it.
    """
    try:
        stdnum_nik.validate(nik)
    except ValidationError:
        return N_("NIK tidak mengikuti susunan yang lazim; periksa kembali")
    day = int(nik[6:8]) % 40
    if born_on and (day, nik[8:12]) != (born_on.day, f"{born_on:%m%y}"):
        return N_("Tanggal lahir dalam NIK berbeda dengan kolom tanggal lahir")
    return None


def doubt_nip(nip: str, born_on: date | None) -> Words | None:
    """What looks wrong in a NIP of the right length: it begins with the date of birth."""
    if nip.endswith("000"):
        return N_("NIP berakhir 000; mungkin dibulatkan oleh lembar kerja")
    if born_on and nip[:8] != f"{born_on:%Y%m%d}":
        return N_("Tanggal lahir dalam NIP berbeda dengan kolom tanggal lahir")
    return None


def read_phone(text: str) -> str:
    """A mobile number as 08…, however it was written: +62 812-…, 62812…, or 812… without zero."""
    if SCIENTIFIC.fullmatch(text.strip()):
        raise InputError(number_was_rounded("HP"))
    digits = PHONE_MARKS.sub("", clean_text(text))
    local = re.sub(r"^(?:\+62|0062|62)0?(?=8)|^(?=8)", "0", digits)
    if not MOBILE.fullmatch(local):
        raise InputError(N_("Tulis satu nomor HP yang dimulai 08, contoh 0812 0000 0000"))
    return local


def whatsapp_link(phone: str) -> str:
    return f"https://wa.me/62{phone.removeprefix('0')}"


def read_email(text: str) -> str:
    address = clean_text(text).casefold()
    if len(address) > EMAIL_LENGTH or not EMAIL.fullmatch(address):
        raise InputError(N_("Alamat email tidak lengkap, contoh nama@contoh.go.id"))
    return address


MASK = "•"


def mask_number(number: str) -> str:
    """Only the last four digits of a NIK or NIP, for lists and downloads."""
    return MASK * (len(number) - 4) + number[-4:] if len(number) > 4 else number


def is_masked(text: str) -> bool:
    """Whether this is a number out of a list of ours, which says nothing any more."""
    return text.startswith(MASK)
