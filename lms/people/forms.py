"""Forms of signing in, activation, the account and consent."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from lms.i18n import say
from lms.people import rules
from lms.web import BaseForm


class SignInForm(BaseForm):
    account = StringField(
        _l("Nomor HP, NIP, atau nomor peserta"),
        [InputRequired(_l("Isi nomor HP, NIP, atau nomor peserta."))],
    )
    password = PasswordField(_l("Kata sandi"), [InputRequired(_l("Isi kata sandi."))])


class ConfirmForm(BaseForm):
    password = PasswordField(_l("Kata sandi Anda"), [InputRequired(_l("Isi kata sandi Anda."))])


class CodeForm(BaseForm):
    code = StringField(_l("Kode aktivasi"), [InputRequired(_l("Isi kode aktivasi dari slip."))])


class NewPasswordForm(BaseForm):
    """Needs to know what others know about the person, which may not be the password."""

    password = PasswordField(
        _l("Kata sandi baru"), [InputRequired(_l("Isi kata sandi yang baru."))]
    )

    def __init__(self, known: rules.Known, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def validate_password(self, field: Field) -> None:
        refused = rules.refuse_password(field.data, self.known)
        if refused is not None:
            raise ValidationError(say(refused))


class ChangePasswordForm(NewPasswordForm):
    old_password = PasswordField(
        _l("Kata sandi sekarang"), [InputRequired(_l("Isi kata sandi yang sekarang."))]
    )


class ConsentForm(BaseForm):
    version = HiddenField()
    has_read = BooleanField(
        _l("Saya telah membaca dan memahami pemberitahuan ini"),
        [InputRequired(_l("Centang pernyataan ini bila Anda sudah membacanya."))],
    )
