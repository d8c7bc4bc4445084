"""The same certificate as the first examples of WeasyPrint and pyHanko would make it.

Sheet and fonts are read anew for every document, the frame and the code are SVG, and pyHanko's
own signer reads an RSA key. It prints the fonts of ours, which are already cut to size.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import segno
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from weasyprint import CSS, HTML

from certificates.document import art
from certificates.document.renderer import ASSETS, Renderer
from tests.bench.office import facts_of

_PAGES = """
@page { background: url(back.svg) no-repeat; background-size: 100% 100% }
@page :first { background-image: url(front.svg) }
"""


class Plain:
    def __init__(self, key_file: Path) -> None:
        self.folder, self.key_file = key_file.parent, key_file
        self._ours = Renderer()  # for the words on the page only
        (self.folder / "front.svg").write_text(_svg(art.front()))
        (self.folder / "back.svg").write_text(_svg(art.back()))

    def rendered(self, place: int) -> bytes:
        facts = facts_of(place)
        before, _src, after = self._ours._html(facts, None).partition("data:image/png;base64,")
        code = segno.make(facts.verification_url, error="m").svg_data_uri(border=0)
        sheets = [
            CSS(filename=ASSETS / "certificate.css"),
            CSS(string=_PAGES, base_url=f"{self.folder}/"),
        ]
        html = HTML(string=before + code + after[after.index('"') :], base_url=f"{ASSETS}/")
        printed: bytes = html.write_pdf(stylesheets=sheets, pdf_variant="pdf/a-3a")
        return printed

    def signed(self, place: int) -> bytes:
        signer = signers.SimpleSigner.load_pkcs12(self.key_file)
        about = signers.PdfSignatureMetadata(field_name="Signature")
        pdf = IncrementalPdfFileWriter(BytesIO(self.rendered(place)))
        written: bytes = signers.sign_pdf(pdf, about, signer=signer).getvalue()
        return written


def _svg(drawing: bytes) -> str:
    """The operators of a drawing in the words of SVG."""
    numbers: list[str] = []
    path, fill, stroke, thickness = "", "", "", ""
    flip = f"matrix(1 0 0 -1 0 {art.PAGE_HEIGHT})"
    size = f"{art.PAGE_WIDTH} {art.PAGE_HEIGHT}"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">',
        f'<g transform="{flip}">',
    ]
    for word in drawing.decode().split():
        match word:
            case "cm":
                out.append(f'<g transform="matrix({" ".join(numbers)})">')
            case "Q":
                out.append("</g>")
            case "rg":
                fill = _colour(numbers)
            case "RG":
                stroke = _colour(numbers)
            case "w":
                (thickness,) = numbers
            case "m" | "l":
                path += f"{word.upper()}{' '.join(numbers)}"
            case "re":
                x, y, width, height = numbers
                path += f"M{x} {y}h{width}v{height}h-{width}z"
            case "f":
                out.append(f'<path fill="{fill}" d="{path}"/>')
                path = ""
            case "S":
                line = f'stroke="{stroke}" stroke-width="{thickness}"'
                out.append(f'<path fill="none" {line} d="{path}"/>')
                path = ""
            case "q":
                pass
            case _:
                numbers.append(word)
                continue
        numbers = []
    return "\n".join((*out, "</g></svg>"))


def _colour(parts: list[str]) -> str:
    red, green, blue = (round(float(part) * 255) for part in parts)
    return f"rgb({red},{green},{blue})"
