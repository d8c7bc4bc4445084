"""The only door through which the renderer reaches anything outside the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class FetchError(FatalURLFetchingError):  # type: ignore[misc]
    """The document asked for something that is not its own."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Knows ``data:`` addresses and the files of one folder; no network, no redirects."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the answer for an allowed address; anything else ends the rendering."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme == "file" and not parts.netloc and path.is_relative_to(self._folder):
            return URLFetcherResponse(url, path.read_bytes())
        raise FetchError(url)
