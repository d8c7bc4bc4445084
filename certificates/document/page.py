"""What stands where: every text of both pages, measured and broken into lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

from certificates.document import sentences, words
from certificates.document.facts import CertificateFacts, CertificateKind, ModuleLine
from certificates.document.fitting import Box, Face, FitError, Fitted, fit, wrap
from lms.i18n import format_hours, format_score, official_date

_HEADING = Box(width=560, height=48, largest=12, smallest=8, leading=1.3, tracking=0.06)
_TITLE = Box(width=620, height=40, largest=32, smallest=14, leading=1.2, tracking=0.08)
_BESIDE_LOGO = 540  # of a title, which stands no lower than the logo
NAME = Box(width=680, height=56, largest=36, smallest=14, leading=1.32)
TALL_NAME = Box(width=680, height=74, largest=14, smallest=14, leading=1.32)  # only capitals
_IDENTITY = Box(width=640, height=28, largest=11, smallest=8, leading=1.25)
_CLAIM = Box(width=640, height=28, largest=21, smallest=10, leading=1.2)
_LEAD = Box(width=640, height=16, largest=13, smallest=8, leading=1.2)
_KIND = Box(width=640, height=29, largest=11, smallest=8, leading=1.3)
_EVENT = Box(width=600, height=34, largest=13, smallest=8, leading=1.25)
_WHEN = Box(width=600, height=30, largest=11, smallest=8, leading=1.35)
_POST = Box(width=270, height=30, largest=11, smallest=8, leading=1.3)
_SIGNER = Box(width=270, height=28, largest=11, smallest=8, leading=1.25)
_DATED = Box(width=270, height=14, largest=10, smallest=6, leading=1.35)
_ADDRESS = Box(width=240, height=19, largest=7, smallest=6, leading=1.3)
_BACK_EVENT = Box(width=700, height=32, largest=15, smallest=8, leading=1.25)
_BACK_NUMBER = Box(width=268, height=30, largest=11, smallest=6, leading=1.4)
_BACK_NAME = Box(width=420, height=30, largest=14, smallest=7, leading=1.2)

# Lines of one fixed size on the front, as the stylesheet sets them, and the room for all.
_COLUMN = 352.0
_RULE, _GIVEN = 11.0, 15.6
_NUMBER = _PREDICATE = 13.5
_NIP, _VOID, _EDITION = 13.0, 12.2, 12.2
_UNTIL = 13.5
_GAPS, LARGEST_GAP = 5, 12  # four whole gaps and three of a third
_SHARES = (1.0, 0.9, 0.8, 0.7)  # of the boxes' height, tried in turn when all texts are long

_ROW_SIZES = (11, 10, 9, 8, 7)
_TABLE_HEIGHT = 330.0  # points between the heading and the marks, head and total included
_CODE_WIDTH, _TOPIC_WIDTH = 72.0, 460.0
_ROW_LEADING, _ROW_PADDING = 1.3, 0.62  # of the row's size; the stylesheet says the same


@dataclass(frozen=True)
class Row:
    """A line of the module table."""

    number: int
    code: tuple[str, ...]
    title: tuple[str, ...]
    lesson_hours: int
    result: str | None


@dataclass(frozen=True)
class Front:
    """The fitted texts of the front."""

    heading: Fitted
    title: Fitted
    name: Fitted
    nip: str | None
    identity: Fitted
    lead: Fitted | None
    claim: Fitted
    kind: Fitted
    event: Fitted
    when: Fitted
    until: str | None
    dated: Fitted
    post: Fitted
    signer: Fitted
    address: Fitted
    gap: int


@dataclass(frozen=True)
class Back:
    """The fitted texts of the back."""

    event: Fitted
    name: Fitted
    number: Fitted
    row_size: int
    rows: tuple[Row, ...]
    total: int
    result: str | None  # what the last column says, if there is one
    result_total: str
    marks: tuple[tuple[str, str], ...]


class Typesetter:
    """Fits facts into the two pages with the faces that will print them."""

    def __init__(self, fonts: Path) -> None:
        self.serif = Face(fonts / "EBGaramond-SemiBold.ttf")
        self.sans = Face(fonts / "PlusJakartaSans-Regular.ttf")
        self.bold = Face(fonts / "PlusJakartaSans-SemiBold.ttf")

    def front(self, facts: CertificateFacts) -> Front:
        """Fit the front page; when every text is long, all but the name give way."""
        for share in _SHARES:
            page = self._front(facts, share)
            if page.gap >= 0:
                return page
        raise FitError(facts.number)

    def _front(self, facts: CertificateFacts, share: float) -> Front:
        signatory = facts.signatory
        post = f"Plt. {signatory.post}" if signatory.acting else signatory.post
        before, claim, kind = sentences.statement(facts)
        title = replace(_TITLE, width=_BESIDE_LOGO) if facts.logo else _TITLE
        column = {
            "heading": self._heading(facts.heading_lines, _HEADING),
            "title": fit(facts.title, self.serif, title.share(share)),
            "name": self.name(facts.recipient_name),
            "identity": fit(sentences.identity(facts), self.bold, _IDENTITY.share(share)),
            "claim": fit(claim, self.serif, _CLAIM.share(share)),
            "kind": fit(kind, self.sans, _KIND),
            "event": fit(facts.event_title, self.bold, _EVENT.share(share)),
            "when": _unglued(fit(sentences.when(facts), self.sans, _WHEN.share(share))),
        }
        lead = fit(before, self.serif, _LEAD) if before else None
        taken = sum(part.height for part in column.values()) + (lead.height if lead else 0)
        spare = _COLUMN - taken - _fixed(facts)
        return Front(
            **column,
            lead=lead,
            nip=words.grouped_nip(facts.recipient_nip) if facts.recipient_nip else None,
            until=official_date(facts.valid_until) if facts.valid_until else None,
            dated=fit(f"{facts.place}, {official_date(facts.issued_on)}", self.sans, _DATED),
            post=fit(f"{post},", self.bold, _POST),
            signer=fit(sentences.titled(facts), self.bold, _SIGNER),
            address=fit(facts.verification_url, self.sans, _ADDRESS),
            gap=min(LARGEST_GAP, floor(spare / _GAPS)),
        )

    def back(self, facts: CertificateFacts) -> Back:
        """Fit the back page."""
        size, rows = self._rows(facts.modules)
        return Back(
            event=fit(facts.event_title, self.serif, _BACK_EVENT),
            name=fit(facts.recipient_name, self.serif, _BACK_NAME),
            number=fit(facts.number, self.bold, _BACK_NUMBER),
            row_size=size,
            rows=rows,
            total=facts.lesson_hours,
            result=_last_column(facts),
            result_total=_total(facts),
            marks=sentences.marks(facts),
        )

    def lacking(self, facts: CertificateFacts) -> str:
        """Return the characters no face of ours can draw; a page must never show boxes."""
        person = facts.signatory
        plain = (
            *facts.heading_lines,
            *(facts.number, facts.institution, facts.region_name, facts.position or ""),
            *(facts.event_kind, facts.event_title, facts.venue, facts.city, facts.place),
            *(facts.predicate or "", facts.verification_url, facts.verification_code),
            *(sentences.titled(facts), person.post, person.rank or "", person.nip or ""),
            *(facts.recipient_nip or "", *(line.code + line.title for line in facts.modules)),
        )
        display = (facts.title, facts.recipient_name, facts.statement, facts.event_title)
        missing = self.bold.lacking("".join(plain)) + self.serif.lacking("".join(display))
        return "".join(sorted(set(missing)))

    def name(self, name: str) -> Fitted:
        """Fit the name on the front: up to 150 letters, however wide, at 14 points or more."""
        try:
            return fit(name, self.serif, NAME)
        except FitError:
            return fit(name, self.serif, TALL_NAME)

    def _heading(self, lines: tuple[str, ...], box: Box) -> Fitted:
        """Keep the office's own line breaks; the longest line decides the size."""
        widest = max(self.bold.width(line, box.tracking) for line in lines)
        for size in range(box.largest, box.smallest - 1, -1):
            fitted = Fitted(size, lines, box.leading)
            if widest * size <= box.width and fitted.height <= box.height:
                return fitted
        raise FitError(" / ".join(lines))

    def _rows(self, modules: tuple[ModuleLine, ...]) -> tuple[int, tuple[Row, ...]]:
        for size in _ROW_SIZES:
            rows = tuple(
                self._row(number, line, size) for number, line in enumerate(modules, start=1)
            )
            lines = sum(max(len(row.code), len(row.title)) for row in rows) + 2
            padding = (len(rows) + 2) * _ROW_PADDING
            if (lines * _ROW_LEADING + padding) * size <= _TABLE_HEIGHT:
                return size, rows
        raise FitError(f"{len(modules)} modules")

    def _row(self, number: int, line: ModuleLine, size: int) -> Row:
        return Row(
            number=number,
            code=wrap(line.code, self.sans, _CODE_WIDTH / size),
            title=wrap(line.title, self.sans, _TOPIC_WIDTH / size),
            lesson_hours=line.lesson_hours,
            result=_result(line),
        )


