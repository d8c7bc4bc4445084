"""From when a trainee may see what is not shown yet, as sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from lms.i18n import format_moment
from quizzes.attempts.showing import Seen, Showing, Wait


def of_score(showing: Showing) -> str:
    """ "" where the score may be seen."""
    if showing.score.is_shown:
        return ""
    if showing.score.wait is Wait.NEVER:
        return str(_("Nilai tes ini tidak ditampilkan kepada peserta."))
    return str(_("Nilai dapat dilihat %(when)s.", when=_when(showing.score, showing)))


def of_the_rest(showing: Showing) -> list[str]:
    """Of answers and explanations. What is never shown goes without saying."""
    answers, explanations = showing.answers, showing.explanations
    if answers == explanations:
        if answers.wait in (None, Wait.NEVER):
            return []
        when = _when(answers, showing)
        return [_("Jawaban dan pembahasan dapat dilihat %(when)s.", when=when)]
    said = []
    if answers.wait not in (None, Wait.NEVER):
        said.append(_("Jawaban Anda dapat dilihat %(when)s.", when=_when(answers, showing)))
    if explanations.wait not in (None, Wait.NEVER):
        said.append(_("Pembahasan dapat dilihat %(when)s.", when=_when(explanations, showing)))
    return said


def _when(seen: Seen, showing: Showing) -> str:
    if seen.wait is Wait.SITTING:
        return str(_("setelah tes yang sedang Anda kerjakan dikumpulkan"))
    if seen.wait is Wait.PARALLEL:
        return str(_("setelah %(title)s selesai", title=showing.parallel_title))
    if seen.wait is Wait.MOMENT and seen.at is not None:
        return str(_("mulai %(moment)s", moment=format_moment(seen.at)))
    return str(_("setelah tes ditutup"))
