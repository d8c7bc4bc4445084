"""Work plans on paper: one page or more for each, ready to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from courses.fieldwork import services
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
        Paper((line,), line.plan, line.state, _said("Dikirim", line.sent_at))
        for line in lines
        if line.state is not None and line.sent_at is not None
        if region is None or line.region_code == region
    ]


def own(line: Line) -> Paper | None:
    """What its trainee prints: the plan as it stands on the page, a draft too."""
    row = services.plan_of(line.seat)
    if row is None:
        return None
    if row.state in {PlanState.SENT, PlanState.ACCEPTED} and row.sent_at is not None:
        saying = _said("Dikirim", row.sent_at)
    else:
        saying = _said("Disimpan", row.saved_at)
    return Paper((line,), plan_from(row.content).without_blanks(), row.state, saying)


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
