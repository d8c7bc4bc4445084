"""Writes a content folder: YAML that people can go on editing, all files of it or none."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import ScalarNode

WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are read, and nothing refers to something else."""

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # items of a list stand under their key


def _text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_bytes(written: Mapping[str, Any]) -> bytes:
    text: str = yaml.dump(
        dict(written), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH
    )
    return text.encode()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put all files into a new folder. Raises FileExistsError if there is something already."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        for name, data in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