def _last_column(facts: CertificateFacts) -> str | None:
    if facts.attended_hundredths is not None:
        return "Diikuti"
    is_scored = any(line.score_hundredths is not None for line in facts.modules)
    return "Nilai" if is_scored else None


def _total(facts: CertificateFacts) -> str:
    """Attended hours have a sum; marks have none."""
    return "" if facts.attended_hundredths is None else format_hours(facts.attended_hundredths)


def _result(line: ModuleLine) -> str | None:
    if line.attended_hundredths is not None:
        return format_hours(line.attended_hundredths)
    return None if line.score_hundredths is None else format_score(line.score_hundredths)


def _fixed(facts: CertificateFacts) -> float:
    """Return the height of the lines that do not depend on the length of a text."""
    return (
        _RULE
        + _NUMBER
        + _GIVEN
        + (_VOID if facts.specimen else 0)
        + (_EDITION if facts.edition else 0)
        + (_NIP if facts.recipient_nip else 0)
        + (_PREDICATE if facts.predicate or facts.kind is CertificateKind.ATTENDANCE else 0)
        + (_UNTIL if facts.valid_until else 0)
    )


def _unglued(fitted: Fitted) -> Fitted:
    return replace(fitted, lines=tuple(line.replace(sentences.GLUE, " ") for line in fitted.lines))
