"""Work plans on paper: one page or more for each, ready to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from courses.fieldwork import sharing
from courses.fieldwork.forms import PROGRAM_LABELS
from courses.fieldwork.queries import Line
from courses.fieldwork.rules import Plan, PlanState, plan_from
from courses.trainings.models import Training
from lms import audit, pdf
from lms.i18n import format_moment, in_indonesian
from lms.people.regions import region_name

STATE_WORDS = {
    PlanState.DRAFT: "Draf, belum dikirim",
    PlanState.SENT: "Terkirim, menunggu penilaian",
    PlanState.RETURNED: "Dikembalikan untuk diperbaiki",
    PlanState.ACCEPTED: "Diterima",
}


@dataclass(frozen=True)
class Paper:
    """One plan and whose it is: a person's, or that of all of a kabupaten/kota who share it."""

    people: tuple[Line, ...]
    plan: Plan
    state: PlanState
    saying: str  # when it was handed in, or last saved

    @property
    def is_draft(self) -> bool:
        """Neither handed in nor accepted: what stands here may still change."""
        return self.state in {PlanState.DRAFT, PlanState.RETURNED}


def handed_in(lines: Sequence[Line], region: str | None = None) -> list[Paper]:
    """What staff print: the newest submission of each, of one kabupaten/kota or of all."""
    return [
        Paper((line, *_with(line, lines)), line.plan, line.state, _said("Dikirim", line.sent_at))
        for line in lines
        if line.state is not None and line.submission is not None and line.sent_at is not None
        if region is None or line.region_code == region
        if line.submission.of_id is None
    ]


def _with(line: Line, lines: Sequence[Line]) -> list[Line]:
    """Who handed the same plan in."""
    first = line.submission.id if line.submission is not None else 0
    return [one for one in lines if one.submission is not None and one.submission.of_id == first]


def of_one(line: Line, lines: Sequence[Line]) -> Paper | None:
    """The plan of one trainee as staff print it, and with whom it is shared."""
    if line.submission is None:
        return None
    first = line.submission.of_id or line.submission.id
    found = [one for one in handed_in(lines) if _is(one.people[0], first)]
    return found[0] if found else None


def _is(line: Line, submission_id: int) -> bool:
    return line.submission is not None and line.submission.id == submission_id


def own(training: Training, line: Line, lines: Sequence[Line]) -> Paper | None:
    """What its trainee prints: the plan as it stands on the page, a draft too."""
    row = sharing.standing_of(training, line.seat)
    if row is None:
        return None
    if row.state in {PlanState.SENT, PlanState.ACCEPTED} and row.sent_at is not None:
        saying = _said("Dikirim", row.sent_at)
    else:
        saying = _said("Disimpan", row.saved_at)
    seats = [one.seat for one in sharing.partners_of(training, line.seat)]
    people = (line, *(one for one in lines if one.seat in seats))
    return Paper(people, plan_from(row.content).without_blanks(), row.state, saying)


def _said(verb: str, moment: datetime) -> str:
    return f"{verb} {format_moment(moment)}"


@in_indonesian()
def html_of(training: Training, papers: Sequence[Paper]) -> list[str]:
    return [
        render_template(
            "courses/fieldwork/print/plan.html",
            training=training,
            paper=paper,
            region=region_name(paper.people[0].region_code),
            state=STATE_WORDS[paper.state],
            programs=PROGRAM_LABELS,
        )
        for paper in papers
    ]


def pdf_of(html: Sequence[str]) -> bytes:
    """Never inside `transaction()`."""
    return pdf.render_apart(html, "print/plan.css", "pdf/ua-1")


def record_printing(training: Training, *, number: int, actor_id: int) -> None:
    """Everybody's plans leave the system at once: keep who took them."""
    audit.record(
        "work_plan.printed", training, actor_id=actor_id, training_id=training.id, number=number
    )
