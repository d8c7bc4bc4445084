"""A question of the bank as papers ask it; a case becomes its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from typing import Any

from quizzes.attempts.papers import POINTS_EACH, Accepted, Option, PaperQuestion


def questions_of(
    question_id: int, version: int, kind: str, content: Mapping[str, Any], *, level: str = ""
) -> tuple[PaperQuestion, ...]:
    """See QuestionVersion for what content is."""
    if kind != "case":
        return (_asked(question_id, version, kind, content, level=level),)
    return tuple(
        _asked(question_id, version, part["kind"], part, level=level, place=place, told=content)
        for place, part in enumerate(content["parts"], start=1)
    )


def part_of(content: Mapping[str, Any], part: int) -> Mapping[str, Any]:
    """The content of one question on a paper: of the part, where it is a case's."""
    found: Mapping[str, Any] = content["parts"][part - 1] if part else content
    return found


def _asked(
    question_id: int,
    version: int,
    kind: str,
    content: Mapping[str, Any],
    *,
    level: str,
    place: int = 0,
    told: Mapping[str, Any] | None = None,
) -> PaperQuestion:
    options, targets, correct = _sides(kind, content)
    words = content.get("words")
    return PaperQuestion(
        question_id=question_id,
        version=version,
        kind=kind,
        stem=content["stem"],
        options=options,
        correct=correct,
        points=content.get("points", POINTS_EACH),
        level=level,
        part=place,
        case=told["stem"] if told else "",
        targets=targets,
        accepted=_accepted(content.get("accepted", ())),
        is_case_sensitive=content.get("case_sensitive", False),
        unit=content.get("unit", ""),
        words=(words[0], words[1]) if words else None,
    )


def _accepted(written: Sequence[Mapping[str, Any]]) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(each.get("text") or each["value"], each["fraction"], each.get("tolerance", "0"))
        for each in written
    )


def _sides(
    kind: str, content: Mapping[str, Any]
) -> tuple[tuple[Option, ...], tuple[Option, ...], frozenset[str]]:
    """What is chosen or paired, with what, and what is right."""
    if kind == "matching":
        lefts = [pair["left"] for pair in content["pairs"]]
        rights = [pair["right"] for pair in content["pairs"]]
        texts = list(dict.fromkeys([*rights, *content["distractors"]]))
        return _paired(lefts, texts, [texts.index(right) for right in rights])
    if kind == "ordering":
        items = content["items"]
        places = [str(place) for place in range(1, len(items) + 1)]
        return _paired(items, places, list(range(len(items))))
    options = tuple(
        Option(each["key"], each["text"], each.get("fixed", False), each.get("fraction"))
        for each in content.get("options", ())
    )
    right = (each["key"] for each in content.get("options", ()) if each["correct"])
    return options, (), frozenset(right)


def _paired(
    lefts: Sequence[str], rights: Sequence[str], right_of: Sequence[int]
) -> tuple[tuple[Option, ...], tuple[Option, ...], frozenset[str]]:
    options = tuple(Option(key, text) for key, text in zip(ascii_lowercase, lefts, strict=False))
    targets = tuple(Option(str(place), text) for place, text in enumerate(rights, start=1))
    correct = (f"{each.key}={place + 1}" for each, place in zip(options, right_of, strict=True))
    return options, targets, frozenset(correct)
