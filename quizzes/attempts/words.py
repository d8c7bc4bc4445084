"""What the quiz page's script says; the page hands it over in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


def of_the_script() -> dict[str, str]:
    """Braces are filled in by the script: {time}, {count}."""
    return {
        "saved": _("Tersimpan di server {time}"),
        "kept": _("Tersimpan di ponsel, sedang dikirim"),
        "sending": _("Sedang dikirim"),
        "waiting": _("Tersimpan di ponsel, belum terkirim"),
        "unkept": _("Belum terkirim. Jangan tutup halaman ini."),
        "offline": _("Tanpa sinyal. {count} jawaban aman di ponsel dan dikirim otomatis."),
        "offline_unkept": _("Tanpa sinyal. {count} jawaban belum terkirim."),
        "no_signal": _("Tanpa sinyal. Jawaban Anda disimpan di ponsel dan dikirim otomatis."),
        "trouble": _("Server belum menjawab. {count} jawaban dikirim lagi otomatis."),
        "back": _("Sinyal kembali. Mengirim {count} jawaban."),
        "signed_out": _("Sesi Anda berakhir. Masuk lagi; jawaban di ponsel tidak hilang."),
        "refused": _("Jawaban ini tidak diterima server. Pilih sekali lagi."),
        "conflict": _(
            "Soal ini sudah dijawab di tab atau perangkat lain. "
            "Yang tampil adalah jawaban yang tersimpan."
        ),
        "left": _("Sisa {time}"),
        "last": _("Tinggal dua menit."),
        "up": _("Waktu habis. Jawaban yang sudah tersimpan di server dikumpulkan otomatis."),
        "next": _("Berikutnya"),
        "check": _("Periksa jawaban"),
        "answered": _("terjawab"),
        "open": _("belum dijawab"),
    }
