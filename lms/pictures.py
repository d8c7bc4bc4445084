"""Pictures that people send: opened strictly, whatever else the process has loaded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageFile

UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
"""What Pillow raises, when it opens or decodes, for a file that is broken or cut short."""


@contextmanager
def opened(data: bytes, formats: Iterable[str]) -> Iterator[Image.Image]:
    """The picture, not decoded yet. Raises one of UNREADABLE, here or when it is decoded."""
    # WeasyPrint, once imported, has Pillow fill up pictures that are cut short, in all modules.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(data), formats=list(formats)) as image:
        yield image


MOST_BLOCKS = 4  # along the longer side: neither a face nor a digit is told from so few


@dataclass(frozen=True)
class Area:
    """A rectangle of a picture, in whole percent of its width and height."""

    left: int
    top: int
    width: int
    height: int

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """In pixels, never smaller than what was meant, and inside the picture."""
        right, bottom = min(self.left + self.width, 100), min(self.top + self.height, 100)
        return (
            self.left * width // 100,
            self.top * height // 100,
            max(-(-right * width // 100), 1),
            max(-(-bottom * height // 100), 1),
        )


def pixelated(data: bytes, areas: Iterable[Area]) -> bytes:
    """A JPEG in which a few coarse blocks stand for what was in the areas."""
    with opened(data, ["JPEG"]) as image:
        photo = image.convert("RGB")
    for area in areas:
        box = area.box(photo.width, photo.height)
        part = photo.crop(box)
        block = -(-max(part.size) // MOST_BLOCKS)
        few = part.resize((-(-part.width // block), -(-part.height // block)), Image.Resampling.BOX)
        photo.paste(few.resize(part.size, Image.Resampling.NEAREST), box)
    photo.info.clear()
    output = io.BytesIO()
    photo.save(output, "JPEG", quality=85, optimize=True)
    return output.getvalue()
