"""What a correction says in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from quizzes.regrading.rules import Misfit, Totals, Way

WAYS = {Way.KEY: _l("Pakai kunci versi terbaru"), Way.VOID: _l("Batalkan soal ini")}
MISFITS = {
    Misfit.KIND: _l("jenis soalnya sudah lain"),
    Misfit.STEM: _l("bunyi soalnya sudah lain"),
    Misfit.OPTIONS: _l("bunyi pilihannya sudah lain atau ada dua yang sama"),
    Misfit.UNIT: _l("satuan jawabannya sudah lain"),
    Misfit.MARKED: _l("jawabannya dinilai oleh fasilitator, jadi tidak memakai kunci"),
    Misfit.PARTS: _l("susunan kasusnya sudah lain"),
}


def kept_sentence(version: int, misfit: Misfit, count: int) -> str:
    """Why papers of one version keep their key."""
    values = {"version": version, "why": MISFITS[misfit]}
    return str(
        ngettext(
            "%(num)d pengerjaan dengan versi %(version)s tidak diubah: %(why)s.",
            "%(num)d pengerjaan dengan versi %(version)s tidak diubah: %(why)s.",
            count,
            **values,
        )
    )


def totals_sentence(found: Totals) -> str:
    return str(
        _(
            "%(risen)s nilai naik, %(fallen)s turun, %(same)s tetap.",
            risen=found.risen,
            fallen=found.fallen,
            same=found.same,
        )
    )


def passes_sentence(found: Totals) -> str:
    if not found.now_pass and not found.no_longer_pass:
        return str(_("Tidak ada peserta yang berubah status lulusnya."))
    return str(
        _(
            "%(now)s menjadi lulus, %(gone)s tidak lagi lulus.",
            now=found.now_pass,
            gone=found.no_longer_pass,
        )
    )


def done_title(to_version: int | None) -> str:
    if to_version is None:
        return str(_("Soal dibatalkan"))
    return str(_("Kunci dikoreksi ke versi %(version)s", version=to_version))
