"""A picture cut short is refused, also by a process that has made a PDF."""

from __future__ import annotations

import io

import pytest
import weasyprint.images  # noqa: F401 - tells Pillow to take what is cut short
from PIL import Image, ImageFile

from lms.pictures import UNREADABLE, opened


def picture(kind: str) -> bytes:
    output = io.BytesIO()
    Image.effect_noise((120, 80), 60).save(output, kind)
    return output.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_cut_pictures_are_refused_after_a_pdf_was_made(kind):
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as it stands where the import came first
    data = picture(kind)
    with opened(data, [kind]) as whole:
        whole.load()
    with pytest.raises(UNREADABLE), opened(data[: len(data) // 2], [kind]) as cut:
        cut.load()


def test_only_the_formats_asked_for_are_opened():
    with pytest.raises(UNREADABLE), opened(picture("PNG"), ["JPEG"]):
        pass
