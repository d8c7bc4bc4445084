"""Tells in few lines what failed in a suite and in its second try, and judges both.

    python deploy/failures.py NAME FIRST.xml SECOND.xml

A long log is often kept without its middle, so this goes to its end. The exit code is 0 only when
all that failed first was really tried again and passed.
"""

import re
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

MOST_TOLD = 8
LONGEST = 400
# pytest-xdist gives up after this many, leaves the rest of the tests out and does not say so.
TOO_MANY_CRASHES = 8

Outcomes = dict[str, str]  # by test: why it failed, or nothing where it did not


def outcomes(path: Path) -> Outcomes:
    """Of each test that this run came to; none when the run itself broke off."""
    found: Outcomes = {}
    if not path.exists():
        return found
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        reasons = [reason_of(each) for each in case if each.tag in ("failure", "error")]
        # A test whose undoing fails as well stands there twice.
        found[name] = " ".join(filter(None, [found.get(name, ""), *reasons]))
    return found


def reason_of(element: Element) -> str:
    """The place and the first lines of what was not as expected."""
    places = re.findall(r"^(tests/\S+\.py:\d+): ", element.text or "", flags=re.MULTILINE)
    message = " ".join((element.get("message") or element.text or "no reason given").split())
    return f"{places[-1] if places else ''} {message}".strip()[:LONGEST]


def judge(name: str, first: Outcomes, second: Outcomes) -> tuple[list[str], bool]:
    """What to print, and whether the suite may count as passed."""
    failed = [test for test, reason in first.items() if reason]
    failed += [test for test, reason in second.items() if reason and test not in failed]
    twice = [test for test in failed if second.get(test, "not tried again")]
    lines = []
    for test in [*twice, *(test for test in failed if test not in twice)][:MOST_TOLD]:
        again = second.get(test, "not tried again")
        lines.append(f"{'FAILED' if again else 'UNSTEADY'} ({name}) {test}")
        lines.append(f"    beside others: {first.get(test) or 'passed'}")
        lines.append(f"    once more: {again or 'passed'}")
    if len(failed) > MOST_TOLD:
        lines.append(f"({name}) and {len(failed) - MOST_TOLD} more, named above")
    crashes = sum("crashed while running" in reason for reason in first.values())
    if crashes >= TOO_MANY_CRASHES:
        lines.append(f"FAILED ({name}) {crashes} crashes: some tests may not have been run at all")
    return lines, bool(second) and not twice and crashes < TOO_MANY_CRASHES


def main(name: str, first: str, second: str) -> int:
    lines, has_passed = judge(name, outcomes(Path(first)), outcomes(Path(second)))
    print("\n".join(lines or [f"({name}) the run broke off without naming a test"]))
    return 0 if has_passed else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
