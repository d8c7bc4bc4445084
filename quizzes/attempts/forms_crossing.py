"""Which of two parallel forms a person sits: what they sat in the one test never comes again in
the other, and each form is asked about equally often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def form_for(
    own: int,
    parallel: int | None,
    *,
    here: Sequence[int] = (),
    there: Sequence[int] = (),
    people: Mapping[int, int],
) -> int:
    """The quiz whose questions a new attempt asks.

    `here` and `there` are the forms of the person's earlier attempts at this quiz and at the
    parallel one; `people` says how many sit each form of this quiz so far. Who sits again keeps
    the form; who sat one form there gets the other one here; all others get the rarer form, and
    at a tie the quiz's own.
    """
    if parallel is None:
        return own
    pair = (own, parallel)
    kept = [form for form in here if form in pair]
    if kept:
        return kept[-1]
    met = [form for form in there if form in pair]
    if met:
        return parallel if met[0] == own else own
    return min(pair, key=lambda form: (people.get(form, 0), form != own))


def letter_of(form: int, own: int, parallel: int | None) -> str:
    """What staff call a form: of two parallel quizzes the one made first is A; "" without two."""
    if parallel is None or form not in (own, parallel):
        return ""
    return "A" if form == min(own, parallel) else "B"
