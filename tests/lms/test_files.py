"""A file is whole under its key, or it is not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lms.files import MissingFileError, Store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture(params=["folder", "object store"])
def store(request, folder):
    return Store(f"file://{folder}" if request.param == "folder" else f"memory://{folder}")


def test_what_was_put_comes_back(store):
    key = store.put(b"isi berkas", ".pdf")
    assert store.get(key) == b"isi berkas"
    assert key.endswith(hashlib.sha256(b"isi berkas").hexdigest() + ".pdf")


def test_the_same_bytes_are_kept_once(store):
    assert store.put(b"sama") == store.put(b"sama")


@pytest.mark.parametrize("key", ["ab/tidak-ada", "../../etc/passwd", "", "ab"])
def test_what_is_not_there_is_missing(store, key):
    store.put(b"lain")
    with pytest.raises(MissingFileError):
        store.get(key)


def test_changed_bytes_are_not_handed_out(folder):
    store = Store(f"file://{folder}")
    key = store.put(b"nilai 70")
    (folder / key).write_bytes(b"nilai 99")
    with pytest.raises(MissingFileError, match="changed"):
        store.get(key)


def left(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.faults
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_breaks_in_the_middle_leaves_nothing(folder, monkeypatch, step):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    store = Store(f"file://{folder}")
    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(OSError, match="No space"):
        store.put(b"x" * 100_000)
    monkeypatch.undo()
    assert left(folder) == []
    assert store.get(store.put(b"x" * 100_000)) == b"x" * 100_000


KILLED = """
import os, signal, sys
from lms.files import Store
os.fsync = lambda _handle: os.kill(os.getpid(), signal.SIGKILL)
Store(sys.argv[1]).put(b"setengah")
"""


@pytest.mark.faults
def test_a_killed_process_leaves_no_half_file_under_the_key(folder):
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    killed = subprocess.run([sys.executable, "-c", KILLED, f"file://{folder}"], check=False)
    assert killed.returncode == -9
    assert all(path.name.endswith(".part") for path in left(folder))
    store = Store(f"file://{folder}")
    assert store.get(store.put(b"setengah")) == b"setengah"


def test_a_store_that_cannot_be_written_to_says_so(tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    assert Store(f"file://{tmp_path}/folder").is_writable()
    assert not Store(f"file://{tmp_path}/berkas/folder").is_writable()


def test_the_probe_leaves_nothing(folder):
    assert Store(f"file://{folder}").is_writable()
    assert left(folder) == []
