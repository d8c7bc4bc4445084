"""The secret of each meeting's codes, and the memory of a scan through a slow sign-in.

The memory is a signed cookie of the scanning browser, so an address sent to a friend proves
nothing: the friend's browser never saw the code while it was fresh.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from courses.attendance.codes import REMEMBERED, Check, check_code, is_remembered
from lms import crypto
from lms.config import Settings

COOKIE = "pindaian"
PATH = "/hadir"


def secret_of(meeting_id: int) -> bytes:
    return crypto.blind_index(f"meeting {meeting_id}", purpose="attendance code")


def check(meeting_id: int, typed: str, at: datetime, others: tuple[int, ...] = ()) -> Check:
    code = crypto.typed_code(typed)
    return check_code(secret_of(meeting_id), code, at, [secret_of(other) for other in others])


def remember(response: Response, meeting_id: int, at: datetime) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        COOKIE,
        _serializer().dumps([meeting_id, int(at.timestamp())]),
        max_age=REMEMBERED,
        path=PATH,
        secure=settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH)


def has_scanned(meeting_id: int, at: datetime) -> bool:
    """Whether this browser saw a fresh code of the meeting in the last minutes."""
    try:
        scanned_meeting, seconds = _serializer().loads(request.cookies.get(COOKIE, ""))
        scanned_at = datetime.fromtimestamp(seconds, UTC)
    except (BadData, TypeError, ValueError):
        return False
    return scanned_meeting == meeting_id and is_remembered(scanned_at, at)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="attendance scan")
