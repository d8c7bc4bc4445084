"""The sentences of a certificate, composed from its facts."""

from __future__ import annotations

from certificates.document import words
from certificates.document.facts import CertificateFacts, Signatory
from lms.i18n import format_hours, format_score, official_date

GLUE = "\u00a0"  # between words that stay on one line; printed as a plain space
_VERDICTS = ("kompeten", "lulus")


def identity(facts: CertificateFacts) -> str:
    """The region is not said twice: most offices bear it in their name."""
    is_told = facts.region_name in facts.institution
    parts = (facts.position, facts.institution, "" if is_told else facts.region_name)
    return " · ".join(part for part in parts if part)


def statement(facts: CertificateFacts) -> tuple[str | None, str, str]:
    """Split the statement so that what is attested stands out between its usual words.

    "telah mengikuti pelatihan dan dinyatakan / kompeten sebagai … / menurut capaian …"
    """
    before, stated, claim = facts.statement.rpartition("dinyatakan ")
    lead = f"{before}{stated}".strip()
    if claim.startswith(_VERDICTS):
        lead = lead or "dinyatakan"
    claim, _, basis = claim.partition(" menurut ")
    kind = f"dalam {facts.event_kind}"
    if basis:
        named = basis.endswith(facts.event_kind)
        kind = f"menurut {basis}" if named else f"menurut {basis} {kind}"
    return lead or None, claim, kind


def when(facts: CertificateFacts) -> str:
    """Say where and when; the days and hours stay together on a line."""
    days = words.date_range(facts.day_first, facts.day_last)
    where = ", ".join(part for part in (facts.venue, facts.city) if part)
    when = f"pada {days}, {_hours(facts)}.".replace(" ", GLUE)
    return f"yang diselenggarakan di {where}, {when}"


def _hours(facts: CertificateFacts) -> str:
    """Who was there for a part only is not said to have been there for the whole."""
    if facts.attended_hundredths is not None:
        attended = format_hours(facts.attended_hundredths)
        return f"dengan kehadiran {attended} dari {facts.lesson_hours} jam pelajaran"
    return (
        f"selama {facts.lesson_hours} ({words.number_in_words(facts.lesson_hours)}) jam pelajaran"
    )


def edition(facts: CertificateFacts) -> str | None:
    """What tells a corrected copy from the first print of the number."""
    if not facts.edition:
        return None
    day = f", {official_date(facts.reissued_on)}" if facts.reissued_on else ""
    return f"Cetak ulang {facts.edition}{day}"


def titled(facts: CertificateFacts) -> str:
    return titled_person(facts.signatory)


def titled_person(person: Signatory) -> str:
    name = f"{person.front_title} {person.name}" if person.front_title else person.name
    return f"{name}, {person.back_title}" if person.back_title else name


def marks(facts: CertificateFacts) -> tuple[tuple[str, str], ...]:
    marks = facts.marks
    named = (
        ("Tes akhir", marks.post_test),
        ("Rencana kerja", marks.work_plan),
        ("Nilai akhir", marks.final),
    )
    printed = [(label, format_score(value)) for label, value in named if value is not None]
    if facts.predicate:
        printed.append(("Predikat", facts.predicate))
    return tuple(printed)
