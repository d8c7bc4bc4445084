"""Whoever watches the server is told the truth."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from lms.files import Store

Usage = namedtuple("Usage", "total used free")


def test_a_whole_server_is_alive_and_ready(app):
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "checks": {"database": True, "queue": True, "files": True, "disk": True},
    }


@pytest.mark.parametrize("what", ["queue", "files", "disk"])
def test_what_does_not_work_is_named(app, monkeypatch, tmp_path, what):
    if what == "disk":
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1 << 40, 1 << 40, 1 << 20))
    elif what == "files":
        (tmp_path / "berkas").touch()
        monkeypatch.setitem(app.extensions, what, Store(f"file://{tmp_path}/berkas/folder"))
    else:
        monkeypatch.setitem(app.extensions, what, None)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {
        name: name != what for name in ("database", "queue", "files", "disk")
    }
