"""Forms of signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from lms.web import BaseForm


class SignInForm(BaseForm):
    account = StringField(
        _l("Nomor HP, NIP, atau nomor peserta"),
        [InputRequired(_l("Isi nomor HP, NIP, atau nomor peserta."))],
    )
    password = PasswordField(_l("Kata sandi"), [InputRequired(_l("Isi kata sandi."))])
