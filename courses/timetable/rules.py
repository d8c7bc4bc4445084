"""What is odd in a timetable, what cannot be, and which changes move people's hours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations, pairwise
from typing import TypeVar

from courses.timetable.plan import Block, Line, Plan
from lms.words import N_, Words

FRIDAY = 4
PRAYER_BEGINS, PRAYER_ENDS = 11 * 60 + 30, 13 * 60 + 30
PAUSES = frozenset({"break", "prayer"})
LONGEST_STRETCH = 4 * 60
SHORTEST_PAUSE = 10  # a gap nobody wrote down is a pause from here on
LONGEST_KEY = 36
T = TypeVar("T", Block, Line)


@dataclass(frozen=True)
class Oddity:
    """Something to look at; it never blocks. `day` is None where it is about several days."""

    day: date | None
    words: Words
    lines: tuple[int, ...] = ()
    meetings: tuple[str, ...] = ()


def oddities(plan: Plan) -> list[Oddity]:
    """Everything odd, in the order of the days."""
    found = [
        *_clashes(plan),
        *_friday_prayer(plan),
        *_outside_meeting(plan),
        *_lengths(plan),
        *_without_pause(plan),
        *_meetings(plan),
        *_lesson_hours(plan),
    ]
    return sorted(found, key=lambda oddity: oddity.day or date.max)


def span_errors(
    day: date | None, starts: time | None, ends: time | None, days: Collection[date]
) -> dict[str, Words]:
    """What is refused about a day and two times, by the name of the field."""
    errors = {}
    if day is not None and day not in days:
        errors["day"] = N_("Pilih salah satu hari pelatihan.")
    if starts is not None and ends is not None and ends <= starts:
        errors["ends"] = N_("Jam selesai harus sesudah jam mulai.")
    return errors


def touched(before: Line | None, after: Line | None) -> frozenset[str]:
    """The meetings whose counted minutes a change of a line moves, by their keys."""
    old, new = _counted(before), _counted(after)
    if old == new:
        return frozenset()
    return frozenset(part[0] for part in (old, new) if part is not None)


def touched_by_meeting(before: Block, after: Block) -> frozenset[str]:
    """Beginning and limit decide who was late, the day decides who came on both days."""
    old, new = ((block.day, block.starts, block.late_after_minutes) for block in (before, after))
    return frozenset() if old == new else frozenset({before.key})


def free_key(title: str, taken: Collection[str]) -> str:
    """A short name for a new meeting that no other has, made of its title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_KEY].strip("-") or "pertemuan"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _counted(line: Line | None) -> tuple[str, date, time, time] | None:
    if line is None or line.kind != "lesson" or not line.meeting:
        return None
    return line.meeting, line.day, line.starts, line.ends


def _named(line: Line) -> str:
    return f"“{line.title}” ({line.starts:%H.%M}–{line.ends:%H.%M})"


def _together(spans: Iterable[T]) -> Iterator[tuple[T, T]]:
    """Every two that share a minute, the earlier first."""
    ordered = sorted(spans, key=lambda span: (span.day, span.begin, span.end))
    for first, second in combinations(ordered, 2):
        if first.day == second.day and second.begin < first.end:
            yield first, second


def _clashes(plan: Plan) -> Iterator[Oddity]:
    for first, second in _together(plan.lines):
        both = {"first": _named(first), "second": _named(second)}
        ids = (first.id, second.id)
        yield Oddity(first.day, N_("%(first)s dan %(second)s berlangsung bersamaan.", **both), ids)
        for name in sorted(first.speakers.keys() & second.speakers.keys()):
            words = N_(
                "%(speaker)s mengisi %(first)s dan %(second)s pada waktu yang sama.",
                speaker=first.speakers[name],
                **both,
            )
            yield Oddity(first.day, words, ids)
        if first.place and first.place == second.place:
            words = N_(
                "Ruang %(room)s dipakai %(first)s dan %(second)s pada waktu yang sama.",
                room=first.room,
                **both,
            )
            yield Oddity(first.day, words, ids)


def _friday_prayer(plan: Plan) -> Iterator[Oddity]:
    for line in plan.lines:
        meets = line.begin < PRAYER_ENDS and line.end > PRAYER_BEGINS
        if line.day.weekday() == FRIDAY and meets and line.kind not in PAUSES:
            words = N_(
                "%(line)s bertabrakan dengan salat Jumat (11.30–13.30 WITA).", line=_named(line)
            )
            yield Oddity(line.day, words, (line.id,))


