"""What a person sees when something is refused or breaks: one page, one reference id."""

from __future__ import annotations

import errno
import logging

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)


class DomainError(Exception):
    """A rule says no. `message` is for the person, already in their language."""

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


TITLES = {
    400: _l("Permintaan tidak dapat dibaca"),
    401: _l("Silakan masuk"),
    403: _l("Anda tidak punya akses ke halaman ini"),
    404: _l("Halaman tidak ditemukan"),
    405: _l("Cara membuka halaman ini tidak tepat"),
    409: _l("Belum dapat dilakukan"),
    410: _l("Tidak berlaku lagi"),
    413: _l("Berkas atau isian terlalu besar"),
    422: _l("Isian perlu diperbaiki"),
    429: _l("Terlalu sering"),
    500: _l("Ada gangguan di server kami"),
    507: _l("Penyimpanan server penuh"),
}
MESSAGES = {
    400: _l("Muat ulang halaman sebelumnya, lalu kirim lagi."),
    401: _l("Halaman ini hanya untuk yang sudah masuk. Masuk dahulu, lalu coba lagi."),
    403: _l("Halaman ini untuk peran lain dalam pelatihan. Hubungi panitia bila ini keliru."),
    404: _l("Periksa kembali alamatnya, atau mulai dari beranda."),
    405: _l("Mulai lagi dari beranda, lalu gunakan tombol di halaman."),
    409: _l("Keadaannya sudah berubah. Muat ulang halaman sebelumnya."),
    410: _l("Alamat ini pernah berlaku, tetapi sekarang tidak lagi."),
    413: _l(
        "Satu kiriman paling besar 20 MB. Kembali ke halaman sebelumnya: isiannya masih ada. "
        "Kecilkan berkasnya, lalu unggah lagi."
    ),
    422: _l("Periksa kembali isian Anda, lalu kirim lagi."),
    429: _l("Tunggu sebentar, lalu coba lagi."),
    500: _l("Yang sudah tersimpan tidak hilang. Sebutkan kode di bawah kepada panitia."),
    507: _l("Yang sudah tersimpan tidak hilang, tetapi tidak ada tempat lagi. Beri tahu panitia."),
}


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    alike = status if status in TITLES else 400 if status < 500 else 500
    title = str(TITLES[alike])
    text = message or str(MESSAGES[alike])
    if wants_json():
        return jsonify(error=title, message=text, reference=g.request_id), status
    name = "errors/error.html" if status < 500 else "errors/broken.html"
    page = render_template(name, title=title, message=text, reference=g.request_id)
    return page, status


def _refused(error: DomainError) -> ResponseReturnValue:
    return error_page(error.status, error.message)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    answer = make_response(error_page(error.code))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:  # such as Allow and Retry-After
            answer.headers[name] = value
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    facts = {"endpoint": request.endpoint, "request_id": g.request_id}
    log.exception("request failed", extra=facts)
    return error_page(507 if _is_disk_full(error) else 500)


def _is_disk_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, OperationalError) and "disk is full" in str(error.orig)
