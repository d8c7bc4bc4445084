"""How certificates of a training are signed, and what the paper says of it."""

from __future__ import annotations

from enum import StrEnum


class SignerKind(StrEnum):
    """As training.yaml writes it, and as it is frozen on each certificate."""

    OFFICE = "kantor"  # the office's key, by the server itself
    DESK = "kunci"  # a key of this server, opened by the signatory's passphrase
    BSRE = "bsre"  # the national authority, by the signatory's passphrase
    WET = "basah"  # pen on paper, scanned back


AT_THE_DESK = frozenset({SignerKind.DESK, SignerKind.BSRE, SignerKind.WET})
BY_PASSPHRASE = frozenset({SignerKind.DESK, SignerKind.BSRE})

NONE, PADES, PADES_TIMED, BSRE, WET = "none", "pades", "pades-t", "bsre", "wet"
"""How a kept file is signed."""

_OFFICE_SENTENCE = "Ditandatangani secara elektronik dengan sertifikat kantor (bukan BSrE)."
_ON_PAPER = {
    SignerKind.OFFICE: _OFFICE_SENTENCE,
    SignerKind.DESK: _OFFICE_SENTENCE,
    SignerKind.BSRE: (
        "Dokumen ini ditandatangani secara elektronik menggunakan sertifikat elektronik yang "
        "diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara."
    ),
}


def on_paper(kind: str) -> str | None:
    """The sentence beside the signatory's name; room for a pen where there is none."""
    return _ON_PAPER.get(SignerKind(kind)) if kind else None
