"""Findings as sentences: no more than the numbers of people allow."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from lms.i18n import format_score
from quizzes.analysis.gains import Change, Verdict, nearest
from quizzes.analysis.items import SURE_FROM, Flag, ItemFigures, Reliability

FLAGS = {
    Flag.NEGATIVE: _l("Peserta yang lebih mampu justru salah: periksa kuncinya."),
    Flag.RIVAL: _l("Satu pengecoh lebih banyak dipilih daripada kuncinya."),
    Flag.WEAK: _l("Kurang membedakan peserta yang mampu dan yang belum."),
    Flag.HARD: _l("Sulit: kurang dari 30% nilainya diperoleh."),
    Flag.EASY: _l("Hampir semua peserta menjawab benar."),
}
LONGEST = 140


def hundredths(value: float | None) -> str:
    """2345.6 becomes 23,46; a dash where nothing can be said."""
    return "–" if value is None else format_score(nearest(value))


def signed(value: float | None) -> str:
    """A gain, with its sign."""
    if value is None:
        return "–"
    return f"+{hundredths(value)}" if nearest(value) > 0 else hundredths(value)


def share(value: float | None) -> str:
    """0.7059 becomes 0,71"""
    return hundredths(None if value is None else value * 100)


def gain_sentence(change: Change) -> str:
    if not change.count:
        return str(_("Belum ada peserta yang mengerjakan kedua tes."))
    values = {
        "gain": hundredths(abs(change.gain or 0)),
        "before": hundredths(change.before),
        "after": hundredths(change.after),
        "count": change.count,
    }
    if change.interval is None:
        text = _("Baru %(count)s peserta: rata-rata %(before)s menjadi %(after)s.", **values)
        return f"{text} {_('Terlalu sedikit untuk menyimpulkan perubahan.')}"
    values |= {"low": signed(change.interval.low), "high": signed(change.interval.high)}
    if change.verdict is Verdict.UNCLEAR:
        text = _(
            "Belum ada perubahan yang jelas: rata-rata %(before)s menjadi %(after)s.", **values
        )
    elif change.verdict is Verdict.RISEN:
        text = _("Rata-rata naik %(gain)s, dari %(before)s menjadi %(after)s.", **values)
    else:
        text = _("Rata-rata turun %(gain)s, dari %(before)s menjadi %(after)s.", **values)
    reach = _("Dengan keyakinan 95%%, perubahannya antara %(low)s dan %(high)s.", **values)
    people = ngettext(
        "Dihitung dari %(num)d peserta.", "Dihitung dari %(num)d peserta.", change.count
    )
    return f"{text} {reach} {people}"


def items_sentence(flagged: int, all_items: int) -> str:
    if not all_items:
        return str(_("Belum ada pengerjaan yang selesai dinilai."))
    if not flagged:
        return str(_("Tidak ada soal yang perlu dilihat lagi menurut jawaban sejauh ini."))
    values = {"all": all_items}
    return str(
        ngettext(
            "%(num)d dari %(all)s soal perlu dilihat lagi.",
            "%(num)d dari %(all)s soal perlu dilihat lagi.",
            flagged,
            **values,
        )
    )


def reliability_sentence(found: Reliability) -> str:
    if found.alpha is None:
        return str(
            _(
                "Keandalan belum dihitung: %(count)s peserta mengerjakan soal yang sama, "
                "perlu sedikitnya %(least)s.",
                count=found.count,
                least=SURE_FROM,
            )
        )
    values = {
        "name": "KR-20" if found.is_binary else _("alfa Cronbach"),
        "alpha": share(found.alpha),
        "count": found.count,
        "items": found.items,
    }
    text = _("Keandalan (%(name)s) %(alpha)s dari %(count)s peserta dan %(items)s soal.", **values)
    if found.error is None:
        return str(text)
    reach = _("Galat baku pengukuran %(error)s nilai.", error=hundredths(found.error * 100))
    return f"{text} {reach}"


def flag_words(figures: ItemFigures) -> list[str]:
    return [str(FLAGS[flag]) for flag in figures.flags]


def doubts_key(figures: ItemFigures) -> bool:
    """Whether the answers speak against the key itself."""
    return bool({Flag.NEGATIVE, Flag.RIVAL} & set(figures.flags))


def in_one_line(html: str) -> str:
    """What a question or an option says, as plain text that fits a table."""
    text = str(Markup(html).striptags())  # noqa: S704 - only to take its marks away
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
