"""The written shape of the certificate settings in training.yaml."""

from __future__ import annotations

import re
import string
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from certificates.document.facts import CertificateKind
from certificates.signing.kinds import SignerKind
from courses.trainings.reading import TrainingContent
from lms.content import Fault, validate
from lms.content_fields import ContentModel, Line, OptionalLine, Slug, Text, written_like

NUMBER_PARTS = ("klasifikasi", "urut", "instansi", "kode", "bulan_romawi", "tahun")


def _number_pattern(value: str) -> str:
    """Allow the known parts only; the serial and the year are what make a number unique."""
    try:
        parts = [part for part in string.Formatter().parse(value) if part[1] is not None]
    except ValueError as error:
        raise ValueError("kurung kurawal tidak berpasangan") from error
    names = [name for _, name, _, _ in parts]
    for _, name, width, conversion in parts:
        if name not in NUMBER_PARTS:
            raise ValueError(f"{{{name}}} tidak dikenal; yang ada: {', '.join(NUMBER_PARTS)}")
        padded = name == "urut" and width in {"", "03", "04", "05", "06"}
        if conversion is not None or not (padded or width == ""):
            raise ValueError(f"{{{name}}}: hanya urut yang boleh berlebar, misalnya {{urut:04}}")
    if names.count("urut") != 1 or "tahun" not in names:
        raise ValueError("harus memuat {urut:04} satu kali dan {tahun}")
    return value


class SignatoryEntry(ContentModel):
    """Who signs; what the office has not told yet stays empty and is asked before signing."""

    name: Line
    front_title: OptionalLine = ""
    back_title: OptionalLine = ""
    nip: Annotated[
        str, AfterValidator(written_like(r"(\d{18})?", "NIP terdiri atas 18 angka, atau kosong"))
    ] = ""
    rank: OptionalLine = ""
    post: Line
    acting: StrictBool = False


_JUDGES = re.compile(r"\b(kompeten\w*|lulus\w*)\b", re.IGNORECASE)


def _judges_nobody(value: str) -> str:
    if found := _JUDGES.search(value):
        raise ValueError(f"surat ini hanya menyatakan kehadiran, jadi tanpa kata {found[0]!r}")
    return value


class AttendancePaper(ContentModel):
    """The other paper: for who took part and was not found competent. Numbered on its own."""

    title: Annotated[Line, AfterValidator(_judges_nobody)]
    statement: Annotated[Text, AfterValidator(_judges_nobody)]
    event_code: Line
    series: Slug


class Printing(ContentModel):
    """What an office may leave off its papers."""

    titles: StrictBool = True  # of the signatory
    nip: StrictBool = True  # of recipient and signatory
    rank: StrictBool = True
    acting: StrictBool = True  # "Plt." before the post
    predicate: StrictBool = True  # and the final mark behind it


def _fault(field: str, message: str) -> PydanticCustomError:
    """Of a rule about two fields: `at` and `short` let a form tell it beside the one to change."""
    name = field.replace("attendance_", "attendance.")
    told = {"error": f"{name}: {message}", "at": field, "short": message}
    return PydanticCustomError("value_error", "{error}", told)


class CertificateSettings(ContentModel):
    """Wording, numbering and signatory of the certificates of one training.

    `valid_years` is None where a certificate does not run out; without `attendance` nobody but
    who is competent gets a paper.
    """

    title: Line
    heading: Annotated[tuple[Line, ...], Field(min_length=1, max_length=4)]
    statement: Text
    number_pattern: Annotated[Line, AfterValidator(_number_pattern)]
    classification: Line
    institution: Line
    event_code: Line
    series: Slug
    place: Line
    signer: SignerKind = SignerKind.OFFICE
    signatory: SignatoryEntry
    valid_years: Annotated[int, Field(strict=True, ge=1, le=20)] | None = None
    printing: Printing = Printing()
    attendance: AttendancePaper | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        """Numbers are one row a series, so two series must not write the same number."""
        other = self.attendance
        if other is None:
            return self
        if other.series == self.series:
            raise _fault("attendance_series", "harus berbeda dari yang dipakai sertifikat")
        if other.event_code == self.event_code:
            raise _fault("attendance_event_code", "harus berbeda dari yang dipakai sertifikat")
        if "{kode}" not in self.number_pattern:
            raise _fault("number_pattern", "harus memuat {kode}, karena ada surat keterangan")
        return self

    def of(self, kind: CertificateKind) -> CertificateSettings:
        """As they are for one kind of paper. One of attendance never runs out."""
        if kind is not CertificateKind.ATTENDANCE:
            return self
        paper = self.attendance
        if paper is None:  # never the words of the certificate on it
            raise ValueError("these settings have no certificate of attendance")
        return self.model_copy(update={**paper.model_dump(), "valid_years": None})


def read_settings(training: TrainingContent, faults: list[Fault]) -> CertificateSettings | None:
    """Validate the part of training.yaml that the floors below kept as it was."""
    document = training.document
    return validate(
        document.file,
        document.content.certificate,
        CertificateSettings,
        faults,
        lines=document.lines,
        at=("certificate",),
    )
