"""What the quiz page's script says; the page hands it over in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from quizzes.attempts import scoring
from quizzes.attempts.papers import PaperQuestion
from quizzes.attempts.remarks import Remark


def misfit(question: PaperQuestion | None) -> str:
    """Why an answer was not taken."""
    if question is not None and question.kind in scoring.LONGEST:
        longest = scoring.LONGEST[question.kind]
        return str(_("Jawaban paling panjang %(limit)s huruf.", limit=longest))
    return str(_("Pilih jawaban dari pilihan yang tersedia."))


def remark(found: Remark, question: PaperQuestion) -> str:
    least, most = question.words or (0, 0)
    said: dict[Remark, str] = {
        Remark.UNFINISHED: _("belum semua baris diisi"),
        Remark.SAME_PLACE: _("ada dua butir di urutan yang sama"),
        Remark.NO_NUMBER: _("jawaban tidak terbaca sebagai angka"),
        Remark.WORDS: _(
            "panjangnya bukan antara %(least)s dan %(most)s kata", least=least, most=most
        ),
    }
    return said[found]


def of_the_script() -> dict[str, str]:
    """Braces are filled in by the script: {time}, {count}."""
    return {
        "saved": _("Tersimpan di server {time}"),
        "saved_before": _("Tersimpan di server"),
        "storing": _("Menyimpan"),
        "kept": _("Tersimpan di ponsel, sedang dikirim"),
        "sending": _("Sedang dikirim"),
        "waiting": _("Tersimpan di ponsel, belum terkirim"),
        "unkept": _("Belum terkirim. Jangan tutup halaman ini."),
        "unstored": _(
            "Browser ini tidak dapat menyimpan jawaban. Jawaban langsung dikirim ke server; "
            "jangan tutup halaman ini saat tanpa sinyal."
        ),
        **_of_the_bar(),
        "refused": _("Jawaban ini tidak diterima server. Pilih sekali lagi."),
        "conflict": _(
            "Soal ini sudah dijawab di tab atau perangkat lain. "
            "Yang tampil adalah jawaban yang tersimpan."
        ),
        "elsewhere": _("Baru dijawab di tab lain"),
        "left": _("Sisa {time}"),
        "last": _("Tinggal dua menit."),
        "up": _("Waktu habis. Jawaban yang sudah tersimpan di server dikumpulkan otomatis."),
        "next": _("Berikutnya"),
        "check": _("Periksa jawaban"),
        "words": _("{count} kata"),
        "file_offline": _("Tanpa sinyal. Berkas belum terunggah; coba lagi saat sinyal kembali."),
        "answered": _("terjawab"),
        "open": _("belum dijawab"),
        **_of_the_review(),
    }


def _of_the_review() -> dict[str, str]:
    return {
        "flagged": _(", ragu-ragu"),
        "question": _("Soal {n}"),
        "review_count": _("{count} dari {total} terjawab"),
        "review_open": _("Soal {n} belum dijawab"),
        "review_flagged": _("Soal {n} ragu-ragu"),
        "review_remark": _("Soal {n}: {remark}"),
        "review_answer": _("Jawab"),
        "review_look": _("Lihat"),
        "unfinished": _("belum semua baris diisi"),
        "same_place": _("ada dua butir di urutan yang sama"),
        "no_number": _("jawaban tidak terbaca sebagai angka"),
        "word_range": _("panjangnya bukan antara {least} dan {most} kata"),
    }


def _of_the_bar() -> dict[str, str]:
    """Why something still waits on the phone."""
    return {
        "offline": _("Tanpa sinyal. {count} jawaban aman di ponsel dan dikirim otomatis."),
        "offline_unkept": _("Tanpa sinyal. {count} jawaban belum terkirim."),
        "no_signal": _("Tanpa sinyal. Jawaban Anda disimpan di ponsel dan dikirim otomatis."),
        "trouble": _("Server belum menjawab. {count} jawaban dikirim lagi otomatis."),
        "no_reply": _("Server belum menjawab. Tes dikumpulkan otomatis setelah server menjawab."),
        "full": _(
            "Penyimpanan server penuh. Beri tahu panitia. Jawaban yang belum terkirim dikirim lagi "
            "otomatis."
        ),
        "back": _("Sinyal kembali. Mengirim {count} jawaban."),
        "signed_out": _("Sesi Anda berakhir. Masuk lagi; jawaban di ponsel tidak hilang."),
        "forbidden": _(
            "Server tidak menerima jawaban dari akun ini. Hubungi panitia; jawaban tetap aman "
            "di ponsel."
        ),
    }
