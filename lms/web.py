"""What every request passes: its id, CSRF, headers without inline code; and the base form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from wtforms import BooleanField

from lms.config import Settings
from lms.errors import error_page
from lms.i18n import current_locale
from lms.resending import refused_form

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A file that somebody sent is shown as what it is, and runs nothing.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# An address with ?v= changes with the content. Fonts and pictures named in style sheets do not.
STATIC_CACHE = "public, max-age=31536000, immutable"
FONT_CACHE = "public, max-age=604800"


def person_or_network() -> str:
    """Whom to count: a room shares a network, so who is signed in is counted alone."""
    person_id = getattr(current_user, "person_id", None)
    return f"person {person_id}" if person_id else get_remote_address()


csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


class RowId(IntegerConverter):
    """`<int:…>` in an address: no more than a key can be, so that the rest is not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def init_app(app: Flask, settings: Settings) -> None:
    app.url_map.converters["int"] = RowId
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=0
        )
    app.before_request(_limit_plain_body)  # before CSRF, which reads the form
    csrf.init_app(app)
    limiter.init_app(app)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.after_request(_add_headers)
    app.jinja_env.globals["faults_of"] = faults_of  # imported macros see globals only


def _limit_plain_body() -> None:
    """Only uploads may be large: Werkzeug reads any other form as a whole, without limits."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = request.max_form_memory_size


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    message = _("Formulir ini sudah terlalu lama terbuka. Kembali, muat ulang, lalu kirim lagi.")
    return refused_form(400, _("Formulir ini sudah terlalu lama terbuka."), otherwise=message)


def _too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    answer = make_response(error_page(429))
    answer.headers["Retry-After"] = str(error.limit.limit.get_expiry())  # then surely again
    return answer


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = STATIC_CACHE if "v" in request.args else FONT_CACHE
    else:
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.vary.update(("Cookie", "Accept"))
    return response


def safe_next(target: str | None) -> str | None:
    """A path of this site to go on to, or None: never another host, however it is spelt."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if not target.isprintable():
        return None  # browsers leave out tabs and line breaks: "/\t/host" is "//host"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


SHORT = 2  # letters of words that name nothing: di, ke
MESSAGES_OF_WTFORMS = {
    "This field is required.": "Isian ini wajib diisi.",
    "Not a valid integer value.": "Tulis bilangan bulat.",
    "Not a valid choice.": "Pilih salah satu yang tersedia.",
    "Not a valid choice": "Pilih salah satu yang tersedia.",
    "Not a valid date value.": "Tulis tanggal, contoh 14 02 2024.",
    "Invalid value, must be one of: %(values)s.": "Pilih salah satu yang tersedia.",
    "'%(value)s' is not a valid choice for this field.": "Pilihan ini tidak tersedia.",
    "Invalid input.": "Isian ini tidak dapat dibaca.",
    "Field must be at least %(min)d character long.": "Tulis sedikitnya %(min)d huruf.",
    "Field must be at least %(min)d characters long.": "Tulis sedikitnya %(min)d huruf.",
    "Field cannot be longer than %(max)d character.": "Paling banyak %(max)d huruf.",
    "Field cannot be longer than %(max)d characters.": "Paling banyak %(max)d huruf.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Tulis antara %(min)d dan %(max)d huruf."
    ),
}


class _WTFormsWords:
    """WTForms ships no Indonesian; these are the messages our forms can show."""

    def __init__(self, locales: Iterable[str]) -> None:
        self.is_indonesian = "id" in set(locales)

    def gettext(self, text: str) -> str:
        return MESSAGES_OF_WTFORMS.get(text, text) if self.is_indonesian else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """What came from the browser becomes typed values here; each POST carries a CSRF token."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: FlaskForm) -> _WTFormsWords:
            return _WTFormsWords([current_locale()])


def faults_of(form: Any) -> list[tuple[str, str]]:
    """What is wrong, for the head of the page: (name of the field, its first message).

    Forms that are none of WTForms have `errors` too, and name their fields themselves.
    """
    labels: dict[str, str] = {}
    if isinstance(form, BaseForm):
        boxes = BooleanField  # their labels are what one agrees to
        labels = {each.name: str(each.label.text) for each in form if not isinstance(each, boxes)}
    first = {name: str(next(iter(messages))) for name, messages in form.errors.items()}
    often = Counter(first.values())
    return [
        (name or "", with_field(labels.get(name, ""), message, is_shared=often[message] > 1))
        for name, message in first.items()
    ]


def with_field(label: str, message: str, *, is_shared: bool = False) -> str:
    """The message, after the name of its field where it does not say of itself which it is, or
    where another field has the same message.
    """
    words = [word for word in re.findall(r"\w+", label) if len(word) > SHORT or word.isupper()]
    says_it = not is_shared and any(word.casefold() in message.casefold() for word in words)
    return message if says_it or not label else f"{label.rstrip(' :?')}: {message}"
