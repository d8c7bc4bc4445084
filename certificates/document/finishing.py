"""The last touch on a document before it is written: the frame, the mark, the UA claim."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import Attachment

from certificates.document import art
from certificates.document.facts import CertificateFacts, CertificateKind
from lms.clock import WITA

_DRAWINGS = {
    CertificateKind.COMPETENCE: (art.front, art.back),
    CertificateKind.ATTENDANCE: (art.attendance_front, art.attendance_back),
}


class OutputProfile:
    """The sRGB profile as the bytes of its file, in the shape WeasyPrint expects.

    WeasyPrint's own class opens the file for every document, leaves it open, and gives other
    bytes once the profile has been looked into; the same facts must give the same file.
    """

    name = "sRGB2014"
    components = (["r"], ["g"], ["b"])

    def __init__(self) -> None:
        self.content = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
        self.pdf_reference: bytes | None = None


class Finisher:
    """Holds the drawings, compressed once, and places them under each page as artifacts."""

    def __init__(self, assets: Path) -> None:
        mark = art.specimen(assets / "fonts" / "EBGaramond-SemiBold.ttf")
        self._frames = {
            kind: tuple(zlib.compress(draw(), 9) for draw in sides)
            for kind, sides in _DRAWINGS.items()
        }
        self._mark = zlib.compress(mark, 9)
        self._claim = (assets / "pdfua.xml").read_bytes()

    def finish(self, pdf: Any, *, kind: CertificateKind, specimen: bool) -> None:
        """Add the art to both pages and say in the metadata that the file is PDF/UA-1."""
        if "AF" in pdf.catalog:  # WeasyPrint names each attachment twice
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        resources = pdf.objects[_number(_pages(pdf)[0]["Resources"])]
        drawings = resources["XObject"]
        sides = zip(_pages(pdf), self._frames[kind], strict=True)
        for side, (page, frame) in enumerate(sides):
            names = [f"frame{side}"]
            drawings[f"frame{side}"] = _form(pdf, frame)
            if specimen:
                names.insert(0, "specimen")
            content = pdf.objects[_number(page["Contents"])]
            content.stream[:0] = [f"/Artifact BMC q /{name} Do Q EMC" for name in names]
        if specimen:
            drawings["specimen"] = _form(pdf, self._mark)
        metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
        metadata.compress = False
        metadata.stream = [
            metadata.stream[0].replace(b"</rdf:RDF>", self._claim + b"</rdf:RDF>"),
        ]


def attachment(facts: CertificateFacts, credential: bytes) -> Attachment:
    """The credential, dated as the paper is: the same facts give the same bytes."""
    day = datetime.combine(facts.reissued_on or facts.issued_on, time(), WITA).astimezone(UTC)
    return Attachment(
        string=credential,
        name="kredensial.json",
        description="Sertifikat ini sebagai kredensial Open Badges 3.0",
        created=day,
        modified=day,
        relationship="Alternative",
    )


def _pages(pdf: Any) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _form(pdf: Any, drawing: bytes) -> bytes:
    form = pydyf.Stream(
        [drawing],
        pydyf.Dictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, art.PAGE_WIDTH, art.PAGE_HEIGHT]),
                "Resources": pydyf.Dictionary(),
                "Filter": "/FlateDecode",
            }
        ),
    )
    pdf.add_object(form)
    reference: bytes = form.reference
    return reference
