"""What the parts of a question are called on screen."""

from __future__ import annotations

from lms.content_faults import Place
from lms.i18n import say
from lms.words import N_
from quizzes.bank.models import QuestionKind, QuestionStatus

KIND_NAMES = {
    QuestionKind.SINGLE: N_("Pilihan ganda"),
    QuestionKind.MULTIPLE: N_("Pilihan ganda kompleks"),
    QuestionKind.TRUE_FALSE: N_("Benar atau salah"),
    QuestionKind.SHORT_ANSWER: N_("Isian singkat"),
    QuestionKind.NUMERIC: N_("Isian angka"),
    QuestionKind.MATCHING: N_("Menjodohkan"),
    QuestionKind.ORDERING: N_("Mengurutkan"),
    QuestionKind.CASE: N_("Studi kasus"),
    QuestionKind.ESSAY: N_("Esai"),
    QuestionKind.FILE: N_("Unggah berkas"),
}
KIND_HINTS = {
    QuestionKind.SINGLE: N_("Satu jawaban benar."),
    QuestionKind.MULTIPLE: N_("Dua jawaban benar atau lebih, paling sedikit satu yang salah."),
    QuestionKind.TRUE_FALSE: N_("Satu pernyataan yang benar atau salah."),
    QuestionKind.SHORT_ANSWER: N_("Peserta mengetik satu kata atau frasa."),
    QuestionKind.NUMERIC: N_("Peserta mengetik angka, dengan toleransi bila perlu."),
    QuestionKind.MATCHING: N_("Peserta memasangkan sisi kiri dan sisi kanan."),
    QuestionKind.ORDERING: N_("Peserta menyusun langkah menurut urutannya."),
    QuestionKind.CASE: N_("Satu cerita, diikuti beberapa pertanyaan tentangnya."),
    QuestionKind.ESSAY: N_("Peserta menulis uraian; fasilitator yang menilai."),
    QuestionKind.FILE: N_("Peserta mengunggah foto atau PDF; fasilitator yang menilai."),
}
STATUS_NAMES = {
    QuestionStatus.APPROVED: N_("Disetujui"),
    QuestionStatus.UNCONFIRMED: N_("Perlu konfirmasi"),
}
LEVEL_NAMES = {
    "C1": N_("C1 mengingat"),
    "C2": N_("C2 memahami"),
    "C3": N_("C3 menerapkan"),
}
_FIELDS = {
    "key": N_("Kode soal"),
    "kind": N_("Jenis"),
    "module": N_("Modul"),
    "level": N_("Tingkat"),
    "section": N_("Bagian modul"),
    "edition": N_("Edisi"),
    "status": N_("Status"),
    "markup": N_("Cara penulisan"),
    "stem": N_("Pertanyaan"),
    "explanation": N_("Pembahasan"),
    "points": N_("Bobot soal"),
    "options": N_("Pilihan"),
    "accepted": N_("Jawaban"),
    "pairs": N_("Pasangan"),
    "distractors": N_("Pengecoh"),
    "items": N_("Langkah"),
    "parts": N_("Pertanyaan"),
    "correct": N_("jawaban benar"),
    "fixed": N_("tetap di tempatnya"),
    "share": N_("nilai dalam persen"),
    "why": N_("alasan"),
    "left": N_("sisi kiri"),
    "right": N_("sisi kanan"),
    "value": N_("angka"),
    "tolerance": N_("toleransi"),
    "unit": N_("Satuan"),
    "case_sensitive": N_("Huruf besar dan kecil dibedakan"),
    "answer": N_("Jawaban benar"),
    "why_true": N_("Alasan untuk Benar"),
    "why_false": N_("Alasan untuk Salah"),
    "words": N_("Jumlah kata"),
    "least": N_("paling sedikit"),
    "most": N_("paling banyak"),
    "model": N_("Isi jawaban yang baik"),
}
_SAYS_NOTHING = {"text"}


def label_of(place: Place) -> str:
    """`("options", 1, "why")` is "Pilihan 2, alasan"."""
    parts: list[str] = []
    for step in place:
        if isinstance(step, int):
            parts[-1] += f" {step + 1}"
        elif step not in _SAYS_NOTHING:
            parts.append(say(_FIELDS[step]) if step in _FIELDS else step)
    return ", ".join(parts)


def field_name(name: str) -> str:
    return say(_FIELDS[name])
