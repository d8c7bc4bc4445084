"""Judging codes: those of the screen and on paper, and the memory of a scan through a sign-in.

The memory is a signed cookie of the scanning browser, so an address sent to a friend proves
nothing: the friend's browser never saw the code while it was fresh.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from courses.attendance import rules
from courses.attendance.codes import REMEMBERED, Check, check_code, is_remembered, window_shown
from courses.attendance.models import Source
from courses.attendance.rules import MeetingPlan
from lms import crypto
from lms.config import Settings

COOKIE = "pindaian"
PATH = "/hadir"
PRINTED_LENGTH = 8


@dataclass(frozen=True)
class Scan:
    """What a code is worth for a meeting; `other` is the meeting that shows it instead."""

    check: Check
    source: Source = Source.CODE
    other: MeetingPlan | None = None

    @property
    def is_accepted(self) -> bool:
        return self.check is Check.ACCEPTED


@dataclass(frozen=True)
class Found:
    """The meeting whose code it is, and since when that code was shown."""

    meeting: MeetingPlan
    source: Source
    shown_at: datetime
    is_fresh: bool


def secret_of(meeting_id: int) -> bytes:
    return crypto.blind_index(f"meeting {meeting_id}", purpose="attendance code")


def printed_code_of(meeting_id: int) -> str:
    return crypto.derived_code(
        f"meeting {meeting_id}", purpose="printed attendance code", length=PRINTED_LENGTH
    )


def judge(
    meeting: MeetingPlan, typed: str, at: datetime, others: Sequence[MeetingPlan] = ()
) -> Scan:
    code = crypto.typed_code(typed)
    if _is_printed(meeting, code):
        counts = rules.takes_printed_code(meeting, at)
        return Scan(Check.ACCEPTED if counts else Check.PRINTED_OFF, Source.PRINTED)
    check = check_code(secret_of(meeting.id), code, at)
    if check is Check.UNKNOWN:
        other = next((each for each in others if _shows(each, code, at)), None)
        if other is not None:
            return Scan(Check.OTHER_MEETING, other=other)
    return Scan(check)


def find(meetings: Iterable[MeetingPlan], typed: str, at: datetime) -> Found | None:
    """The meeting among these that has shown the code by now, however long ago."""
    code, found = crypto.typed_code(typed), None
    for meeting in meetings:
        scan = judge(meeting, code, at)
        shown = window_shown(secret_of(meeting.id), code, *rules.shown_between(meeting, at))
        if scan.is_accepted and rules.state_of(meeting, at).takes_marks:
            found = Found(meeting, scan.source, shown or at, is_fresh=True)
        elif shown is not None:
            found = found or Found(meeting, Source.CODE, shown, is_fresh=False)
    return found


def is_still_to_come(meeting: MeetingPlan, typed: str, at: datetime) -> bool:
    """Whether the screen will show the code only later: the phone's clock plays no part."""
    code = crypto.typed_code(typed)
    return window_shown(secret_of(meeting.id), code, at, meeting.ends_at) is not None


def remember(response: Response, meeting_id: int, source: Source, at: datetime) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        COOKIE,
        _serializer().dumps([meeting_id, int(at.timestamp()), source.value]),
        max_age=REMEMBERED,
        path=PATH,
        secure=settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH)


def remembered(meeting_id: int, at: datetime) -> Source | None:
    """The kind of the fresh code of the meeting that this browser saw in the last minutes."""
    try:
        scanned_meeting, seconds, source = _serializer().loads(request.cookies.get(COOKIE, ""))
        scanned_at = datetime.fromtimestamp(seconds, UTC)
        kind = Source(source)
    except (BadData, TypeError, ValueError):
        return None
    counts = scanned_meeting == meeting_id and is_remembered(scanned_at, at)
    return kind if counts else None


def _is_printed(meeting: MeetingPlan, code: str) -> bool:
    return hmac.compare_digest(printed_code_of(meeting.id).encode(), code.encode())


def _shows(meeting: MeetingPlan, code: str, at: datetime) -> bool:
    is_fresh = check_code(secret_of(meeting.id), code, at) is Check.ACCEPTED
    return is_fresh or _is_printed(meeting, code)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="attendance scan")
