"""The modules of a training, to read."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from courses.catalogue import queries, rules, services
from courses.catalogue.figures import FOLDER, VERSION, placed
from courses.catalogue.queries import ModuleLine
from lms import clock, files, worker
from lms.db import transaction

bp = Blueprint("catalogue", __name__)

# Opened by itself a drawing is a document of this site: it may draw, and nothing else.
FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# An address with ?v= changes with the drawing; a training's drawings are its members' own.
FIGURE_CACHE = "private, max-age=31536000, immutable"


@bp.get("/pelatihan/<code>/modul")
def modules(code: str) -> ResponseReturnValue:
    return worker.kept(render_template("courses/modules.html", modules=_lines()))


@bp.get("/pelatihan/<code>/modul/<module_code>")
def module(code: str, module_code: str) -> ResponseReturnValue:
    lines = _lines()
    place = _place(lines, module_code)
    html = queries.text_of(lines[place].id)
    page = render_template(
        "courses/module.html",
        module=lines[place],
        html=html,
        sections=rules.outline(html),
        number=place + 1,
        count=len(lines),
        previous=lines[place - 1] if place else None,
        following=_after(lines, place),
    )
    return worker.kept(page)


@bp.app_template_filter("figures")
def with_figures(html: str) -> Markup:
    """A stored text, its pictures pointing to where this training shows them."""
    if f'src="{FOLDER}/' not in html:
        return Markup(html)  # noqa: S704 - cleaned when it was stored
    address = url_for("catalogue.figure", code=g.training.code, name="x.svg").removesuffix("x.svg")
    return Markup(placed(html, address))  # noqa: S704 - cleaned when it was stored


@bp.get("/pelatihan/<code>/gambar/<name>")
def figure(code: str, name: str) -> ResponseReturnValue:
    found = queries.figure_of(g.training.curriculum_id, name, request.args.get("v", ""))
    if found is None:
        abort(404)
    response = Response(files.store().get(found.file_key), mimetype=found.media_type)
    response.headers["Content-Security-Policy"] = FIGURE_POLICY
    if VERSION.fullmatch(request.args.get("v", "")):
        response.headers["Cache-Control"] = FIGURE_CACHE
    return response


@bp.post("/pelatihan/<code>/modul/<module_code>/selesai")
def finish(code: str, module_code: str) -> ResponseReturnValue:
    lines = _lines()
    place = _place(lines, module_code)
    training_id, enrolment_id = g.training.id, g.enrolment.id
    with transaction(lock=f"enrolment {enrolment_id}"):
        services.finish_module(
            lines[place],
            enrolment_id,
            training_id=training_id,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("%(code)s ditandai selesai.", code=module_code))
    following = _after(lines, place)
    if following is None:
        return redirect(url_for(".modules", code=code), 303)
    return redirect(url_for(".module", code=code, module_code=following.code), 303)


def _lines() -> list[ModuleLine]:
    enrolment_id = g.enrolment.id if g.enrolment else None
    return queries.modules_of(g.training.curriculum_id, enrolment_id)


def _place(lines: list[ModuleLine], module_code: str) -> int:
    codes = [line.code for line in lines]
    if module_code not in codes:
        abort(404)
    return codes.index(module_code)


def _after(lines: list[ModuleLine], place: int) -> ModuleLine | None:
    return lines[place + 1] if place + 1 < len(lines) else None
