"""The columns of a roster: their names, how offices write them, and where the header stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.tables import Cell, Row

HEADER_WITHIN = 30  # title rows above the header are skipped, but not a whole file
LEAST_COLUMNS = 2


class Column(StrEnum):
    NUMBER = "no"
    NAME = "nama_lengkap"
    NIP = "nip"
    NIK = "nik"
    GENDER = "jenis_kelamin"
    BIRTH_PLACE = "tempat_lahir"
    BIRTH_DATE = "tanggal_lahir"
    EMPLOYMENT = "status_kepegawaian"
    RANK = "pangkat"
    GRADE = "golongan"
    POSITION = "jabatan"
    ELEMENT = "unsur_peserta"
    INSTITUTION = "instansi"
    REGION_CODE = "kode_wilayah"
    REGION = "kabupaten_kota"
    PHONE = "no_hp"
    EMAIL = "email"
    # Two facts that offices like to write in one column
    BIRTH = "tempat_tanggal_lahir"
    RANK_GRADE = "pangkat_golongan"


ALIASES = {
    Column.NUMBER: "nomor nourut nomorurut nourutan",
    Column.NAME: "nama namapeserta namalengkapdangelar namalengkapdengangelar namadangelar",
    Column.NIP: "nippppk nipnipppk nipnippppk nomorindukpegawai",
    Column.NIK: "noktp nomorktp nikktp noktpnik nomorindukkependudukan",
    Column.GENDER: "jk lp kelamin",
    Column.BIRTH_PLACE: "tmplahir tmptlahir",
    Column.BIRTH_DATE: "tgllahir",
    Column.EMPLOYMENT: "statuspegawai status",
    Column.RANK: "",
    Column.GRADE: "gol golonganruang golruang",
    Column.POSITION: "namajabatan jabatanterakhir",
    Column.ELEMENT: "unsur asalunsur kategoripeserta",
    Column.INSTITUTION: "unitkerja asalinstansi instansiunitkerja namainstansi opd skpd",
    Column.REGION_CODE: "kodekabkota kodekabupatenkota kodedaerah kodekemendagri",
    Column.REGION: "kab kabkota kabupaten kota kotakabupaten kabkot wilayah daerah asaldaerah"
    " namakabkota asalkabkota asalkabupatenkota wilayahtugas wilayahkerja",
    Column.PHONE: "hp nomorhp nohpwa nomorhpwa wa nowa nomorwa whatsapp nowhatsapp nomorwhatsapp"
    " telp notelp telepon notelepon nomortelepon handphone nohandphone ponsel",
    Column.EMAIL: "surel alamatemail alamatsurel emailaktif",
    Column.BIRTH: "ttl tempattgllahir tempatdantanggallahir",
    Column.RANK_GRADE: "pangkatgol pangkatgolruang pangkatgolonganruang pangkatdangolongan",
}


def _letters(text: str) -> str:
    """Only the letters: "No. HP", "no_hp" and "No HP (WhatsApp)" are the same header."""
    without_note = re.sub(r"\([^)]*\)", "", text)
    return re.sub(r"[^a-z]", "", without_note.casefold())


def _columns_by_name() -> Mapping[str, Column]:
    return {
        name: column
        for column, aliases in ALIASES.items()
        for name in (_letters(column), *aliases.split())
    }


BY_NAME = _columns_by_name()


def column_of(header: Cell) -> Column | None:
    return BY_NAME.get(_letters(header)) if isinstance(header, str) else None


@dataclass(frozen=True)
class Header:
    """Where each known column stands, and the headers that nobody knows."""

    line: int
    places: Mapping[Column, int]
    unknown: tuple[str, ...]


def find_header(rows: Iterable[Row]) -> Header | None:
    """The first row that names the trainees' names and at least one other known column."""
    for row in rows:
        if row.line > HEADER_WITHIN:
            return None
        header = _as_header(row)
        if Column.NAME in header.places and len(header.places) >= LEAST_COLUMNS:
            return header
    return None


def _as_header(row: Row) -> Header:
    places: dict[Column, int] = {}
    unknown = []
    for place, cell in enumerate(row.cells):
        column = column_of(cell)
        if column is not None and column not in places:
            places[column] = place
        elif isinstance(cell, str) and cell.strip():
            unknown.append(" ".join(cell.split()))
    return Header(row.line, places, tuple(unknown))
