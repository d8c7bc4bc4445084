"""What the end of `make test` says of tests that failed, and what may count as passed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

JUDGE = Path(__file__).parent.parent / "deploy" / "failures.py"


def case(name: str, reason: str = "") -> str:
    if not reason:
        return f'<testcase classname="tests.test_a" name="{name}" />'
    return (
        f'<testcase classname="tests.test_a" name="{name}"><failure message="{reason}">'
        f"    assert x\ntests/test_a.py:12: \nlib/other.py:3: AssertionError</failure></testcase>"
    )


PASSED, SLOW, WRONG = case("one"), case("two", "too slow&#10;by far"), case("two", "wrong")
CRASHES = [case(f"n{n}", f"worker gw{n} crashed while running n{n}") for n in range(8)]
ALONE = [case(f"n{n}") for n in range(8)]


@pytest.mark.parametrize(
    ("first", "second", "said", "code"),
    [
        ([PASSED, SLOW], [case("two")], "UNSTEADY (S) tests.test_a::two", 0),
        ([PASSED, SLOW], [case("two")], "beside others: tests/test_a.py:12 too slow by far", 0),
        ([PASSED, SLOW], [WRONG], "FAILED (S) tests.test_a::two", 1),
        ([PASSED, SLOW], [WRONG], "once more: tests/test_a.py:12 wrong", 1),
        # Nothing passes by not having been tried again.
        ([PASSED, SLOW], [PASSED], "once more: not tried again", 1),
        ([PASSED, SLOW], None, "once more: not tried again", 1),
        ([SLOW, case("two")], [case("two")], "UNSTEADY (S) tests.test_a::two", 0),
        # pytest broke off, and all of it ran once more.
        (None, [PASSED, SLOW], "beside others: passed", 1),
        (None, None, "broke off", 1),
        (CRASHES[:7], ALONE[:7], "UNSTEADY (S) tests.test_a::n6", 0),
        (CRASHES, ALONE, "some tests may not have been run at all", 1),
    ],
)
def test_what_failed_is_told_in_short_and_judged(tmp_path, first, second, said, code):
    for name, cases in (("first", first), ("second", second)):
        if cases is not None:
            text = f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"
            (tmp_path / f"{name}.xml").write_text(text)
    command = [sys.executable, str(JUDGE), "S", "first.xml", "second.xml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said in done.stdout
    assert done.returncode == code, done.stderr


def test_many_failures_still_fit_at_the_end(tmp_path):
    cases = "".join(case(f"n{n}", "long " * 200) for n in range(500))
    (tmp_path / "first.xml").write_text(f"<testsuites>{cases}</testsuites>")
    command = [sys.executable, str(JUDGE), "S", "first.xml", "second.xml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "and 492 more, named above" in done.stdout
    assert len(done.stdout.splitlines()) < 30
    assert len(done.stdout) < 6_000
