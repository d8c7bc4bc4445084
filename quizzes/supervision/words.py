"""What the pages about the room say of standings and of what staff did."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from lms.i18n import format_time
from quizzes.attempts.models import Intervention, InterventionKind
from quizzes.supervision.rules import Act


def title(act: Act) -> str:
    said: dict[Act, str] = {
        Act.ADMIT: _("Izinkan tanpa presensi"),
        Act.EXTRA_TIME: _("Tambah waktu"),
        Act.CLOSE: _("Tutup pengerjaan"),
        Act.REOPEN: _("Buka kembali"),
        Act.EXTRA_ATTEMPT: _("Beri satu kesempatan lagi"),
    }
    return said[act]


def meaning(act: Act) -> str:
    """What it will do, told before it is done."""
    said: dict[Act, str] = {
        Act.ADMIT: _(
            "Peserta dapat memulai tes ini hari ini walaupun kehadirannya belum tercatat. "
            "Catatan kehadirannya tidak berubah."
        ),
        Act.EXTRA_TIME: _(
            "Berlaku untuk pengerjaan yang sedang berjalan dan pengerjaan berikutnya pada tes ini, "
            "juga sesudah jam tutup."
        ),
        Act.CLOSE: _("Jawaban yang sudah tersimpan di server dikumpulkan saat ini juga."),
        Act.REOPEN: _(
            "Pengerjaan terakhir dilanjutkan dari jawaban yang tersimpan, walaupun tesnya sudah "
            "ditutup. Nilai dan tanda terima yang lama tetap tercatat; yang baru dibuat saat "
            "pengerjaan itu berakhir lagi."
        ),
        Act.EXTRA_ATTEMPT: _("Peserta dapat mengerjakan tes ini sekali lagi selama tes dibuka."),
    }
    return said[act]


def deed(made: Intervention) -> str:
    """What was done, as a line of the history."""
    said: dict[InterventionKind, str] = {
        InterventionKind.ADMITTED: _("diizinkan tanpa presensi"),
        InterventionKind.EXTRA_TIME: _("waktu ditambah %(minutes)s menit", minutes=made.minutes),
        InterventionKind.CLOSED: _("pengerjaan ditutup"),
        InterventionKind.REOPENED: _(
            "pengerjaan dibuka kembali %(minutes)s menit", minutes=made.minutes
        ),
        InterventionKind.EXTRA_ATTEMPT: _("diberi satu kesempatan lagi"),
        InterventionKind.LATE_ACCEPTED: _("jawaban yang terlambat diterima"),
        InterventionKind.LATE_REFUSED: _("jawaban yang terlambat tidak diterima"),
    }
    return said[made.kind]


def closing(closes_at: datetime | None) -> str:
    if closes_at is None:
        return str(_("Jam tutup dihapus."))
    return str(_("Tes ditutup otomatis pukul %(time)s.", time=format_time(closes_at)))
