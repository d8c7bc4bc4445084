"""A volume as PDF: cover, contents with page numbers, running heads; tagged as PDF/UA."""

from __future__ import annotations

import re
from base64 import b64encode

from flask import render_template
from lxml import etree

from courses.handouts.binding import facts_of, parts_of
from courses.handouts.volumes import Photo, Volume
from lms import pdf
from lms.i18n import in_indonesian

_SVG = "{http://www.w3.org/2000/svg}"
_STYLES = "print/handout.css"
_VARIANT = "pdf/ua-1"
_FONT = re.compile(r"font-family\s*:[^;}]*;?")
_OUR_FONT = "Source Sans 3"


@in_indonesian()
def print_pdf(volume: Volume) -> bytes:
    pictures = {key: data_address(photo) for key, photo in volume.photos.items()}
    html = render_template(
        "courses/handouts/print/volume.html",
        volume=volume,
        parts=parts_of(
            volume, place=lambda chapter: f"#{chapter.key}", picture=lambda key: pictures[key]
        ),
        facts=facts_of,
    )
    return pdf.render_apart(html, _STYLES, _VARIANT)


def data_address(photo: Photo) -> str:
    is_drawn = photo.media_type == "image/svg+xml"
    data = _with_our_font(photo.data) if is_drawn else photo.data
    return f"data:{photo.media_type};base64,{b64encode(data).decode('ascii')}"


def _with_our_font(drawing: bytes) -> bytes:
    """Drawings name the fonts of phones; on paper no server's own fonts may matter."""
    root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter(etree.Element):
        element.attrib.pop("font-family", None)
        if style := element.get("style"):
            element.set("style", _FONT.sub("", style))
        if element.tag == f"{_SVG}style" and element.text:
            element.text = _FONT.sub("", element.text)
    root.set("font-family", _OUR_FONT)
    return bytes(etree.tostring(root))
