"""Forms of the signing desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from certificates.signing.kinds import BY_PASSPHRASE
from lms.web import BaseForm

LONGEST_PASSPHRASE = 200


class SigningForm(BaseForm):
    """Which documents, by which signer, with the passphrase that is used and forgotten."""

    signer = SelectField(
        choices=[SelectChoice(kind.value, kind.value) for kind in sorted(BY_PASSPHRASE)]
    )
    certificate = SelectMultipleField(coerce=int, validate_choice=False)
    passphrase = PasswordField(
        _l("Passphrase"),
        [InputRequired(_l("Ketik passphrase Anda.")), Length(max=LONGEST_PASSPHRASE)],
    )


class ScanForm(BaseForm):
    scan = FileField(
        _l("Pindaian lembar yang sudah ditandatangani"),
        [FileRequired(_l("Pilih berkas pindaiannya."))],
    )
