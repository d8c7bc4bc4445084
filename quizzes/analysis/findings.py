"""What a chart shows, as a sentence for who does not see it, and what forms did to a gain."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _

from quizzes.analysis.charts import Bar
from quizzes.analysis.comparison import Comparison, Taken
from quizzes.analysis.tables import FormItems
from quizzes.analysis.words import hundredths, signed


def of_dumbbell(found: Comparison) -> str:
    """How many rose, fell and stayed."""
    signs = Counter((pair.gain > 0) - (pair.gain < 0) for _person, pair in found.ranked)
    return str(
        _(
            "%(up)s dari %(all)s peserta naik, %(down)s turun, %(same)s tetap.",
            up=signs[1],
            down=signs[-1],
            same=signs[0],
            all=signs.total(),
        )
    )


def of_histogram(scores: Sequence[int], bars: Sequence[Bar]) -> str:
    if not scores:
        return ""
    tallest = max(range(len(bars)), key=lambda place: bars[place].count)
    return str(
        _(
            "%(count)s nilai, dari %(low)s sampai %(high)s dengan nilai tengah %(middle)s; "
            "paling banyak antara %(start)s dan %(end)s (%(most)s peserta).",
            count=len(scores),
            low=hundredths(min(scores)),
            high=hundredths(max(scores)),
            middle=hundredths(statistics.median(scores)),
            start=bars[tallest].label,
            end=int(bars[tallest].label) + 10,
            most=bars[tallest].count,
        )
    )


def of_item_map(form: FormItems) -> str:
    shown = [item.figures for item in form.lines if item.figures.discrimination is not None]
    return str(
        _(
            "%(flagged)s dari %(all)s soal bercatatan; %(negative)s berdaya beda di bawah nol.",
            flagged=sum(bool(figures.flags) for figures in shown),
            all=len(shown),
            negative=sum((figures.discrimination or 0) < 0 for figures in shown),
        )
    )


def of_forms(found: Comparison) -> list[str]:
    """How the two forms compare, and whether that touches the gain; nothing without forms."""
    if len(found.forms) < 2 and not found.orders:
        return []
    told = [_means(found)] if len(found.forms) > 1 and not found.is_one_sided else []
    return [*told, _balance(found)]


def _means(found: Comparison) -> str:
    first, second = found.forms[0], found.forms[1]
    return str(
        _(
            "Pada tes awal, Paket A rata-rata %(a)s dan Paket B %(b)s. "
            "Pada tes akhir, Paket A rata-rata %(c)s dan Paket B %(d)s.",
            a=_taken(first.before),
            b=_taken(second.before),
            c=_taken(first.after),
            d=_taken(second.after),
        )
    )


def _taken(taken: Taken) -> str:
    return str(_("%(mean)s (%(count)s peserta)", mean=hundredths(taken.mean), count=taken.count))


def _balance(found: Comparison) -> str:
    counts = {
        "counts": _(" dan ").join(f"{group.title}: {group.change.count}" for group in found.orders)
    }
    if found.is_balanced:
        return str(
            _(
                "Paket disilangkan seimbang (%(counts)s), sehingga beda kesukaran kedua paket "
                "saling meniadakan dalam kenaikan rata-rata.",
                **counts,
            )
        )
    if found.crossed:
        return str(
            _(
                "Paket tidak disilangkan seimbang (%(counts)s): bila kedua urutan diberi bobot "
                "sama, kenaikannya %(gain)s.",
                gain=signed(found.balanced_gain),
                **counts,
            )
        )
    if not found.orders:
        return str(_("Belum ada yang mengerjakan kedua paket."))
    return str(
        _(
            "Paket tidak disilangkan (%(counts)s), jadi kenaikan bercampur dengan beda kesukaran "
            "kedua paket.",
            **counts,
        )
    )
