"""The device cookie: lets a guesser be slowed down without slowing down the account's owner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from lms import crypto
from lms.config import Settings

COOKIE = "perangkat"
YEAR = 365 * 24 * 3600
MOST_PEOPLE = 40  # a shared laptop in a training room


@dataclass(frozen=True)
class Device:
    key: str
    people: tuple[int, ...] = ()  # who signed in from it, the latest last

    def knows(self, person_id: int | None) -> bool:
        return person_id in self.people


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def of_request() -> Device:
    """The device as its signed cookie says, or a new one; the same throughout a request."""
    if "device" not in g:
        g.device = _read_cookie()
    found: Device = g.device
    return found


def _read_cookie() -> Device:
    try:
        key, people = _serializer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, TypeError, ValueError):
        return Device(crypto.token()[:22])
    return Device(key, tuple(people))


def remember(response: Response, device: Device, person_id: int | None = None) -> Response:
    """Give the device its cookie; with a person, one who has just signed in from it."""
    if person_id is not None:
        others = [known for known in device.people if known != person_id]
        device = replace(device, people=(*others, person_id)[-MOST_PEOPLE:])
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        COOKIE,
        _serializer().dumps([device.key, list(device.people)]),
        max_age=YEAR,
        secure=settings.is_https,
        httponly=True,
        samesite="Lax",
    )
    return response
