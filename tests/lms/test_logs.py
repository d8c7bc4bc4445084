"""The log tells what happened, to whom and how long, and keeps no secret."""

from __future__ import annotations

import io
import json
import logging

import pytest

from lms import logs
from tests import factories


@pytest.fixture
def lines():
    """Everything logged, read back as JSON."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    logs.configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], level = before
    root.setLevel(level)
    for name in logs.OUR_PACKAGES:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def world(app):
    return factories.make_world(app)


def test_each_request_is_one_line(app, world, sign_in, lines):
    answer = sign_in(world.ani).get(f"/pelatihan/{world.code}")
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line.pop("ts").endswith("Z")
    assert line.pop("ms") > 0
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "lms.logs",
        "request_id": answer.headers["X-Request-Id"],
        "endpoint": "trainings.home",
        "method": "GET",
        "status": 200,
        "actor_id": world.ani,
        "network": "127.0.0.0/24",
    }


@pytest.mark.parametrize(
    "url", ["/v/RAHASIA-KODE", "/hadir/x/y/RAHASIA-KODE", "/aktivasi/RAHASIA?lanjut=/v/RAHASIA"]
)
def test_no_address_and_no_code_is_kept(app, browser, lines, url):
    browser.get(url)
    assert "RAHASIA" not in json.dumps(lines())


def test_static_files_and_health_checks_fill_no_log(browser, lines):
    browser.get("/static/css/app.css").close()
    browser.get("/healthz")
    assert lines() == []


def test_a_fault_is_one_line_with_its_traceback(app, browser, lines, monkeypatch):
    monkeypatch.setitem(app.view_functions, "people.sign_in", lambda: 1 // 0)
    answer = browser.get("/masuk")
    (line,) = [line for line in lines() if line["level"] == "error"]
    assert "ZeroDivisionError" in line["exception"]
    assert line["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("password", "sungai martapura", logs.REDACTED),
        ("slip_code", "ABCD", logs.REDACTED),
        ("kode", "ABCD", logs.REDACTED),
        ("nik", "6303010101010001", logs.REDACTED),
        ("NIP", "198001012005011001", logs.REDACTED),
        ("token_hash", "x", logs.REDACTED),
        ("teknik", "wawancara", "wawancara"),
        ("detail", "NIK 6303010101010001 ganda", f"NIK {logs.REDACTED} ganda"),
        ("detail", "nomor 12345678 dan 12345678901234567890", None),
        ("ms", 1.5, 1.5),
    ],
)
def test_secrets_are_left_out_by_name_and_by_look(name, value, kept, lines):
    logging.getLogger("lms").warning("contoh", extra={name: value})
    (line,) = lines()
    assert line[name] == (value if kept is None else kept)


def test_a_line_break_cannot_forge_a_line(lines):
    logging.getLogger("lms").warning('a\n{"event": "palsu"}')
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("", ""),
        (None, ""),
        ("bukan alamat", ""),
    ],
)
def test_an_address_is_kept_as_its_network(address, network):
    assert logs.network(address) == network
