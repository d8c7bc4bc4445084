"""The public page that says whether a certificate is genuine, for whom and for what.

It shows what is printed on the paper, marks too, so that a changed paper can be seen: whoever
has the code holds the paper. Only the NIP is left out; NIK, phone and e-mail are not printed.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.document.facts import CertificateFacts, ModuleLine
from certificates.document.sentences import titled
from certificates.register import queries
from certificates.register.queries import Entry
from certificates.register.services import CODE_LENGTH
from certificates.verification.forms import FileForm
from lms import crypto
from lms.errors import wants_json
from lms.i18n import local_date
from lms.web import limiter

bp = Blueprint("verification", __name__)
LIMIT = "60 per minute"
LIMIT_OF_FILES = "20 per minute"
LONGEST = 40  # a code with every spelling of its hyphens; anything longer is none of ours


@bp.get("/v")
def ask() -> ResponseReturnValue:
    typed = request.args.get("kode", "").strip()
    if typed:
        return redirect(url_for(".show", code=crypto.typed_code(typed[:LONGEST]) or "-"))
    return render_template("certificates/verify_ask.html", form=FileForm())


@bp.post("/v/berkas")
@limiter.limit(LIMIT_OF_FILES)
def compare() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        if wants_json():
            return jsonify(message=form.file.errors[0]), 422
        return render_template("certificates/verify_ask.html", form=form), 422
    from certificates.verification import comparing  # noqa: PLC0415 - heavy: only here

    found = comparing.compare(form.file.data.read())
    if wants_json():
        facts = public_facts(found.entry) if found.entry else {}
        return jsonify(finding=found.finding, number=facts.get("number"))
    return render_template("certificates/verify_file.html", found=found)


@bp.get("/v/<code>")
@limiter.limit(LIMIT)
def show(code: str) -> ResponseReturnValue:
    typed = crypto.typed_code(code[:LONGEST])
    entry = queries.by_code(typed) if len(typed) == CODE_LENGTH else None
    status = 200 if entry else 404
    if wants_json():
        return jsonify(public_facts(entry)), status
    page = render_template("certificates/verify.html", entry=entry, code=typed, titled=titled)
    return page, status


def public_facts(entry: Entry | None) -> dict[str, Any]:
    """The same facts as on the page, for a program."""
    if entry is None:
        return {"status": "unknown"}
    facts = entry.facts
    found: dict[str, Any] = {
        "status": _status(entry),
        "specimen": facts.specimen,
        "number": facts.number,
        "title": facts.title,
        "name": facts.recipient_name,
        "position": facts.position,
        "institution": facts.institution,
        "region": facts.region_name,
        "statement": facts.statement,
        "event": facts.event_title,
        "event_kind": facts.event_kind,
        "venue": facts.venue,
        "city": facts.city,
        "first_day": facts.day_first.isoformat(),
        "last_day": facts.day_last.isoformat(),
        "lesson_hours": facts.lesson_hours,
        "modules": [_module(line) for line in facts.modules],
        "marks": {"post_test": facts.marks.post_test, "work_plan": facts.marks.work_plan},
        "issued_on": facts.issued_on.isoformat(),
        "issued_in": facts.place,
        "issuer": list(facts.heading_lines),
        "signatory": _signatory(facts),
        "signature": entry.signature,
        "sha256": entry.file.sha256 if entry.file else None,
    }
    if entry.revocation is not None:
        found["revoked_on"] = local_date(entry.revocation.revoked_at).isoformat()
        found["revocation_reason"] = entry.revocation.reason
    return found


def _status(entry: Entry) -> str:
    if entry.is_revoked:
        return "revoked"
    return "awaiting signature" if entry.awaits_signature else "valid"


def _module(line: ModuleLine) -> dict[str, Any]:
    """Marks are in hundredths: 8333 is printed 83,33."""
    return {
        "code": line.code,
        "title": line.title,
        "lesson_hours": line.lesson_hours,
        "mark": line.score_hundredths,
    }


def _signatory(facts: CertificateFacts) -> dict[str, Any]:
    person = facts.signatory
    return {
        "name": titled(facts),
        "post": person.post,
        "acting": person.acting,
        "rank": person.rank,
    }
