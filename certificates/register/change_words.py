"""How the preview of a copy says what it will state otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from certificates.document.facts import Signatory
from certificates.document.sentences import titled_person
from certificates.register.reissuing import Change
from lms.i18n import format_date

_NAMES = {
    "recipient_name": _l("Nama"),
    "recipient_nip": _l("NIP"),
    "position": _l("Jabatan"),
    "institution": _l("Instansi"),
    "region_name": _l("Kabupaten/Kota"),
    "title": _l("Judul"),
    "statement": _l("Pernyataan"),
    "event_title": _l("Pelatihan"),
    "venue": _l("Tempat"),
    "city": _l("Kota"),
    "day_first": _l("Hari pertama"),
    "day_last": _l("Hari terakhir"),
    "lesson_hours": _l("Jam pelajaran"),
    "place": _l("Tempat terbit"),
    "signatory": _l("Penanda tangan"),
    "valid_until": _l("Berlaku sampai"),
    "modules": _l("Daftar materi"),
    "marks": _l("Nilai"),
    "predicate": _l("Predikat"),
    "heading_lines": _l("Kepala surat"),
    "logo": _l("Lambang"),
}
_OTHERS = _l("Tata letak dan lainnya")


def rows(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    """Name, before, now; without words for what fits no cell."""
    found = {}
    for change in changes:
        name = str(_NAMES.get(change.name, _OTHERS))
        told = change.name in _NAMES
        words = (_words(change.before), _words(change.now)) if told else ("", "")
        found[name] = (name, *words)
    return list(found.values())


def _words(value: Any) -> str:
    match value:
        case date():
            return format_date(value)
        case Signatory():
            return f"{titled_person(value)}, {value.post}"
        case str() | int():
            return str(value)
        case _:
            return ""
