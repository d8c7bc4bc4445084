"""Facts in, PDF bytes out: PDF/A-3a and PDF/UA-1, two pages of A4 landscape.

One renderer lives in each process and is used by one thread at a time: WeasyPrint shares
GLib lists through the font configuration, and parallel use corrupts them. The first
certificate of a process pays for reading fonts and stylesheet, the rest do not.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from certificates.document import finishing, sentences, words
from certificates.document.facts import CertificateFacts
from certificates.document.fetcher import AssetFetcher, FetchError
from certificates.document.finishing import Finisher, OutputProfile
from certificates.document.fitting import FitError
from certificates.document.page import LARGEST_GAP, Typesetter
from certificates.signing.kinds import on_paper
from lms.words import N_, InputError

ASSETS = Path(__file__).parent / "assets"

_VARIANT = "pdf/a-3a"
_SIZES = range(6, 37)
_PNG = b"\x89PNG\r\n\x1a\n"


class RenderError(InputError):
    """The facts cannot be printed as they stand; the words say why, for the organiser."""


class Renderer:
    """Warm state: fonts, stylesheet, template and art, read once."""

    def __init__(self, assets: Path = ASSETS) -> None:
        self._fetcher = AssetFetcher(assets)
        self._fonts = FontConfiguration()
        self._css = CSS(
            string=(assets / "certificate.css").read_text("utf-8") + _measures(),
            base_url=f"{assets.as_uri()}/",
            font_config=self._fonts,
            url_fetcher=self._fetcher,
        )
        environment = Environment(
            loader=FileSystemLoader(assets), autoescape=True, undefined=StrictUndefined
        )
        self._template = environment.get_template("certificate.html")
        self._colours = OutputProfile()
        self._typesetter = Typesetter(assets / "fonts")
        self._finisher = Finisher(assets)

    def render(
        self,
        facts: CertificateFacts,
        logo: bytes | None = None,
        credential: bytes | None = None,
    ) -> bytes:
        """Return the PDF. ``logo`` is a PNG for the head of the front page.

        ``credential`` is the same certificate for programs, to be attached.
        """
        collecting = gc.isenabled()
        gc.disable()  # the box tree is one big cycle; collecting inside costs a sixth
        try:
            return self._render(facts, logo, credential)
        except FitError as error:
            raise RenderError(
                N_("Terlalu panjang untuk sertifikat: %(part)s", part=error)
            ) from error
        except FetchError as error:
            raise RenderError(
                N_("Sertifikat memuat alamat yang tidak diizinkan: %(address)s", address=error)
            ) from error
        finally:
            if collecting:
                gc.enable()

    def _render(
        self, facts: CertificateFacts, logo: bytes | None, credential: bytes | None
    ) -> bytes:
        if lacking := self._typesetter.lacking(facts):
            raise RenderError(
                N_("Huruf ini tidak dapat dicetak: %(letters)s", letters=" ".join(lacking))
            )
        document = HTML(string=self._html(facts, logo), url_fetcher=self._fetcher).render(
            font_config=self._fonts,
            color_profiles={"srgb": self._colours},
            stylesheets=[self._css],
            pdf_variant=_VARIANT,
        )
        if len(document.pages) != 2:
            raise RenderError(
                N_("Sertifikat menjadi %(count)s halaman, seharusnya 2.", count=len(document.pages))
            )

        def finish(_document: Any, pdf: Any) -> None:
            self._finisher.finish(pdf, kind=facts.kind, specimen=facts.specimen)

        # Asked for "srgb", WeasyPrint would read its own profile again instead of ours.
        written: bytes = document.write_pdf(
            finisher=finish,
            pdf_variant=_VARIANT,
            output_intent="as given",
            attachments=[finishing.attachment(facts, credential)] if credential else None,
        )
        return written

    def _html(self, facts: CertificateFacts, logo: bytes | None) -> str:
        nip = facts.signatory.nip
        return self._template.render(
            facts=facts,
            front=self._typesetter.front(facts),
            back=self._typesetter.back(facts),
            keywords=_keywords(facts),
            edition=sentences.edition(facts),
            created=f"{(facts.reissued_on or facts.issued_on).isoformat()}T00:00:00+08:00",
            code=words.grouped_code(facts.verification_code),
            signed=on_paper(facts.signer),
            signatory_nip=words.grouped_nip(nip) if nip else None,
            qr=_qr(facts.verification_url),
            logo=_data_address(logo) if logo else None,
        )


def _measures() -> str:
    """Write the classes for measured sizes, so that a document carries no styles of its own."""
    sizes = [f".s{size}{{font-size:{size}pt}}" for size in _SIZES]
    gaps = [
        f".g{gap} .gap{{margin-top:{gap}pt}}.g{gap} .tight{{margin-top:{gap // 3}pt}}"
        for gap in range(LARGEST_GAP + 1)
    ]
    return "\n".join(sizes + gaps)


def _keywords(facts: CertificateFacts) -> tuple[str, ...]:
    words_of_search = (facts.number, facts.verification_code)
    return ("SPECIMEN", *words_of_search) if facts.specimen else words_of_search


def _qr(address: str) -> str:
    """Draw one pixel a module; the page gives the size and the quiet zone."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=1, border=0)
    return _data_address(picture.getvalue())


def _data_address(picture: bytes) -> str:
    if not picture.startswith(_PNG):
        raise RenderError(N_("Lambang harus berupa berkas PNG."))
    return f"data:image/png;base64,{b64encode(picture).decode('ascii')}"


_lock = threading.Lock()
_renderer: Renderer | None = None


def render(
    facts: CertificateFacts, logo: bytes | None = None, credential: bytes | None = None
) -> bytes:
    """Return the PDF of a certificate, made by this process's renderer."""
    global _renderer  # noqa: PLW0603 - one warm renderer a process, behind the lock
    with _lock:
        if _renderer is None:
            _renderer = Renderer()
        return _renderer.render(facts, logo, credential)


def _forget() -> None:
    """Give a forked worker its own lock and renderer: GLib's state does not survive a fork."""
    global _lock, _renderer
    _lock, _renderer = threading.Lock(), None


os.register_at_fork(after_in_child=_forget)
# Left to the end of the interpreter, the fonts may be freed after the library that frees them.
atexit.register(_forget)
