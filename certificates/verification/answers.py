"""What the public check tells a program: all that is printed but the NIP, and the state."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from certificates.badges import queries as badges
from certificates.badges.credential import address
from certificates.document.facts import CertificateFacts, ModuleLine
from certificates.document.sentences import titled
from certificates.register.queries import Copy, Entry
from certificates.register.rules import State
from lms.i18n import local_date


def words_for_programs(entry: Entry | None, state: State | None) -> str:
    """A cancelled one is revoked to whoever does not care why. A specimen is valid to nobody."""
    if entry is None or state is None:
        return "unknown"
    if state is State.VALID and entry.facts.specimen:
        return "specimen"
    return State.REVOKED if state is State.CANCELLED else state


def public_facts(entry: Entry | None, state: State | None) -> dict[str, Any]:
    """The same facts as on the page, for a program."""
    found = {"status": words_for_programs(entry, state)}
    return found if entry is None else found | _printed(entry.facts) | _kept(entry)


def _printed(facts: CertificateFacts) -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "specimen": facts.specimen,
        "edition": facts.edition,
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
        "attended": facts.attended_hundredths,
        "modules": [_module(line) for line in facts.modules],
        "marks": asdict(facts.marks),
        "predicate": facts.predicate,
        "issued_on": facts.issued_on.isoformat(),
        "reissued_on": facts.reissued_on and facts.reissued_on.isoformat(),
        "valid_until": facts.valid_until and facts.valid_until.isoformat(),
        "issued_in": facts.place,
        "issuer": list(facts.heading_lines),
        "signatory": _signatory(facts),
    }


def _kept(entry: Entry) -> dict[str, Any]:
    """What the register knows besides."""
    has_badge = badges.given_out([entry.certificate.id])
    found: dict[str, Any] = {
        "signature": entry.signature,
        "sha256": entry.file.sha256 if entry.file else None,
        "credential": address(entry.facts) if has_badge else None,
        "replaced_by": _copy(entry, entry.newest) if entry.is_replaced else None,
        "replaces": _copy(entry, entry.older) if entry.older else None,
    }
    if entry.revocation is not None:
        found["revocation_kind"] = entry.revocation.kind
        found["revoked_on"] = local_date(entry.revocation.revoked_at).isoformat()
        found["revocation_reason"] = entry.revocation.reason
    return found


def _copy(entry: Entry, copy: Copy) -> dict[str, Any]:
    """The address as it is printed on the paper, with the other code."""
    base = entry.facts.verification_url.removesuffix(entry.certificate.code)
    return {"number": entry.certificate.number, "edition": copy.edition, "url": base + copy.code}


def _module(line: ModuleLine) -> dict[str, Any]:
    """In hundredths, as marks and attended hours are kept: 8333 is printed 83,33."""
    return {
        "code": line.code,
        "title": line.title,
        "lesson_hours": line.lesson_hours,
        "mark": line.score_hundredths,
        "attended": line.attended_hundredths,
    }


def _signatory(facts: CertificateFacts) -> dict[str, Any]:
    person = facts.signatory
    return {
        "name": titled(facts),
        "post": person.post,
        "acting": person.acting,
        "rank": person.rank,
    }