def _outside_meeting(plan: Plan) -> Iterator[Oddity]:
    for line in plan.lines:
        block = plan.block(line.meeting) if line.meeting else None
        if block is None:
            continue
        values = {"line": _named(line), "meeting": block.title}
        if line.day != block.day:
            words = N_("%(line)s tidak pada hari pertemuannya, %(meeting)s.", **values)
        elif line.begin < block.begin or line.end > block.end:
            hours = {"starts": f"{block.starts:%H.%M}", "ends": f"{block.ends:%H.%M}"}
            words = N_(
                "%(line)s di luar jam pertemuannya, %(meeting)s (%(starts)s–%(ends)s).",
                **values,
                **hours,
            )
        else:
            continue
        yield Oddity(line.day, words, (line.id,), (block.key,))


def _lengths(plan: Plan) -> Iterator[Oddity]:
    for line in plan.lines:
        planned = line.lesson_hours * plan.minutes_per_lesson_hour
        if line.kind == "lesson" and line.end - line.begin != planned:
            words = N_(
                "%(line)s lamanya %(minutes)d menit, padahal %(hours)d JP = %(planned)d menit.",
                line=_named(line),
                minutes=line.end - line.begin,
                hours=line.lesson_hours,
                planned=planned,
            )
            yield Oddity(line.day, words, (line.id,))


def _without_pause(plan: Plan) -> Iterator[Oddity]:
    for day in sorted({line.day for line in plan.lines}):
        for stretch in _stretches(plan.of_day(day)):
            if max(line.end for line in stretch) - stretch[0].begin > LONGEST_STRETCH:
                words = N_(
                    "Lebih dari 4 jam tanpa istirahat, dari %(first)s sampai %(last)s.",
                    first=_named(stretch[0]),
                    last=_named(stretch[-1]),
                )
                yield Oddity(day, words, tuple(line.id for line in stretch))


def _stretches(lines: tuple[Line, ...]) -> list[list[Line]]:
    """Runs of lines with no pause between them, whether written down or only left free."""
    pauses = [line for line in lines if line.kind in PAUSES]
    found: list[list[Line]] = []
    end = 0
    for line in sorted(lines, key=lambda line: (line.begin, line.end)):
        if line.kind in PAUSES:
            continue
        is_written = any(end <= pause.begin and pause.end <= line.begin for pause in pauses)
        if not found or is_written or line.begin - end >= SHORTEST_PAUSE:
            found.append([])
        found[-1].append(line)
        end = max(end, line.end)
    return found


def _meetings(plan: Plan) -> Iterator[Oddity]:
    for first, second in _together(plan.blocks):
        words = N_(
            "Pertemuan %(first)s dan %(second)s bertumpuk.", first=first.title, second=second.title
        )
        yield Oddity(first.day, words, (), (first.key, second.key))
    for block in plan.blocks:
        values = {"meeting": block.title, "minutes": block.late_after_minutes}
        if block.late_after_minutes >= block.end - block.begin:
            words = N_(
                "Batas terlambat %(meeting)s, %(minutes)d menit, melewati akhir pertemuan.",
                **values,
            )
            yield Oddity(block.day, words, (), (block.key,))
        if block.opens_before_minutes > block.begin:
            words = N_("Presensi %(meeting)s dibuka pada hari sebelumnya.", meeting=block.title)
            yield Oddity(block.day, words, (), (block.key,))
    yield from _opened_too_early(plan)


def _opened_too_early(plan: Plan) -> Iterator[Oddity]:
    ordered = sorted(plan.blocks, key=lambda block: (block.day, block.begin, block.end))
    for earlier, later in pairwise(ordered):
        opens = later.begin - later.opens_before_minutes
        if earlier.day == later.day and opens < earlier.end <= later.begin:
            words = N_(
                "Presensi %(later)s dibuka sebelum %(earlier)s selesai.",
                later=later.title,
                earlier=earlier.title,
            )
            yield Oddity(later.day, words, (), (earlier.key, later.key))


def _lesson_hours(plan: Plan) -> Iterator[Oddity]:
    for code, expected in plan.modules.items():
        lines = [line for line in plan.lines if line.kind == "lesson" and line.module == code]
        scheduled = sum(line.lesson_hours for line in lines)
        if scheduled != expected:
            words = N_(
                "%(module)s terjadwal %(scheduled)d JP, seharusnya %(expected)d JP.",
                module=code,
                scheduled=scheduled,
                expected=expected,
            )
            yield Oddity(None, words, tuple(line.id for line in lines))
