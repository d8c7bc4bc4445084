"""HTML to PDF, with no way to reach anything but our own static files.

Also a program, `python -m lms.pdf STYLESHEET [VARIANT]`: a JSON list of HTML comes in, PDF goes
out.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lms.assets import FOLDER
from lms.config import PROJECT

PATIENCE_SECONDS = 180
GIVES_WAY = 10  # to whoever waits for a page
ENOUGH_OF_AN_ERROR = 2000
# Equal documents give equal bytes: the tools order sets alike and put no time of day into fonts.
SAME_EACH_TIME = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
# As WeasyPrint asks for it on Linux, macOS and Windows.
SUBSETTERS = (
    "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib",
    "libharfbuzz-subset-0.dll",
)

log = logging.getLogger(__name__)


class ForbiddenFetchError(ValueError):
    """A document asked for something that is not its own."""


class PrintingError(RuntimeError):
    """The process that printed a document came to nothing."""


# WeasyPrint's font libraries share lists between threads: one document at a time.
_turn = threading.Lock()


def render(html: str | Sequence[str], stylesheet: str, variant: str | None = None) -> bytes:
    """Print a page with a style sheet of the static folder. Never inside `transaction()`.

    Several pages of HTML become one file in which each counts its own pages from 1.
    `variant` is a standard that the file keeps to, such as "pdf/ua-1".
    Raises ForbiddenFetchError, and prints nothing, if the page asks for anything else.
    """
    # A quarter of a second to import: only who prints should pay for it.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    folder = FOLDER.resolve()
    fetcher = _asset_fetcher(folder)
    try:
        with _turn:
            fonts = FontConfiguration()
            css = CSS(filename=folder / stylesheet, font_config=fonts, url_fetcher=fetcher)
            documents = [
                HTML(string=part, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher).render(
                    stylesheets=[css], font_config=fonts, pdf_variant=variant
                )
                for part in ([html] if isinstance(html, str) else html)
            ]
            pages = [page for document in documents for page in document.pages]
            pdf: bytes = documents[0].copy(pages).write_pdf(pdf_variant=variant)
    except FatalURLFetchingError as error:
        raise ForbiddenFetchError(str(error)) from error
    return pdf


def render_apart(html: str | Sequence[str], stylesheet: str, variant: str = "") -> bytes:
    """The same for a long document, in a process of its own.

    A book takes hundreds of megabytes, which a process that goes on would keep, and seconds in
    which nobody else's page may wait. Raises PrintingError.
    """
    try:
        done = subprocess.run(  # noqa: S603 - nothing from outside
            [sys.executable, "-m", "lms.pdf", stylesheet, variant],
            input=json.dumps([html] if isinstance(html, str) else list(html)).encode(),
            capture_output=True,
            cwd=PROJECT,
            env=os.environ | SAME_EACH_TIME,
            timeout=PATIENCE_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintingError(f"not done after {PATIENCE_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise PrintingError(said[-ENOUGH_OF_AN_ERROR:]) from error
    return done.stdout


def missing_subsetter() -> str | None:
    """Return a warning where fonts are cut in Python: a certificate then takes ten times longer.

    Looks for the library without importing WeasyPrint, so that a server may ask when it starts.
    """
    for name in SUBSETTERS:
        with suppress(OSError):
            ctypes.CDLL(name)
            return None
    return (
        "libharfbuzz-subset is not installed: certificates are made about ten times slower. "
        "On Debian and Ubuntu install the package libharfbuzz-subset0."
    )


def tell_what_is_missing() -> None:
    """Into the log, when a process starts that will print."""
    if warning := missing_subsetter():
        log.warning(warning)


def _asset_fetcher(folder: Path) -> Any:
    from weasyprint.urls import (  # noqa: PLC0415
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        """Knows `data:` addresses and the files of one folder; no network, no redirects."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme == "file" and not parts.netloc and path.is_relative_to(folder):
                return URLFetcherResponse(url, path.read_bytes())
            raise FatalURLFetchingError(url)

    return AssetFetcher()


def main() -> None:
    os.nice(GIVES_WAY)
    gc.disable()  # the process is soon over, and looking for cycles costs a sixth
    stylesheet, variant = sys.argv[1:]
    html = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(render(html, stylesheet, variant or None))


if __name__ == "__main__":
    main()
