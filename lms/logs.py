"""One line of JSON for each request and each job, without what a log must not keep."""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
import sys
import time
from functools import lru_cache
from typing import TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

log = logging.getLogger(__name__)

OUR_PACKAGES = ("lms", "courses", "quizzes", "certificates")
QUIET_ENDPOINTS = frozenset({"static", "health.alive", "health.ready"})
REDACTED = "[disembunyikan]"
_SECRET_NAME = re.compile(
    r"(^|_)(password|passphrase|sandi|kode|code|nik|nip|token|secret)(_|$)", re.I
)
_SECRET_NUMBER = re.compile(r"(?<!\d)\d{16}(?:\d\d)?(?!\d)")  # NIK 16, NIP 18


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide values by their name, and long personal numbers inside any text."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: object) -> object:
    if _SECRET_NAME.search(name):
        return REDACTED
    return _SECRET_NUMBER.sub(REDACTED, value) if isinstance(value, str) else value


def configure(stream: TextIO) -> None:
    """Send every log record of this process to the stream as one line of JSON."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OUR_PACKAGES:
        logging.getLogger(name).setLevel(logging.INFO)
    # Its lines hold whole addresses, and with them the codes of slips and certificates.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


@lru_cache(maxsize=1024)
def network(address: str | None) -> str:
    """The caller's network, not the exact address: enough to recognise somebody by."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    length = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network((parsed, length), strict=False))


def _begin() -> None:
    g.request_id = secrets.token_hex(4).upper()
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _line(response: Response) -> Response:
    """The endpoint instead of the address, which may hold a code; never a query string."""
    if request.endpoint not in QUIET_ENDPOINTS and "started" in g:
        facts = {
            "endpoint": request.endpoint,
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
            "actor_id": getattr(g.get("_login_user"), "person_id", None),
            "network": network(request.remote_addr),
        }
        log.info("request", extra=facts)
    return response


def init_app(app: Flask) -> None:
    if not app.testing:
        configure(sys.stderr)
    app.before_request(_begin)
    app.after_request(_line)
