"""Whoever watches the server is told the truth."""

from __future__ import annotations

import logging
import shutil
from collections import namedtuple

import huey.consumer
import pytest

from lms import pdf, serve
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
        "warnings": [],
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


@pytest.fixture
def without_subsetter(monkeypatch):
    monkeypatch.setattr(pdf, "SUBSETTERS", ("libharfbuzz-subset.so.0-that-is-not-there",))


def test_fonts_that_are_cut_slowly_are_no_reason_not_to_serve_but_told(app, without_subsetter):
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    (warning,) = answer.json["warnings"]
    assert "libharfbuzz-subset0" in warning


@pytest.mark.parametrize("command", [["serve"], ["jobs", "work"]], ids=" ".join)
def test_a_server_and_a_worker_say_so_when_they_start(
    app, without_subsetter, monkeypatch, caplog, command
):
    began = []
    monkeypatch.setattr(serve.Server, "run", lambda _self: began.append("server"))
    monkeypatch.setattr(huey.consumer.Consumer, "run", lambda _self: began.append("worker"))
    with caplog.at_level(logging.WARNING):
        result = app.test_cli_runner().invoke(args=command)
    assert (result.exit_code, len(began)) == (0, 1), result.output
    assert "libharfbuzz-subset0" in caplog.text


def test_where_the_library_is_nothing_is_said(caplog):
    pdf.tell_what_is_missing()
    assert caplog.text == ""
