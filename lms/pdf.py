"""HTML to PDF, with no way to reach anything but our own static files."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import current_app


class ForbiddenFetchError(ValueError):
    """A document asked for something that is not its own."""


# WeasyPrint's font libraries share lists between threads: one document at a time.
_turn = threading.Lock()


def render(html: str, stylesheet: str) -> bytes:
    """Print a page with a style sheet of the static folder. Never inside `transaction()`.

    Raises ForbiddenFetchError, and prints nothing, if the page asks for anything else.
    """
    # A quarter of a second to import: only who prints should pay for it.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    folder = Path(current_app.static_folder or "").resolve()
    fetcher = _asset_fetcher(folder)
    try:
        with _turn:
            fonts = FontConfiguration()
            css = CSS(filename=folder / stylesheet, font_config=fonts, url_fetcher=fetcher)
            document = HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
            pdf: bytes = document.write_pdf(stylesheets=[css], font_config=fonts)
    except FatalURLFetchingError as error:
        raise ForbiddenFetchError(str(error)) from error
    return pdf


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
