"""What the small buttons of a question's form do: one row more, one up, a question about a case.

Each works on the question as it was written so far, and nothing is stored.
"""

from __future__ import annotations

import re
from typing import Any

from quizzes.authoring.bodyforms import MOST_PARTS, PART_KINDS, BodyForm, form_for

_ROW = re.compile(r"(.+)-(\d{1,2})", re.ASCII)


def changed(form: BodyForm, action: str, part_kind: str = "") -> BodyForm:
    """The form after a button was pressed: `add:LIST`, `up:LIST-ROW`, `part` or `drop:PART`."""
    name, _colon, place = action.partition(":")
    source = form.written().source
    if name == "up":
        _move_up(form, source, place)
    elif name == "part" and part_kind in PART_KINDS and len(source["parts"]) < MOST_PARTS:
        source["parts"].append({"kind": part_kind})
    elif name == "drop" and place.isdecimal():
        del source["parts"][int(place) : int(place) + 1]
    after = form_for(source["kind"], None, source)
    if name == "add":
        rows = after.lists_by_id().get(place)
        filled = len(form.lists_by_id()[place]) if rows is not None else 0
        while rows is not None and len(rows) <= filled and len(rows) < rows.max_entries:
            rows.append_entry()
    return after


def _move_up(form: BodyForm, source: dict[str, Any], place: str) -> None:
    """Change places with the written row above."""
    found = _ROW.fullmatch(place)
    rows = form.lists_by_id().get(found[1]) if found else None
    if found is None or rows is None:
        return
    filled = [index for index, row in enumerate(rows) if not row.form.is_blank]
    if int(found[2]) not in filled:
        return
    entries, at = _entries(source, found[1]), filled.index(int(found[2]))
    if at:
        entries[at - 1], entries[at] = entries[at], entries[at - 1]


def _entries(source: dict[str, Any], list_id: str) -> list[Any]:
    """`parts-1-items` is the items of the second part."""
    *part, name = list_id.rsplit("-", 1)
    holder = source["parts"][int(part[0].removeprefix("parts-"))] if part else source
    entries: list[Any] = holder[name]
    return entries
