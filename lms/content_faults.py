"""Mistakes in content files: what is wrong and where, as a person would look for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

WHOLE_FILE = "seluruh berkas"

Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake: the file, the place in it, and what is wrong, in Indonesian."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}"


def place_name(place: Place, line: int | None = None) -> str:
    """Write a place as a person counts it: `schedule[3].starts (baris 41)`, first item is 1."""
    name = ""
    for step in place:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    name = name.lstrip(".") or WHOLE_FILE
    return f"{name} (baris {line})" if line else name


_WITH_LINE = re.compile(r".* \(baris (\d+)\)", re.DOTALL)


def line_of(place: str) -> int | None:
    """The line that `place_name` wrote, if there is one."""
    match = _WITH_LINE.fullmatch(place)
    return int(match[1]) if match else None


def fault_at(file: str, place: Place, message: str, lines: Mapping[Place, int]) -> Fault:
    """Name the place with its line; what is missing has the line of what should hold it."""
    known = place
    while known and known not in lines:
        known = known[:-1]
    return Fault(file, place_name(place, lines.get(known)), message)


def real_place(data: object, detail: ErrorDetails) -> Place:
    """Where a mistake stands in the file: pydantic also names the kind it read a value as."""
    place: list[str | int] = []
    for step in detail["loc"]:
        if isinstance(data, Mapping) and step == data.get("kind") and step not in data:
            continue
        place.append(step)
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            data = data[step]
    return (*place, "kind") if detail["type"].startswith("union_tag") else tuple(place)


_MESSAGES = {
    "missing": "wajib diisi",
    "extra_forbidden": "kunci tidak dikenal",
    "string_type": "harus berupa teks; angka dan tanggal ditulis dalam tanda kutip",
    "string_too_short": "tidak boleh kosong",
    "string_too_long": "paling panjang {max_length} huruf",
    "int_type": "harus berupa bilangan bulat",
    "bool_type": "harus true atau false",
    "tuple_type": "harus berupa daftar",
    "dict_type": "harus berupa kunci dan nilai",
    "model_type": "harus berupa kunci dan nilai",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
    "too_short": "paling sedikit {min_length} {unit}",
    "too_long": "paling banyak {max_length} {unit}",
    "literal_error": "harus salah satu dari {expected}",
    "union_tag_invalid": "harus salah satu dari {expected_tags}",
    "union_tag_not_found": "wajib diisi",
    "value_error": "{error}",
}


def message_of(detail: ErrorDetails) -> str:
    kind, facts = detail["type"], dict(detail.get("ctx", {}))
    if kind.startswith("date_"):
        return "harus berupa tanggal, misalnya 2024-01-31"
    if kind == "literal_error":
        facts["expected"] = str(facts["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "union_tag_invalid":
        facts["expected_tags"] = str(facts["expected_tags"]).replace("'", "")
    facts["unit"] = "huruf" if facts.get("field_type") == "Value" else "butir"
    return _MESSAGES.get(kind, detail["msg"]).format(**facts)
