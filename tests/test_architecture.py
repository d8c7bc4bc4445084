"""The shape of the code, where no other tool holds it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.config import PROJECT

PACKAGES = ("lms", "courses", "quizzes", "certificates")
MIGRATIONS = PROJECT / "lms" / "migrations"
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))

MOST_LINES_OF_A_FILE = 250
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_VIEW = 25

# Longer than the rest, and why that reads better than parts would.
LONG_FUNCTIONS = {
    "certificates/decisions/services.py:decide": "one decision, told from evidence to row",
    "certificates/register/services.py:issue": "one numbering, told from lock to rows",
    "certificates/register/composing.py:compose_facts": "the certificate's facts, field by field",
}

# A service is told who acts and when; so it can be called from a page, a command and a test.
NOT_IN_A_SERVICE = {"request", "session", "current_user", "now", "transaction", "g"}


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    return sorted(path for path in found if MIGRATIONS not in path.parents)


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


SOURCES = sources()


@pytest.fixture(params=SOURCES, ids=name_of)
def source(request) -> Path:
    path: Path = request.param
    return path


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_view(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in {"get", "post", "put", "route"}
        for mark in function.decorator_list
    )


def test_files_stay_short(source):
    assert len(source.read_text().splitlines()) <= MOST_LINES_OF_A_FILE


def test_functions_stay_short(source):
    for function in functions(source):
        if f"{name_of(source)}:{function.name}" not in LONG_FUNCTIONS:
            length = (function.end_lineno or 0) - function.lineno + 1
            most = MOST_LINES_OF_A_VIEW if is_view(function) else MOST_LINES_OF_A_FUNCTION
            assert length <= most, function.name


def test_the_list_of_long_functions_is_true():
    long = {
        f"{name_of(path)}:{function.name}"
        for path in SOURCES
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert set(LONG_FUNCTIONS) == long


def test_only_the_database_module_ends_transactions(source):
    if name_of(source) != "lms/db.py":
        assert not re.search(r"(session|connection)\.(commit|rollback)\(", source.read_text())


def test_services_are_told_who_acts_and_when(source):
    if source.name != "services.py":
        return
    names = {
        node.id for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Name)
    }
    imported = {
        alias.name
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"flask", "flask_login", "lms.db", "lms"}
        for alias in node.names
    }
    assert not (names & imported & NOT_IN_A_SERVICE)
    assert "clock.now" not in source.read_text()


def test_no_cupboards(source):
    assert source.stem not in {"utils", "util", "helpers", "common", "misc", "base", "managers"}


def test_every_module_says_what_it_is_for(source):
    if source.read_text().strip():
        assert ast.get_docstring(ast.parse(source.read_text()))


def test_nothing_is_left_for_later(source):
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", source.read_text())


class TestTemplates:
    @pytest.fixture(params=TEMPLATES, ids=name_of)
    def page(self, request) -> str:
        text: str = request.param.read_text()
        return text

    def test_hold_no_inline_style_or_script(self, page):
        tags = re.findall(r"<[a-zA-Z][^>]*>", page)
        for tag in tags:
            assert not re.search(r"\sstyle\s*=", tag), tag
            assert not re.search(r"\son[a-z]+\s*=", tag), tag
            assert "javascript:" not in tag, tag
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert "<style" not in page

    def test_mark_as_safe_only_what_was_cleaned_when_it_was_saved(self, page):
        cleaned = r"(^|_|\.|\])(html|stem|text|explanation|why|why\[option\.key\])$"
        for expression in re.findall(r"{{\s*([^}]*?)\s*\|\s*safe", page):
            assert re.search(cleaned, expression), expression


@pytest.mark.parametrize("name", ["operator.md", "security.md", "akses.md"])
def test_the_guides_name_only_files_that_exist(name):
    text = (PROJECT / "docs" / name).read_text()
    for path in re.findall(r"`((?:deploy|docs|lms|tests|templates)/[\w./-]+)`", text):
        assert (PROJECT / path).exists(), path
