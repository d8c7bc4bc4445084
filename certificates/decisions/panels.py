"""What decisions add to pages of lower floors: the board of who blocks what, and the menu."""

from __future__ import annotations

from flask import Flask, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from certificates.decisions import closing
from certificates.decisions.eligibility import Need, Requirement
from certificates.decisions.queries import Case, cases
from certificates.document.facts import CertificateKind
from certificates.register import queries as register
from courses.trainings.models import Role
from lms import panels
from lms.panels import Context, NavItem

OFFICE = frozenset({Role.ORGANISER, Role.SIGNATORY})


def board(context: Context) -> Markup | None:
    """Which requirement stands in whose way."""
    if not context.roles & OFFICE:
        return None
    found, held = cases(context.training), register.held_papers(context.training.id)
    page = render_template(
        "certificates/board_panel.html",
        training=context.training,
        cases=found,
        blocks=who_blocks(found),
        certified=register.holders(held, CertificateKind.COMPETENCE),
        attended=register.holders(held, CertificateKind.ATTENDANCE),
    )
    return Markup(page)  # noqa: S704 - a template of ours, escaped


def who_blocks(found: list[Case]) -> list[tuple[Requirement, list[str]]]:
    """Each requirement that somebody lacks, with the names, the most common first."""
    names: dict[Need, tuple[Requirement, list[str]]] = {}
    for case in found:
        for requirement in case.missing:
            names.setdefault(requirement.need, (requirement, []))[1].append(case.name)
    return sorted(names.values(), key=lambda pair: -len(pair[1]))


def init_app(app: Flask) -> None:
    panels.add(app, "staff.home", board, order=30)
    panels.add(app, "closing.blockers", closing.blockers, order=90)
    panels.add_nav(
        app,
        NavItem(80, _l("Keputusan"), "decisions.board", OFFICE, "shield-check", "decisions.board"),
    )
    panels.add_nav(
        app, NavItem(90, _l("Register"), "register.overview", OFFICE, "award", "register.")
    )
    panels.add_nav(
        app,
        NavItem(
            90, _l("Sertifikat"), "decisions.my_way", frozenset({Role.TRAINEE}), "award",
            "decisions.my_way",
        ),
    )  # fmt: skip
