"""The shape of the code, where no other tool holds it."""

from __future__ import annotations

import ast
import re
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

NOT_IN_A_SERVICE = {"request", "session", "current_user", "now", "transaction", "g"}


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    return sorted(path for path in found if MIGRATIONS not in path.parents)


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


SOURCES = {name_of(path): path.read_text() for path in sources()}
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}
PAGES = {name_of(path): path.read_text() for path in TEMPLATES}
FUNCTIONS = [
    (f"{name}:{node.name}", node, (node.end_lineno or 0) - node.lineno + 1)
    for name, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef)
]


def is_view(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in {"get", "post", "put", "route"}
        for mark in function.decorator_list
    )


def test_files_stay_short():
    lines = {name: len(text.splitlines()) for name, text in SOURCES.items()}
    assert {name: n for name, n in lines.items() if n > MOST_LINES_OF_A_FILE} == {}


def test_functions_stay_short_but_for_those_with_a_reason():
    long = {name for name, _node, length in FUNCTIONS if length > MOST_LINES_OF_A_FUNCTION}
    assert long == set(LONG_FUNCTIONS)


def test_views_stay_short():
    views = {name: length for name, node, length in FUNCTIONS if is_view(node)}
    assert {name: n for name, n in views.items() if n > MOST_LINES_OF_A_VIEW} == {}


def test_only_the_database_module_ends_transactions():
    ends = re.compile(r"(session|connection)\.(commit|rollback)\(")
    assert [name for name, text in SOURCES.items() if ends.search(text)] == ["lms/db.py"]


def test_services_are_told_who_acts_and_when():
    """They can be called from a page, a command and a test alike."""
    for name, tree in TREES.items():
        if name.endswith("/services.py"):
            imported = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                and node.module in {"flask", "flask_login", "lms.db", "lms.clock"}
                for alias in node.names
            }
            assert not imported & NOT_IN_A_SERVICE, name
            assert "clock.now" not in SOURCES[name], name


def test_no_cupboards():
    cupboards = {"utils", "util", "helpers", "common", "misc", "base", "managers"}
    assert [name for name in SOURCES if Path(name).stem in cupboards] == []


def test_every_module_says_what_it_is_for():
    assert [
        n for n, tree in TREES.items() if SOURCES[n].strip() and not ast.get_docstring(tree)
    ] == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [name for name, text in (SOURCES | PAGES).items() if later.search(text)] == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=|javascript:")
    for name, page in PAGES.items():
        tags = re.findall(r"<[a-zA-Z][^>]*>", page)
        assert [tag for tag in tags if inline.search(tag)] == [], name
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style", page), name


def test_templates_mark_as_safe_only_what_was_cleaned_when_it_was_saved():
    cleaned = re.compile(r"(^|_|\.)(html|stem|text|explanation|why|why\[option\.key\])$")
    for name, page in PAGES.items():
        marked = re.findall(r"{{\s*([^}]*?)\s*\|\s*safe", page)
        assert [expression for expression in marked if not cleaned.search(expression)] == [], name


@pytest.mark.parametrize("name", ["operator.md", "security.md", "akses.md"])
def test_the_guides_name_only_files_that_exist(name):
    text = (PROJECT / "docs" / name).read_text()
    for path in re.findall(r"`((?:deploy|docs|lms|tests|templates)/[\w./-]+)`", text):
        assert (PROJECT / path).exists(), path
