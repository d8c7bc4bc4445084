"""What is typed about paper: lines that were read, why a photo goes, and how it is settled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from courses.attendance.evidence import Seen
from courses.attendance.forms import MarkForm
from courses.attendance.models import Signature
from courses.attendance.paper_queries import Line, SheetSeat
from courses.attendance.papers import Reading
from lms.web import BaseForm

_SEEN = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class RemoveScanForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan"), [DataRequired(_l("Tulis alasan berkas ini dihapus.")), Length(max=500)]
    )


class SettleForm(MarkForm):
    reason = TextAreaField(
        _l("Alasan"), [DataRequired(_l("Tulis alasan keputusan ini.")), Length(max=500)]
    )
    seen = HiddenField()

    def seen_evidence(self) -> Seen:
        match = _SEEN.fullmatch(self.seen.data or "")
        return Seen(*map(int, match.groups())) if match else Seen()


class LinesForm:
    """One choice for each line of the sheet: far too many fields to declare them."""

    REST = "sisanya"  # the button that says of all other lines that they are signed

    def __init__(self, sent: Mapping[str, str], me: int) -> None:
        self._sent = sent
        self._me = me
        self.errors: dict[str, list[str]] = {}

    def readings(
        self, seats: Sequence[SheetSeat], lines: Mapping[int, Line]
    ) -> list[Reading] | None:
        """What was chosen, or None where something is no choice at all: see `errors`."""
        found = [reading for seat in seats if (reading := self._reading(seat, lines))]
        return None if self.errors else found

    def chosen(self, seat: SheetSeat, line: Line | None) -> str:
        """What the page shows: a choice that is not kept yet, else what is in force."""
        return self._touched(seat) or (line.signature if line else "")

    def _touched(self, seat: SheetSeat) -> str:
        """What was chosen on a page, unless that page showed it already."""
        chosen = self._sent.get(f"baris-{seat.enrolment_id}", "")
        return "" if chosen == self._sent.get(f"tampil-{seat.enrolment_id}", "") else chosen

    def _reading(self, seat: SheetSeat, lines: Mapping[int, Line]) -> Reading | None:
        chosen = self._touched(seat)
        if not chosen:
            is_rest = self._is_rest(seat, lines)
            return Reading(seat.enrolment_id, Signature.SIGNED, 0) if is_rest else None
        if chosen not in list(Signature):
            field = f"baris-{seat.enrolment_id}-{Signature.SIGNED.value}"
            self.errors[field] = [_("Pilih isi baris %(name)s.", name=seat.name)]
            return None
        sequence = self._sent.get(f"urutan-{seat.enrolment_id}", "")
        expected = int(sequence) if _WHOLE.fullmatch(sequence) else 0
        return Reading(seat.enrolment_id, Signature(chosen), expected)

    def _is_rest(self, seat: SheetSeat, lines: Mapping[int, Line]) -> bool:
        is_meant = self._sent.get("isi") == self.REST
        is_free = seat.enrolment_id not in lines and not seat.is_withdrawn
        return is_meant and is_free and seat.person_id != self._me
