"""From the facts of a certificate to an Open Badges 3.0 credential, not yet signed.

It says what the paper says and nothing more. Of the person it names the e-mail address, as a
salted hash, where there is one, else the printed name. NIK and NIP never: even hashed they could
be found by trying all of them.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from certificates.badges import contexts, status
from certificates.badges.issuer import Issuer
from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.document.words import date_range
from lms.clock import WITA

# In the words of the vocabulary behind them: a Certificate "designates requisite knowledge and
# skills"; a CertificateOfCompletion "acknowledges completion of a training or other activity".
TYPES = {
    CertificateKind.COMPETENCE: "Certificate",
    CertificateKind.ATTENDANCE: "CertificateOfCompletion",
}
LANGUAGE = "id"


@dataclass(frozen=True)
class Holder:
    """How a credential says whose it is; `salt` is random, and public."""

    name: str
    email: str | None
    salt: str

    def identity(self) -> dict[str, Any]:
        if not self.email:
            return {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": self.name,
                "identityType": "name",
            }
        hashed = hashlib.sha256(f"{self.email.strip().lower()}{self.salt}".encode()).hexdigest()
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${hashed}",
            "identityType": "emailAddress",
            "salt": self.salt,
        }


@dataclass(frozen=True)
class _Mark:
    """A printed result, in points or lesson hours of 0 to `most`, or in a word."""

    name: str
    value: str
    most: int | None = 100

    def described(self, address: str) -> dict[str, Any]:
        bounds = {} if self.most is None else {"valueMin": "0", "valueMax": str(self.most)}
        return {
            "id": address,
            "type": ["ResultDescription"],
            "name": self.name,
            "resultType": "PerformanceLevel" if self.most is None else "RawScore",
            **bounds,
        }


def compose(
    facts: CertificateFacts, issuer: Issuer, holder: Holder, *, status_index: int
) -> dict[str, Any]:
    achievement, results = _achievement(facts, issuer)
    return {
        "@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES],
        "id": address(facts),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{facts.title} – {facts.event_title}",
        "description": _sentence(facts.statement),
        "issuer": {
            "id": issuer.did,
            "type": ["Profile"],
            "name": ", ".join(facts.heading_lines),
            "url": issuer.url,
        },
        **_validity(facts),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [holder.identity()],
            "licenseNumber": facts.number,
            "activityStartDate": _moment(facts.day_first),
            "activityEndDate": _moment(facts.day_last, time(23, 59, 59)),
            "achievement": achievement,
            **({"result": results} if results else {}),
        },
        "evidence": [
            {
                "id": facts.verification_url,
                "type": ["Evidence"],
                "name": "Halaman pemeriksaan keaslian sertifikat",
            }
        ],
        "credentialStatus": status.entry(issuer, status_index),
    }


def address(facts: CertificateFacts) -> str:
    """Where the credential lies: it is its name, too."""
    return f"{facts.verification_url}/kredensial.json"


def _validity(facts: CertificateFacts) -> dict[str, str]:
    found = {"validFrom": _moment(facts.issued_on)}
    if facts.valid_until:
        found["validUntil"] = _moment(facts.valid_until, time(23, 59, 59))
    return found


def _moment(day: date, clock: time = time()) -> str:
    return datetime.combine(day, clock, WITA).isoformat()


def _achievement(
    facts: CertificateFacts, issuer: Issuer
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was achieved, the same for all who achieved it, and the results of this one."""
    marks = list(_marks(facts))
    what: dict[str, Any] = {
        "type": ["Achievement"],
        "achievementType": TYPES[facts.kind],
        "name": f"{facts.event_kind} {facts.event_title}",
        "description": _sentence(facts.statement),
        "inLanguage": LANGUAGE,
        "criteria": {"narrative": _criteria(facts)},
    }
    told = json.dumps([issuer.did, what, [mark.name for mark in marks]], sort_keys=True)
    name = uuid.uuid5(uuid.NAMESPACE_URL, told).urn
    places = [f"{name}#hasil-{order}" for order in range(1, len(marks) + 1)]
    if marks:
        what["resultDescription"] = [
            mark.described(place) for mark, place in zip(marks, places, strict=True)
        ]
    results = [
        {"type": ["Result"], "resultDescription": place, "value": mark.value}
        for mark, place in zip(marks, places, strict=True)
    ]
    return {"id": name, **what}, results


def _criteria(facts: CertificateFacts) -> str:
    """The conditions as the paper has them: what was attested, where, when, how long, on what."""
    where = ", ".join(part for part in (facts.venue, facts.city) if part)
    days = date_range(facts.day_first, facts.day_last)
    event = f"{facts.event_kind} {facts.event_title}, {where}, {days}"
    modules = "\n".join(
        f"- {line.code} {line.title} ({line.lesson_hours} JP)" for line in facts.modules
    )
    return (
        f"{_sentence(facts.statement)}\n\n{event}, {facts.lesson_hours} jam pelajaran (JP).\n\n"
        f"{modules}"
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _marks(facts: CertificateFacts) -> Iterator[_Mark]:
    for line in facts.modules:
        name, attended = f"{line.code} {line.title}", line.attended_hundredths
        if attended is not None:
            yield _Mark(f"{name}: JP yang diikuti", _points(attended), line.lesson_hours)
        elif line.score_hundredths is not None:
            yield _Mark(name, _points(line.score_hundredths))
    if facts.attended_hundredths is not None:
        yield _Mark("JP yang diikuti", _points(facts.attended_hundredths), facts.lesson_hours)
    marks = facts.marks
    for name, points in (
        ("Tes akhir", marks.post_test),
        ("Rencana kerja", marks.work_plan),
        ("Nilai akhir", marks.final),
    ):
        if points is not None:
            yield _Mark(name, _points(points))
    if facts.predicate:
        yield _Mark("Predikat", facts.predicate, most=None)


def _points(hundredths: int) -> str:
    """For programs: 8667 is "86.67"."""
    return f"{hundredths // 100}.{hundredths % 100:02}"
