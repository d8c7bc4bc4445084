"""Places on a lower floor's page that upper floors fill: the lower floor asks, never knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString


@dataclass(frozen=True)
class Context:
    """Whose page it is. The ground does not know these types; who fills a place does."""

    training: Any
    roles: frozenset[str]
    enrolment: Any
    now: datetime


@dataclass(frozen=True)
class Step:
    """One thing on a trainee's way: done, the next to do, or still waiting for its time."""

    order: int
    title: str
    detail: str
    url: str
    state: str  # "done" | "now" | "todo" | "wait"


@dataclass(frozen=True)
class Blocker:
    """Something that must be settled before a training can be closed, and whom it is about."""

    title: str
    names: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class NavItem:
    """A link of the training's menu, shown to the roles named."""

    order: int
    label: LazyString
    endpoint: str
    roles: frozenset[str]
    icon: str
    section: str | tuple[str, ...]  # endpoints beginning so are inside this item
    is_in_bar: bool = True  # a phone's bar has room for five; the home page links to the others


Provider = Callable[[Context], Any]


def add(app: Flask, place: str, provider: Provider, *, order: int) -> None:
    """Let `provider(context)` contribute to a place; it returns None to stay silent."""
    places = app.extensions.setdefault("panels", {})
    places.setdefault(place, []).append((order, provider))
    places[place].sort(key=lambda pair: pair[0])


def of(place: str, context: Context) -> list[Any]:
    """What every feature contributes to the place, in order."""
    providers = current_app.extensions.get("panels", {}).get(place, [])
    found = (provider(context) for _order, provider in providers)
    return [item for item in found if item is not None]


def add_nav(app: Flask, item: NavItem) -> None:
    items = app.extensions.setdefault("nav", [])
    items.append(item)
    items.sort(key=lambda nav: nav.order)


def nav_for(roles: frozenset[str]) -> list[NavItem]:
    return [item for item in current_app.extensions.get("nav", []) if item.roles & roles]
