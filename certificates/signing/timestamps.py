"""Asks an authority for the time of a signature (RFC 3161)."""

from __future__ import annotations

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from certificates.signing import wire
from certificates.signing.faults import NotAvailableError
from lms.words import N_

_PATIENCE_SECONDS = 20
_MOST_BYTES = 256 * 1024
_HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}
FAILURES = (OSError, ValueError, TypeError, KeyError)
"""What pyHanko raises for an authority that is away, refuses, or answers with anything else."""


class Authority(TimeStamper):
    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = wire.post(
            self._url,
            req.dump(),
            headers=_HEADERS,
            seconds=_PATIENCE_SECONDS,
            most_bytes=_MOST_BYTES,
        )
        if answer.status != 200:
            raise OSError(f"HTTP {answer.status}")
        return tsp.TimeStampResp.load(answer.body, strict=True)


def unavailable() -> NotAvailableError:
    return NotAvailableError(
        N_(
            "Server stempel waktu (TSA) tidak menjawab dengan benar. Belum ada yang ditandatangani;"
            " coba lagi beberapa saat lagi."
        )
    )
