"""A template as people type it. What is right stands in the schema of training.yaml alone."""

from __future__ import annotations

from contextlib import closing

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from certificates.document.facts import CertificateKind
from certificates.register.schema import CertificateSettings
from certificates.template import logos
from certificates.template.queries import Template
from certificates.template.rules import said, written_as
from certificates.template.words import KINDS, LABELS, SIGNERS
from lms.content_faults import message_of
from lms.i18n import say
from lms.web import BaseForm
from lms.words import InputError

COUNTS = (1, 8, 20)


def _line(text: str | None) -> str:
    return (text or "").strip()


def _text(name: str) -> StringField:
    return StringField(LABELS[name], filters=[_line])


def _lines(name: str) -> TextAreaField:
    return TextAreaField(LABELS[name], filters=[_line])


def _tick(name: str) -> BooleanField:
    return BooleanField(LABELS[name])


class RestoreForm(BaseForm):
    """`version` is the one in force that the page showed."""

    version = HiddenField()

    def based_on(self) -> int:
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


class PreviewForm(BaseForm):
    """How a preview looks: of which paper, and with how many modules."""

    kind = SelectField(
        _l("Jenis surat"),
        choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()],
        default=CertificateKind.COMPETENCE.value,
    )
    count = SelectField(
        _l("Banyaknya materi"),
        choices=[SelectChoice(str(count), str(count)) for count in COUNTS],
        default="8",
    )

    def sample(self) -> tuple[CertificateKind, int]:
        """What is not offered stands for what is offered first."""
        kinds, counts = set(CertificateKind), {str(count): count for count in COUNTS}
        kind = self.kind.data if self.kind.data in kinds else CertificateKind.COMPETENCE
        return CertificateKind(kind), counts.get(self.count.data, counts["8"])


class TemplateForm(PreviewForm, RestoreForm):
    title = _text("title")
    heading = _lines("heading")
    statement = _lines("statement")
    number_pattern = _text("number_pattern")
    classification = _text("classification")
    institution = _text("institution")
    event_code = _text("event_code")
    series = _text("series")
    place = _text("place")
    signer = SelectField(
        LABELS["signer"],
        choices=[SelectChoice(kind.value, word) for kind, word in SIGNERS.items()],
    )
    signatory_name = _text("signatory_name")
    signatory_front_title = _text("signatory_front_title")
    signatory_back_title = _text("signatory_back_title")
    signatory_nip = _text("signatory_nip")
    signatory_rank = _text("signatory_rank")
    signatory_post = _text("signatory_post")
    signatory_acting = _tick("signatory_acting")
    printing_titles = _tick("printing_titles")
    printing_nip = _tick("printing_nip")
    printing_rank = _tick("printing_rank")
    printing_acting = _tick("printing_acting")
    printing_predicate = _tick("printing_predicate")
    logo = FileField(LABELS["logo"])
    logo_removed = BooleanField(_l("Cetak tanpa lambang"))
    valid_years = _text("valid_years")
    attendance_given = BooleanField(_l("Beri surat keterangan kepada yang belum kompeten"))
    attendance_title = _text("attendance_title")
    attendance_statement = _lines("attendance_statement")
    attendance_event_code = _text("attendance_event_code")
    attendance_series = _text("attendance_series")

    @classmethod
    def of(cls, template: Template) -> TemplateForm:
        full = template.settings.model_dump(mode="json")
        given = {"attendance_given": template.settings.attendance is not None}
        shown = said(full, None) | given
        shown["valid_years"] = str(shown["valid_years"] or "")
        return cls(formdata=None, version=str(template.version), **shown)

    def settings(self) -> CertificateSettings | None:
        """What was typed, by the rules of the content folder; None with the faults at fields."""
        is_chosen = self.validate()
        typed = {name: self[name].data for name in LABELS if name != "logo"}
        try:
            settings = CertificateSettings.model_validate(
                written_as(typed, gives_attendance=self.attendance_given.data)
            )
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False):
                self._tell(detail)
            return None
        return settings if is_chosen else None

    def _tell(self, detail: ErrorDetails) -> None:
        """At the field that the place in the schema means; a rule about two says itself where."""
        about_two = detail.get("ctx", {})
        steps = [str(step) for step in detail["loc"] if not isinstance(step, int)]
        field = self[about_two.get("at") or "_".join(steps)]
        message = about_two.get("short") or message_of(detail)
        field.errors = [*field.errors, f"{field.label.text}: {message}"]

    def picture(self) -> bytes | None:
        """The logo that was sent, painted anew; None where none was, or with what is wrong."""
        if not self.logo.data:
            return None
        with closing(self.logo.data) as sent:
            data = sent.read(logos.MOST_BYTES + 1)
        try:
            return logos.prepared(data)
        except InputError as error:
            self.logo.errors = [say(error.words)]
            return None


def told_again(form: TemplateForm) -> None:
    """A browser sends no file twice: say so where one was chosen and nothing was saved."""
    if form.logo.data and not form.logo.errors:
        form.logo.errors = [_("Pilih lagi berkas lambangnya: berkas tidak ikut tersimpan.")]
