"""Signs through an agency's client of BSrE, version 2 of its interface.

The passphrase goes from the signatory's browser to BSrE and nowhere else: it lives as long as
this object, and a document is sent once. Answers are read by their numbers and known words;
nothing a server says is shown or written down, it might repeat what it was sent.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from certificates.document.facts import CertificateFacts
from certificates.signing import acceptance, kinds, wire
from certificates.signing.faults import (
    NotAvailableError,
    RefusedError,
    SigningError,
    UnknownOutcomeError,
    WrongPassphraseError,
)
from lms.words import N_

PATIENCE_SECONDS = 45  # a proxy in front gives up after 60
_MOST_BYTES = 32 * 1024 * 1024
SIGN, STATUS = "/api/v2/sign/pdf", "/api/v2/user/check/status"
_NOT_REGISTERED, _NO_CERTIFICATE, _WRONG_PASSPHRASE = 2011, 2021, 2031


@dataclass(frozen=True)
class Account:
    """The agency's way to BSrE, and who signs."""

    url: str
    user: str
    password: str = field(repr=False)
    nik: str = field(repr=False)


class BsreSigner:
    kind = kinds.BSRE

    def __init__(
        self, account: Account, passphrase: str, *, seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._account, self._passphrase, self._seconds = account, passphrase, seconds

    def sign(self, pdf: bytes, facts: CertificateFacts, *, at: datetime) -> bytes:
        """Raises a SigningError that says whether BSrE may have signed."""
        answer = _ask(
            self._account,
            SIGN,
            {
                "nik": self._account.nik,
                "passphrase": self._passphrase,
                "signatureProperties": [
                    {
                        "tampilan": "INVISIBLE",
                        "reason": f"{facts.title} nomor {facts.number}",
                        "location": facts.place,
                    }
                ],
                "file": [b64encode(pdf).decode("ascii")],
            },
            seconds=self._seconds,
        )
        document = _document(answer)
        acceptance.refuse_unless_ours(pdf, document)
        return document


def check_status(account: Account, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Raises a SigningError unless BSrE says that the signatory's certificate is in force."""
    answer = _ask(account, STATUS, {"nik": account.nik}, seconds=seconds)
    if answer.get("status") != "ISSUE":
        raise _fault(200, answer)


def _ask(account: Account, path: str, body: dict[str, Any], *, seconds: float) -> dict[str, Any]:
    basic = b64encode(f"{account.user}:{account.password}".encode()).decode("ascii")
    try:
        answer = wire.post(
            account.url + path,
            json.dumps(body).encode(),
            headers={
                "Authorization": f"Basic {basic}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            seconds=seconds,
            most_bytes=_MOST_BYTES,
        )
    except wire.UnreachableError as error:
        raise NotAvailableError(
            N_("Server BSrE tidak dapat dihubungi. Belum ada yang terkirim; coba lagi nanti.")
        ) from error
    except wire.NoAnswerError as error:
        raise _unknown() from error
    read = _read(answer.body)
    if answer.status != 200 or _number(read) is not None:
        raise _fault(answer.status, read)
    return read


def _read(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _number(read: dict[str, Any]) -> int | None:
    """BSrE's own number of a fault, however the client spells it."""
    for name in ("status_code", "statusCode", "code"):
        text = str(read.get(name, ""))
        if text.isdecimal() and int(text) >= 1000:
            return int(text)
    return None


def _document(read: dict[str, Any]) -> bytes:
    try:
        (text,) = read["file"]
        return b64decode(text, validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownOutcomeError(
            N_(
                "Jawaban server BSrE tidak dapat dibaca, jadi tidak ada yang disimpan. Dokumen ini "
                "mungkin sudah ditandatangani di sana. Laporkan kepada pengelola server."
            )
        ) from error


def _unknown() -> UnknownOutcomeError:
    return UnknownOutcomeError(
        N_(
            "Server BSrE tidak menjawab sampai selesai. Dokumen ini mungkin sudah "
            "ditandatangani di sana, tetapi hasilnya tidak sampai dan tidak disimpan. Anda "
            "boleh menandatanganinya sekali lagi; nomornya tetap."
        )
    )


def _fault_of_signatory(status: int, read: dict[str, Any]) -> SigningError | None:
    number, said = _number(read), json.dumps(read).lower()
    if number == _WRONG_PASSPHRASE or (status in {400, 401} and "passphrase" in said):
        return WrongPassphraseError(
            N_(
                "BSrE menolak passphrase Anda. Ketik lagi dengan teliti: terlalu sering salah "
                "dapat mengunci akun Anda di BSrE."
            )
        )
    if number == _NOT_REGISTERED or read.get("status") == "NOT_REGISTERED":
        return RefusedError(
            N_("NIK penanda tangan belum terdaftar di BSrE. Hubungi verifikator BSrE instansi.")
        )
    if number == _NO_CERTIFICATE or read.get("status") == "NO_CERTIFICATE":
        return RefusedError(
            N_(
                "Sertifikat elektronik penanda tangan di BSrE tidak ada atau sudah berakhir. "
                "Hubungi verifikator BSrE instansi untuk menerbitkan atau memperbaruinya."
            )
        )
    return None


def _fault(status: int, read: dict[str, Any]) -> SigningError:
    """What BSrE says against the signatory, and failing that, what its server says."""
    known = _fault_of_signatory(status, read)
    if known is not None:
        return known
    if status in {401, 403}:
        return NotAvailableError(
            N_("BSrE menolak akun aplikasi ini. Hubungi pengelola server (BSRE_USER).")
        )
    if status in {408, 502, 504}:
        return _unknown()
    if status == 429 or status >= 500:
        return NotAvailableError(
            N_(
                "Server BSrE sedang terganggu (HTTP %(status)d). Tidak ada yang disimpan; "
                "coba lagi nanti.",
                status=status,
            )
        )
    return RefusedError(
        N_("BSrE menolak dokumen ini (HTTP %(status)d). Hubungi pengelola server.", status=status)
    )
