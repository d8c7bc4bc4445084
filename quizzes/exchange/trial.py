"""Questions of a file as a paper would ask them, before anything of them is kept."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.catalogue.figures import MEDIA_TYPES, FigureFile
from quizzes.attempts.asking import questions_of
from quizzes.attempts.papers import PaperQuestion, build_paper
from quizzes.exchange.planning import Match, Plan

PAGE = 20
SEED = 1  # the same mix each time, so that turning pages moves nothing
_SOURCE = re.compile(r'\bsrc="(figures/[^"?]+)(?:\?v=[0-9a-f]+)?"')


@dataclass(frozen=True)
class Trial:
    """A question of the file, its number there, and what a trainee would see of it."""

    number: int
    match: Match
    asked: PaperQuestion


@dataclass(frozen=True)
class TrialPage:
    trials: tuple[Trial, ...]
    page: int
    pages: int


def trial_of(plan: Plan, page: int) -> TrialPage:
    """Some questions of the file in its order; a page beyond the last is the last."""
    matches = sorted(plan.matches, key=lambda match: match.candidate.item.line)
    pages = max(1, -(-len(matches) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = tuple(
        Trial(number, match, _asked(match, plan.reading.figures))
        for number, match in enumerate(matches[first : first + PAGE], start=first + 1)
    )
    return TrialPage(shown, page, pages)


def _asked(match: Match, figures: Mapping[str, FigureFile]) -> PaperQuestion:
    """Mixed as on paper. No file holds a case, so a question is one."""
    content = _with_pictures(match.candidate.content, figures)
    bank = questions_of(0, 0, match.candidate.item.kind.value, content)
    (asked,) = build_paper(bank, SEED).questions
    return asked


def _with_pictures(content: Any, figures: Mapping[str, FigureFile]) -> Any:
    """Pictures that are not kept yet stand in the page itself."""
    if isinstance(content, str):
        return _SOURCE.sub(lambda match: _source(match, figures), content)
    if isinstance(content, Mapping):
        return {name: _with_pictures(value, figures) for name, value in content.items()}
    if isinstance(content, Sequence):
        return [_with_pictures(value, figures) for value in content]
    return content


def _source(match: re.Match[str], figures: Mapping[str, FigureFile]) -> str:
    figure = figures.get(match[1])
    if figure is None:
        return match[0]
    data = base64.b64encode(figure.data).decode()
    return f'src="data:{MEDIA_TYPES[figure.suffix]};base64,{data}"'
