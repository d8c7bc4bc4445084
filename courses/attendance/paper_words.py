"""How evidence and its contradictions are told to those who settle them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from courses.attendance.evidence import Case
from courses.attendance.models import Signature
from courses.attendance.reconciling import Channel, Conflict, Contradiction, Said
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import Mark, standing_of
from courses.attendance.words import in_words

SIGNATURES: Mapping[str, LazyString] = {
    Signature.SIGNED: _l("Ditandatangani"),
    Signature.BLANK: _l("Kosong"),
    Signature.UNCLEAR: _l("Tidak jelas"),
}
_NAMES = {
    Channel.PHONE: _l("ponsel"),
    Channel.TAP: _l("catatan petugas"),
    Channel.PAPER: _l("kertas"),
    Channel.SETTLED: _l("keputusan sebelumnya"),
}
_SENTENCES = {
    Conflict.PRESENCE: _l("Hadir atau tidak: %(one)s dan %(other)s berbeda."),
    Conflict.ABSENCE: _l("Sebab tidak hadir: %(one)s dan %(other)s berbeda."),
    Conflict.ARRIVAL: _l("Jam datang: %(one)s dan %(other)s berbeda lebih dari %(minutes)d menit."),
    Conflict.SIGNED: _l("Bertanda tangan di kertas, tetapi tidak hadir menurut %(one)s."),
    Conflict.BLANK: _l("Hadir menurut %(one)s, tetapi barisnya di kertas kosong."),
    Conflict.UNMARKED: _l("Bertanda tangan di kertas, tetapi kehadirannya belum diisi."),
    Conflict.UNCLEAR: _l("Tanda tangan di kertas tidak jelas."),
}


@dataclass(frozen=True)
class Row:
    """A case in words; an empty cell is a channel that says nothing."""

    case: Case
    phone: str
    tap: str
    paper: str
    settled: str
    sentences: tuple[str, ...]


def row_of(meeting: MeetingPlan, case: Case) -> Row:
    evidence = case.evidence
    phone = _mark(meeting, evidence.phone)
    if evidence.phone is not None and not evidence.phone.sequence:
        phone = _("%(mark)s, kode terkirim belakangan", mark=phone)
    return Row(
        case=case,
        phone=phone,
        tap=_mark(meeting, evidence.tap),
        paper=str(SIGNATURES[evidence.paper.signature]) if evidence.paper else "",
        settled=_mark(meeting, evidence.settled),
        sentences=tuple(_sentence(meeting, each) for each in case.found),
    )


def _mark(meeting: MeetingPlan, said: Said | None) -> str:
    if said is None:
        return ""
    mark = Mark(said.status, said.arrived_at)
    return in_words(standing_of(meeting, mark), mark)


def _sentence(meeting: MeetingPlan, found: Contradiction) -> str:
    values = {
        "one": _NAMES[found.channels[0]],
        "other": _NAMES[found.channels[-1]],
        "minutes": meeting.late_after_minutes,
    }
    return str(_SENTENCES[found.conflict]) % values
