"""Reads a training's content folder and names every fault in it at once.

A folder is YAML and Markdown written by people. Reading never stops at the first mistake: each
reader appends to one list of faults, and a document that could not be read is `None`. Each floor
registers the part of the folder it owns, so no floor knows the parts above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTES = 1_000_000
WHOLE_FILE = "seluruh berkas"

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


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


@dataclass(frozen=True)
class Document(Generic[M]):
    """A YAML file that was read, and the line each of its places stands on."""

    file: str
    content: M
    lines: Mapping[Place, int]

    def fault(self, place: Place, message: str) -> Fault:
        return _fault(self.file, place, message, self.lines)


class Part(Protocol):
    """What one floor reads from a content folder and writes for one training."""

    @property
    def name(self) -> str: ...

    def read(self, folder: Path, faults: list[Fault]) -> object | None: ...

    def write(
        self, parsed: object, *, training_id: int, actor_id: int | None, at: datetime
    ) -> None: ...


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a floor's part; parts are read and written in the order they were registered."""
    if _parts.setdefault(part.name, part) is not part:
        raise ValueError(f"content part {part.name!r} is registered twice")


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


def read_yaml(folder: Path, name: str, model: type[M], faults: list[Fault]) -> Document[M] | None:
    """Read one YAML file of the folder into a model, or add all its faults."""
    text = read_text(folder, name, faults)
    if text is None:
        return None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = f"YAML tidak dapat dibaca: {error.problem}"
        faults.append(Fault(name, place_name((), line), message))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.append(Fault(name, WHOLE_FILE, f"YAML tidak dapat dibaca: {error}"))
        return None
    lines: dict[Place, int] = {}
    doubled = [] if node is None else _note_lines(node, (), lines)
    faults.extend(_fault(name, place, "kunci ditulis dua kali", lines) for place in doubled)
    content = validate(name, data, model, faults, lines=lines)
    return None if content is None or doubled else Document(name, content, lines)


def validate(
    file: str,
    data: object,
    model: type[M],
    faults: list[Fault],
    *,
    lines: Mapping[Place, int],
    at: Place = (),
) -> M | None:
    """Turn read data, the whole file or the part standing at `at`, into a model."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            faults.append(_fault(file, (*at, *detail["loc"]), _message(detail), lines))
        return None


def read_text(folder: Path, name: str, faults: list[Fault]) -> str | None:
    """Read one text file of the folder, never one outside it."""
    path = folder / name
    problem = None
    if "\\" in name or not path.resolve().is_relative_to(folder.resolve()):
        problem = "berkas berada di luar folder pelatihan"
    elif not path.is_file():
        problem = "berkas tidak ditemukan"
    elif path.stat().st_size > MAX_BYTES:
        problem = f"berkas lebih besar dari {MAX_BYTES // 1000} KB"
    else:
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problem = "berkas bukan teks UTF-8"
    faults.append(Fault(name, WHOLE_FILE, problem))
    return None


def yaml_files(folder: Path, subfolder: str) -> list[str]:
    """Name the YAML files of a subfolder, in the order of their names."""
    found = (folder / subfolder).glob("*.yaml")
    return sorted(path.relative_to(folder).as_posix() for path in found)


def read_folder(folder: Path) -> tuple[list[tuple[Part, object]], list[Fault]]:
    """Let every registered part read the folder; the faults of all parts come back together."""
    faults: list[Fault] = []
    found = [(part, part.read(folder, faults)) for part in parts()]
    return [(part, parsed) for part, parsed in found if parsed is not None], faults


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases (a small file can expand to gigabytes) or impossible dates."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="alias (*) tidak dipakai di sini", problem_mark=mark)
        node: Node | None = super().compose_node(parent, index)
        return node

    def construct_date(self, node: ScalarNode) -> date | str:
        """Keep a date that does not exist as text, so that its place can be named."""
        try:
            value: date = super().construct_yaml_timestamp(node)
        except ValueError:
            return str(node.value)
        return value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_date)


def _note_lines(node: Node, place: Place, lines: dict[Place, int]) -> list[Place]:
    """Note the line of every place, and give back the keys written twice."""
    lines.setdefault(place, node.start_mark.line + 1)
    doubled: list[Place] = []
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            doubled += _note_lines(item, (*place, index), lines)
    elif isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            inner = (*place, str(key.value))
            if str(key.value) in seen:
                doubled.append(inner)
            seen.add(str(key.value))
            lines[inner] = key.start_mark.line + 1
            doubled += _note_lines(value, inner, lines)
    return doubled


def _fault(file: str, place: Place, message: str, lines: Mapping[Place, int]) -> Fault:
    """Name the place with its line; what is missing has the line of what should hold it."""
    known = place
    while known and known not in lines:
        known = known[:-1]
    return Fault(file, place_name(place, lines.get(known)), message)


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
    "value_error": "{error}",
}


def _message(detail: ErrorDetails) -> str:
    kind, facts = detail["type"], dict(detail.get("ctx", {}))
    if kind.startswith("date_"):
        return "harus berupa tanggal, misalnya 2024-01-31"
    if kind == "literal_error":
        facts["expected"] = str(facts["expected"]).replace("'", "").replace(" or ", ", ")
    facts["unit"] = "huruf" if facts.get("field_type") == "Value" else "butir"
    return _MESSAGES.get(kind, detail["msg"]).format(**facts)
