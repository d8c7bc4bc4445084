"""Reads a training's content folder and names every fault in it at once.

A folder is YAML and Markdown written by people. Reading never stops at the first mistake: each
reader appends to one list of faults, and a document that could not be read is `None`. Each floor
registers the part of the folder it owns, so no floor knows the parts above it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lms.content_faults import (
    WHOLE_FILE,
    Fault,
    Place,
    fault_at,
    message_of,
    place_name,
    real_place,
)

__all__ = ["WHOLE_FILE", "Document", "Fault", "Place", "place_name"]

MAX_BYTES = 1_000_000
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Document(Generic[M]):
    """A YAML file that was read, and the line each of its places stands on."""

    file: str
    content: M
    lines: Mapping[Place, int]

    def fault(self, place: Place, message: str) -> Fault:
        return fault_at(self.file, place, message, self.lines)


@dataclass(frozen=True)
class Writing:
    """One folder being written, by whom and when.

    Parts add to `conflicts` what was changed here and in the folder; unless `overwrite` is set,
    nothing is written then.
    """

    actor_id: int | None
    at: datetime
    overwrite: bool = False
    conflicts: list[Fault] = field(default_factory=list)

    def takes(self, base: str | None, ours: str | None, theirs: str, fault: Fault) -> bool:
        """Whether the folder's piece is written; a conflict is noted, at the place of `fault`."""
        decision = merge(base, ours, theirs)
        if decision is Merge.CONFLICT and not self.overwrite:
            self.conflicts.append(fault)
        return decision is not Merge.KEEP


class Part(Protocol):
    """What one floor reads from a content folder and writes for one training."""

    @property
    def name(self) -> str: ...

    def read(self, folder: Path, faults: list[Fault]) -> object | None: ...

    def write(self, parsed: object, training_id: int, writing: Writing) -> None: ...

    def export(self, training_id: int) -> Mapping[str, bytes]:
        """The part's files as they stand now; `write` of what they say changes nothing."""
        ...


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a floor's part; parts are read and written in the order they were registered."""
    if _parts.setdefault(part.name, part) is not part:
        raise ValueError(f"content part {part.name!r} is registered twice")


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


CHANGED_HERE = "diubah di layar dan di folder; ekspor dahulu, atau muat dengan --overwrite"


def hash_of(written: object) -> str:
    """Equal for pieces that say the same."""
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Merge(StrEnum):
    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


def merge(base: str | None, ours: str | None, theirs: str) -> Merge:
    """Decide between a piece as it stands here and as a folder has it, by their hashes.

    `base` is what the folder last said, None if the piece came otherwise; `ours` is None if there
    is none yet. Only what both sides changed, each in its own way, is a conflict.
    """
    if theirs in (ours, base):
        return Merge.KEEP
    return Merge.TAKE if ours in (None, base) else Merge.CONFLICT


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
    faults.extend(fault_at(name, place, "kunci ditulis dua kali", lines) for place in doubled)
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
            place = (*at, *real_place(data, detail))
            faults.append(fault_at(file, place, message_of(detail), lines))
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
