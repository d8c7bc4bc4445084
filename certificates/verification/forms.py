"""The form of the public check of a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, FileSize

from lms.web import BaseForm

MOST_BYTES = 6 * 1024 * 1024  # a scan of 5 MB is the largest file the register keeps


class FileForm(BaseForm):
    file = FileField(
        _l("Berkas PDF sertifikat"),
        [
            FileRequired(_l("Pilih berkas PDF sertifikatnya.")),
            FileSize(MOST_BYTES, message=_l("Berkas ini lebih besar dari 6 MB.")),
        ],
    )
