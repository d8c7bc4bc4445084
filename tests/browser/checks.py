"""What every page owes its reader, whatever it is about."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
SMALLEST_TARGET = 24
AXE = Axe()

# Controls that are neither inside a sentence nor drawn by their label.
TARGETS = """(least) => [...document.querySelectorAll(
    "button, .govuk-button, .link-card, nav a, summary, select, .govuk-input, textarea,"
    + "label.govuk-radios__label, label.govuk-checkboxes__label, label.level")]
  .filter((it) => it.checkVisibility() && !it.closest(".govuk-visually-hidden"))
  .map((it) => [it, it.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([it, box]) => `${it.outerHTML.slice(0, 120)} is ${box.width}x${box.height}`)"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const needed = document.scrollingElement.scrollWidth;
  if (needed <= width) return [];
  const scrolls = (it) => it && (getComputedStyle(it).overflowX !== "visible"
    || scrolls(it.parentElement));
  return [`${needed} px`, ...[...document.querySelectorAll("body *")]
    .filter((it) => it.checkVisibility() && it.getBoundingClientRect().right > width + 0.5)
    .filter((it) => !scrolls(it.parentElement))
    .slice(-5).map((it) => it.outerHTML.slice(0, 160))];
}"""


class Watch:
    """Listens to a page: errors of its console, its scripts, and requests to other hosts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def __enter__(self) -> Watch:
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("request", self._request)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._error)
        self.page.remove_listener("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 on purpose is not an error of ours.
        is_own_status = message.text.startswith("Failed to load resource") and (
            message.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
        )
        if message.type in {"error", "warning"} and not is_own_status:
            self.faults.append(f"{message.type}: {message.text}")

    def _error(self, error: Exception) -> None:
        self.faults.append(f"script: {error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.faults.append(f"off the site: {request.url}")


def check(page: Page, watch: Watch, *, picture: str = "") -> None:
    """Hold the page that is open to everything that holds for all pages."""
    keep_picture(page, picture)
    found = list(watch.faults)
    found += [f"overflow: {piece}" for piece in overflow(page)]
    found += [f"small target: {it}" for it in page.evaluate(TARGETS, SMALLEST_TARGET)]
    headings, title = page.evaluate("[document.querySelectorAll('h1').length, document.title]")
    if headings != 1:
        found.append(f"{headings} h1")
    if not title.split(" - ")[0].strip():
        found.append("no title")
    found += violations(page)
    width = (page.viewport_size or {"width": 0})["width"]
    assert not found, f"{page.url} at {width} px\n" + "\n".join(found)


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice."""
    size = page.viewport_size or {"width": 0, "height": 0}
    # On a screen as long as the page the menu at its foot covers nothing by chance.
    height = page.evaluate("document.scrollingElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    found = [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in axe_violations(page)
        for node in violation["nodes"][:5]
    ]
    page.set_viewport_size(size)
    return found


def axe_violations(page: Page) -> list[dict[str, Any]]:
    """Only what is wrong: to carry over all that is right takes as long as finding it out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(
        "(options) => axe.run(options).then((found) => found.violations)", OPTIONS
    )
    return found


def overflow(page: Page) -> list[str]:
    """The pieces that reach over the right edge of the screen."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def keep_picture(page: Page, name: str) -> None:
    """With BROWSER_PICTURES=folder, leave a picture of the page there to be looked at."""
    folder = os.environ.get("BROWSER_PICTURES", "")
    if folder and name:
        width = (page.viewport_size or {"width": 0})["width"]
        path = Path(folder) / f"{name}-{width}.png"
        page.screenshot(path=str(path), full_page=True)
