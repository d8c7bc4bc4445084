"""Every page that a person can reach, who looks at it, and in which state."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """`path` has places of the world in braces; `who` is one of its people, "" is nobody."""

    name: str
    who: str
    path: str
    status: int = 200


TRAINING = "/pelatihan/{code}"
EMPTY = "/pelatihan/{empty}"
FRESH = "/pelatihan/{fresh}"

OUTSIDE = (
    Look("masuk", "", "/masuk"),
    Look("aktivasi", "", "/aktivasi"),
    Look("aktivasi-slip", "", "/aktivasi/{slip}"),
    Look("aktivasi-salah", "", "/aktivasi/ABCD2345", 404),
    Look("cek", "", "/v"),
    Look("cek-sah", "", "/v/{valid}"),
    Look("cek-dicabut", "", "/v/{revoked}"),
    Look("cek-tidak-ada", "", "/v/AAAABBBBCCCC", 404),
    Look("tidak-ada", "", "/tidak-ada", 404),
    Look("persetujuan", "baru", "/persetujuan"),
    Look("tanpa-pelatihan", "tamu", "/"),
)
TRAINEE = (
    Look("akun", "peserta", "/akun"),
    Look("kata-sandi", "peserta", "/akun/kata-sandi"),
    Look("beranda", "peserta", TRAINING),
    Look("beranda-lulus", "lulus", TRAINING),
    Look("jadwal", "peserta", TRAINING + "/jadwal"),
    Look("modul-daftar", "peserta", TRAINING + "/modul"),
    Look("modul", "peserta", TRAINING + "/modul/PS-03"),
    Look("modul-selesai", "lulus", TRAINING + "/modul/PS-04"),
    Look("hadir", "peserta", TRAINING + "/hadir"),
    Look("hadir-sudah", "lulus", TRAINING + "/hadir"),
    Look("pindai-kedaluwarsa", "peserta", "/hadir/{code}/{meeting}/ABC234", 409),
    Look("tes-daftar", "peserta", TRAINING + "/tes"),
    Look("tes-pengantar", "peserta", TRAINING + "/tes/{open}"),
    Look("tes-belum-dibuka", "peserta", TRAINING + "/tes/{later}"),
    Look("tes-ditutup", "peserta", TRAINING + "/tes/{shut}"),
    Look("tes-kerjakan", "peserta", TRAINING + "/tes/{quiz}/kerjakan"),
    Look("tes-periksa", "peserta", TRAINING + "/tes/{quiz}/periksa"),
    Look("tes-hasil", "lulus", TRAINING + "/tes/{open}/hasil/1"),
    Look("tes-pembahasan", "peserta", TRAINING + "/tes/{done}/hasil/1"),
    Look("tugas", "peserta", TRAINING + "/tugas"),
    Look("tugas-lulus", "lulus", TRAINING + "/tugas"),
    Look("komitmen", "peserta", TRAINING + "/komitmen"),
    Look("komitmen-selesai", "lulus", TRAINING + "/komitmen"),
    Look("rencana", "peserta", TRAINING + "/rencana-kerja"),
    Look("rencana-dikembalikan", "dikembalikan", TRAINING + "/rencana-kerja"),
    Look("rencana-diterima", "lulus", TRAINING + "/rencana-kerja"),
    Look("syarat", "peserta", TRAINING + "/menuju-sertifikat"),
    Look("syarat-terbit", "lulus", TRAINING + "/menuju-sertifikat"),
    Look("syarat-dicabut", "dicabut", TRAINING + "/menuju-sertifikat"),
    Look("bukan-peran", "peserta", TRAINING + "/keputusan", 403),
)
STAFF = (
    Look("pelatihan-daftar", "organiser", "/"),
    Look("ringkasan-fasilitator", "trainer", TRAINING),
    Look("ringkasan-panitia", "organiser", TRAINING),
    Look("ringkasan-pejabat", "signatory", TRAINING),
    Look("jadwal-panitia", "organiser", TRAINING + "/jadwal"),
    Look("modul-fasilitator", "trainer", TRAINING + "/modul/PS-01"),
    Look("kehadiran", "trainer", TRAINING + "/kehadiran"),
    Look("kehadiran-orang", "organiser", TRAINING + "/kehadiran/{seat}"),
    Look("pertemuan", "trainer", TRAINING + "/hadir/{meeting}"),
    Look("pertemuan-selesai", "trainer", TRAINING + "/hadir/{early}"),
    Look("tandai", "trainer", TRAINING + "/hadir/{meeting}/peserta/{seat}"),
    Look("layar", "trainer", TRAINING + "/hadir/{meeting}/layar"),
    Look("layar-ditutup", "trainer", TRAINING + "/hadir/{early}/layar"),
    Look("tes-kelola", "trainer", TRAINING + "/tes/kelola"),
    Look("tes-nilai", "trainer", TRAINING + "/tes/kelola/{open}"),
    Look("tes-tutup", "trainer", TRAINING + "/tes/kelola/{open}/tutup"),
    Look("soal-impor", "trainer", TRAINING + "/soal/impor"),
    Look("soal-pratinjau", "trainer", TRAINING + "/soal/impor/{questions}"),
    Look("soal-pratinjau-salah", "organiser", TRAINING + "/soal/impor/{few_questions}"),
    Look("soal-ekspor", "trainer", TRAINING + "/soal/ekspor"),
    Look("penilaian", "trainer", TRAINING + "/penilaian"),
    Look("penilaian-satu", "trainer", TRAINING + "/penilaian/{submission}"),
    Look("penilaian-selesai", "trainer", TRAINING + "/penilaian/{returned}"),
    Look("penilaian-rilis", "trainer", TRAINING + "/penilaian/rilis"),
    Look("peserta", "organiser", TRAINING + "/peserta"),
    Look("peserta-tak-ditemukan", "organiser", TRAINING + "/peserta?cari=zzz"),
    Look("peserta-impor", "organiser", TRAINING + "/peserta/impor"),
    Look("peserta-pratinjau", "organiser", TRAINING + "/peserta/impor/{upload}"),
    Look("peserta-pratinjau-salah", "organiser", TRAINING + "/peserta/impor/{faulty}"),
    Look("peserta-keluarkan", "organiser", TRAINING + "/peserta/{seat}/keluarkan"),
    Look("slip", "organiser", TRAINING + "/slip"),
    Look("slip-orang", "organiser", TRAINING + "/slip/{new_seat}"),
    Look("keputusan", "organiser", TRAINING + "/keputusan"),
    Look("keputusan-pejabat", "signatory", TRAINING + "/keputusan"),
    Look("lembar-bukti", "organiser", TRAINING + "/keputusan/{seat}"),
    Look("lembar-bukti-siap", "organiser", TRAINING + "/keputusan/{decided}"),
    Look("terbitkan", "organiser", TRAINING + "/terbitkan"),
    Look("register", "organiser", TRAINING + "/register"),
    Look("cabut", "organiser", TRAINING + "/register/{certificate}/cabut"),
)
NOTHING_YET = (
    Look("kosong-beranda", "kosong", FRESH),
    Look("kosong-tes", "kosong", FRESH + "/tes"),
    Look("kosong-hadir", "kosong", FRESH + "/hadir"),
    Look("kosong-syarat", "kosong", FRESH + "/menuju-sertifikat"),
    Look("kosong-ringkasan", "organiser", EMPTY),
    Look("kosong-kehadiran", "organiser", EMPTY + "/kehadiran"),
    Look("kosong-pertemuan", "trainer", EMPTY + "/hadir/h1-pagi"),
    Look("kosong-tes-kelola", "trainer", EMPTY + "/tes/kelola"),
    Look("kosong-penilaian", "trainer", EMPTY + "/penilaian"),
    Look("kosong-penilaian-rilis", "trainer", EMPTY + "/penilaian/rilis"),
    Look("kosong-soal-ekspor", "trainer", EMPTY + "/soal/ekspor"),
    Look("kosong-peserta", "organiser", EMPTY + "/peserta"),
    Look("kosong-slip", "organiser", EMPTY + "/slip"),
    Look("kosong-keputusan", "organiser", EMPTY + "/keputusan"),
    Look("kosong-terbitkan", "organiser", EMPTY + "/terbitkan"),
    Look("kosong-register", "organiser", EMPTY + "/register"),
)
LOOKS = (*OUTSIDE, *TRAINEE, *STAFF, *NOTHING_YET)


@dataclass(frozen=True)
class Mistake:
    """A form sent as it stands, or with these fields, which the server refuses."""

    name: str
    who: str
    path: str
    button: str
    fields: tuple[tuple[str, str], ...] = ()


MISTAKES = (
    Mistake("salah-masuk", "", "/masuk", "Masuk"),
    Mistake("salah-kode", "", "/aktivasi", "Lanjutkan", (("code", "ABCD-2345"),)),
    Mistake("salah-kata-sandi-baru", "", "/aktivasi/{slip}", "Ya, ini saya", (("password", "a"),)),
    Mistake("salah-persetujuan", "baru", "/persetujuan", "Setuju dan lanjutkan"),
    Mistake("salah-kata-sandi", "peserta", "/akun/kata-sandi", "Simpan kata sandi"),
    Mistake("salah-hadir", "peserta", TRAINING + "/hadir", "Catat", (("code", "AAA222"),)),
    Mistake("salah-komitmen", "peserta", TRAINING + "/komitmen", "Tanda tangani"),
    Mistake(
        "salah-rencana", "peserta", TRAINING + "/rencana-kerja", "Kirim rencana kerja",
        (("goal", ""),),
    ),
    Mistake("salah-tandai", "trainer", TRAINING + "/hadir/{meeting}/peserta/{seat}", "Simpan"),
    Mistake("salah-nilai", "trainer", TRAINING + "/penilaian/{submission}", "Rilis"),
    Mistake("salah-impor", "organiser", TRAINING + "/peserta/impor", "Periksa berkas"),
    Mistake("salah-impor-soal", "trainer", TRAINING + "/soal/impor", "Periksa berkas"),
    Mistake(
        "salah-setuju-soal", "trainer", TRAINING + "/soal/impor/{few_questions}", "Impor 3 soal",
    ),
    Mistake("salah-keluarkan", "organiser", TRAINING + "/peserta/{seat}/keluarkan", "Keluarkan"),
    Mistake("salah-slip", "organiser", TRAINING + "/slip/{new_seat}", "Buat kode"),
    Mistake("salah-cabut", "organiser", TRAINING + "/register/{certificate}/cabut", "Cabut"),
)  # fmt: skip

# Endpoints that answer GET with something that is not a page of its own.
NOT_PAGES = {
    "static": "files",
    "catalogue.figure": "a picture of a module",
    "health.alive": "a probe",
    "health.ready": "a probe",
    "people.own_data": "JSON",
    "attendance.sheet": "XLSX",
    "attendance.screen_part": "a part of the projector page",
    "supervision.marks": "XLSX",
    "slips.sheet": "PDF",
    "register.document": "PDF",
    "register.my_document": "PDF",
    "register.archive": "ZIP",
    "register.workbook": "XLSX",
    "answers.time": "JSON for the quiz's script",
}
