"""How the parts of a timetable are called on screen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from courses.trainings.models import ItemKind

KINDS = {
    ItemKind.LESSON: _l("Materi"),
    ItemKind.TEST: _l("Tes"),
    ItemKind.BREAK: _l("Istirahat"),
    ItemKind.PRAYER: _l("Salat"),
    ItemKind.REGISTRATION: _l("Registrasi"),
    ItemKind.CEREMONY: _l("Acara resmi"),
    ItemKind.REFLECTION: _l("Refleksi"),
    ItemKind.EVALUATION: _l("Evaluasi"),
    ItemKind.CLOSING: _l("Penutupan"),
}
FIELDS = {
    "title": _l("Nama"),
    "day": _l("Hari"),
    "starts": _l("Mulai"),
    "ends": _l("Selesai"),
    "kind": _l("Jenis"),
    "meeting": _l("Pertemuan"),
    "module": _l("Modul"),
    "lesson_hours": _l("JP"),
    "quiz": _l("Tes"),
    "speaker": _l("Narasumber"),
    "room": _l("Ruang"),
    "opens_before_minutes": _l("Dibuka sebelum mulai (menit)"),
    "late_after_minutes": _l("Terlambat sesudah (menit)"),
}
ACTIONS = {
    "timetable.line_added": _l("menambah acara"),
    "timetable.line_changed": _l("mengubah acara"),
    "timetable.line_removed": _l("menghapus acara"),
    "timetable.meeting_added": _l("menambah pertemuan"),
    "timetable.meeting_changed": _l("mengubah pertemuan"),
    "timetable.meeting_removed": _l("menghapus pertemuan"),
    "training.loaded": _l("memuat folder pelatihan"),
}
