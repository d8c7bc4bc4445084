"""A scan as PDF, whatever it was brought as."""

from __future__ import annotations

import io

from PIL import Image

from lms import handed
from lms.handed import HandedFile

_A4_LONG_SIDE_INCHES = 297 / 25.4


def as_pdf(scan: HandedFile) -> bytes:
    """A photo becomes one page whose long side is that of A4."""
    if scan.media_type == handed.PDF:
        return scan.data
    output = io.BytesIO()
    with Image.open(io.BytesIO(scan.data), formats=["JPEG"]) as photo:
        resolution = max(photo.size) / _A4_LONG_SIDE_INCHES
        photo.save(output, "PDF", resolution=resolution)
    return output.getvalue()
