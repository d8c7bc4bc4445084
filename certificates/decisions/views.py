"""The decision list, the sheet of one trainee, and the trainee's own way to the certificate."""

from __future__ import annotations

import io

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from certificates.badges import queries as badges
from certificates.decisions import evidence, marks, minutes, queries, services
from certificates.decisions.eligibility import Rules, requirements
from certificates.decisions.forms import DecisionForm, read_ticks
from certificates.decisions.models import Verdict
from certificates.decisions.queries import Case, exceptions_first
from certificates.decisions.services import Ruling
from certificates.document.facts import CertificateKind
from certificates.register import queries as register
from certificates.register import standing
from certificates.register.awaiting import due, gives_attendance
from certificates.register.words import papers_in_words
from lms import clock
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError
from lms.people.regions import BY_CODE
from quizzes.attempts import mine, showing_words

bp = Blueprint("decisions", __name__)


@bp.get("/pelatihan/<code>/keputusan")
def board(code: str) -> ResponseReturnValue:
    cases, held = queries.cases(g.training), register.held_papers(g.training.id)
    certified = register.holders(held, CertificateKind.COMPETENCE)
    spent = register.spent_decisions(g.training.id)
    return render_template(
        "certificates/decisions.html",
        cases=exceptions_first(cases, certified),
        certified=certified,
        attended=register.holders(held, CertificateKind.ATTENDANCE),
        spent=spent,
        papers_in_words=papers_in_words,
        due=due(cases, held, spent, gives_attendance=gives_attendance(g.training)),
        regions=BY_CODE,
        own_seat=_own_seat(),
    )


def _own_seat() -> int | None:
    """The organiser's own seat, if they are a trainee too: others decide about it."""
    return g.enrolment.id if g.enrolment is not None else None


def _case_or_404(seat: int) -> Case:
    case = next((case for case in queries.cases(g.training) if case.seat == seat), None)
    if case is None:
        stranger()
    return case


@bp.get("/pelatihan/<code>/keputusan/<int:seat>")
def sheet(code: str, seat: int) -> ResponseReturnValue:
    case = _case_or_404(seat)
    suggested = Verdict.COMPETENT if case.is_eligible else Verdict.NOT_YET
    return _sheet(case, DecisionForm(verdict=suggested.value, shown=case.evidence.digest()))


def _sheet(case: Case, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    held = register.held_papers(g.training.id).get(case.seat, set())
    page = render_template(
        "certificates/decision_sheet.html",
        case=case,
        form=form,
        decided_by=queries.decider_of(case.decision),
        holds_certificate=CertificateKind.COMPETENCE in held,
        holds_attendance=CertificateKind.ATTENDANCE in held,
        is_own=case.seat == _own_seat(),
        parts=marks.components(case.evidence, g.training.rules["weights"]),
        final=marks.final_mark(case.evidence, g.training.rules),
    )
    return page, status


@bp.post("/pelatihan/<code>/keputusan/<int:seat>")
def decide(code: str, seat: int) -> ResponseReturnValue:
    case = _case_or_404(seat)
    form = DecisionForm()
    if not form.validate():
        return _sheet(case, form, 422)
    try:
        with transaction():
            services.decide(
                g.training,
                seat,
                evidence.gather(g.training, seat),
                Ruling(Verdict(form.verdict.data), form.shown.data, form.note.data.strip()),
                actor_id=current_user.person_id,
                at=clock.now(),
            )
    except DomainError as error:  # what was typed stays, beside the evidence of now
        form.verdict.errors = [error.message]
        return _sheet(_case_or_404(seat), form, error.status)
    flash(_("Keputusan untuk %(name)s tersimpan.", name=case.name))
    return redirect(url_for(".board", code=code), 303)


@bp.post("/pelatihan/<code>/keputusan")
def decide_ready(code: str) -> ResponseReturnValue:
    """Decide "competent" for every ticked trainee, all or none."""
    ticks = read_ticks(request.form.getlist("putuskan"))
    if not ticks:
        flash(_("Centang dahulu peserta yang hendak diputuskan."), "warn")
        return redirect(url_for(".board", code=code), 303)
    with transaction():
        found = evidence.gather_all(g.training)
        for seat, shown in ticks.items():
            if seat not in found:
                stranger()
            services.decide(
                g.training,
                seat,
                found[seat],
                Ruling(Verdict.COMPETENT, shown),
                actor_id=current_user.person_id,
                at=clock.now(),
            )
    flash(_("%(num)d peserta diputuskan kompeten.", num=len(ticks)))
    return redirect(url_for(".board", code=code), 303)


@bp.post("/pelatihan/<code>/keputusan/berita-acara.pdf")
def printed_minutes(code: str) -> ResponseReturnValue:
    found = minutes.minutes_of(g.training, clock.now())
    with transaction():
        minutes.record_printing(g.training, found, actor_id=current_user.person_id)
    content = minutes.print_minutes(g.training, found)
    name = f"berita-acara-{code}.pdf" if found.is_final else f"rancangan-berita-acara-{code}.pdf"
    return send_file(io.BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


@bp.get("/pelatihan/<code>/menuju-sertifikat")
def my_way(code: str) -> ResponseReturnValue:
    found = evidence.gather(g.training, g.enrolment.id)
    untold = mine.untold_scores(g.training.id, g.enrolment.id, clock.now())
    found = evidence.without(found, g.training, untold)
    post_test = untold.get(g.training.rules["post_test"])
    entry = register.newest_of(g.enrolment.id, CertificateKind.COMPETENCE)
    attendance = register.newest_of(g.enrolment.id, CertificateKind.ATTENDANCE)
    given = [each.certificate.id for each in (entry, attendance) if each]
    return render_template(
        "certificates/my_way.html",
        requirements=requirements(found, Rules.of(g.training.rules)),
        evidence=found,
        links=_ways(code),
        untold={"post_test": showing_words.of_score(post_test)} if post_test else {},
        entry=entry,
        state=standing.of_one(entry, clock.now()) if entry else None,
        attendance=attendance,
        attendance_state=standing.of_one(attendance, clock.now()) if attendance else None,
        with_badge=badges.given_out(given) if given else (),
    )


def _ways(code: str) -> dict[str, str]:
    """Where a trainee can do something about a missing requirement."""
    own_attendance = url_for("attendance.check_in", code=code)
    return {
        "attendance": own_attendance,
        "every_day": own_attendance,
        "post_test": url_for("attempts.index", code=code),
        "work_plan": url_for("fieldwork.work_plan", code=code),
        "commitment": url_for("fieldwork.commitment", code=code),
        "work_report": url_for("workreports.report", code=code),
    }
