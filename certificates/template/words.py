"""The fields of a template in words: on the form, in its history, and in its faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from certificates.document.facts import CertificateKind
from certificates.signing.kinds import SignerKind
from certificates.template.rules import Change

LABELS = {
    "title": _l("Judul"),
    "heading": _l("Kepala surat"),
    "statement": _l("Pernyataan sesudah nama"),
    "number_pattern": _l("Pola nomor"),
    "classification": _l("Kode klasifikasi"),
    "institution": _l("Singkatan instansi"),
    "event_code": _l("Kode kegiatan"),
    "series": _l("Deret nomor"),
    "place": _l("Tempat terbit"),
    "signer": _l("Cara menandatangani"),
    "signatory_name": _l("Nama penanda tangan"),
    "signatory_front_title": _l("Gelar depan"),
    "signatory_back_title": _l("Gelar belakang"),
    "signatory_nip": _l("NIP penanda tangan"),
    "signatory_rank": _l("Pangkat"),
    "signatory_post": _l("Jabatan penanda tangan"),
    "signatory_acting": _l("Pelaksana tugas (Plt.)"),
    "printing_titles": _l("Cetak gelar penanda tangan"),
    "printing_nip": _l("Cetak NIP peserta dan penanda tangan"),
    "printing_rank": _l("Cetak pangkat penanda tangan"),
    "printing_acting": _l("Cetak “Plt.” di depan jabatan"),
    "printing_predicate": _l("Cetak nilai akhir dan predikat"),
    "logo": _l("Lambang"),
    "valid_years": _l("Masa berlaku (tahun)"),
    "attendance_title": _l("Judul surat keterangan"),
    "attendance_statement": _l("Pernyataan surat keterangan"),
    "attendance_event_code": _l("Kode kegiatan surat keterangan"),
    "attendance_series": _l("Deret nomor surat keterangan"),
}
SIGNERS = {
    SignerKind.OFFICE: _l("Kunci kantor, oleh server begitu terbit"),
    SignerKind.DESK: _l("Kunci kantor, dengan passphrase di meja tanda tangan"),
    SignerKind.BSRE: _l("BSrE, dengan passphrase di meja tanda tangan"),
    SignerKind.WET: _l("Tanda tangan basah: dicetak, ditandatangani, dipindai"),
}
KINDS = {
    CertificateKind.COMPETENCE: _l("Sertifikat kompetensi"),
    CertificateKind.ATTENDANCE: _l("Surat keterangan mengikuti pelatihan"),
}


def rows(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    """Name, before, now, as a table or a sentence has them."""
    return [
        (str(LABELS[each.name]), shown(each.name, each.before), shown(each.name, each.now))
        for each in changes
    ]


def shown(name: str, value: Any) -> str:
    if name == "logo":
        return str(_("gambar %(mark)s", mark=value[3:9]) if value else _("tanpa lambang"))
    if name == "signer" and value:
        return str(SIGNERS[SignerKind(value)])
    if name == "signatory_acting" or isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    return "–" if value in (None, "") else str(value)
