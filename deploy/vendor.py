"""Fetches the front-end parts of other projects and cuts them to what this app may and does use.

Run once a version changes: `python deploy/vendor.py` (needs npm and requirements-dev.txt). The
result is committed, so the server never needs npm. Each package is checked against the digest that
was noted when its version was chosen.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tinycss2

STATIC = Path(__file__).resolve().parent.parent / "lms" / "static"
VENDOR = STATIC / "vendor"
LICENCES = Path(__file__).resolve().parent / "licences"

PACKAGES = {
    "govuk-frontend@6.6.0": (
        "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
    ),
    "lucide-static@1.62.0": (
        "WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA=="
    ),
    "@fontsource-variable/plus-jakarta-sans@5.3.0": (
        "/l/4r0yyWK9JzAlmA0LiYgGgmJe/Gswt4jTJEzr5QhJfwMbvJZDmYWyW0M4X7yCK69BajMVlV/Lx8g7WDc1+sw=="
    ),
    "@fontsource/source-serif-4@5.3.1": (
        "cWcTCXjYYrgF9A67fThVir1VSc0lPEYmwQ6jA4pPt01s2MSCi/maINUcZoCzaqnU8fyUReDO97eGcBUkHgOeug=="
    ),
    "@fontsource/source-sans-3@5.3.1": (
        "O3YxvbotUOgYI2Zx0bBcEMNjnwitRf9P2+9pd54sMoux1NHrdXnMwZusw2P78lFhEzOPN4glOEQmX0ASaS68uA=="
    ),
}

# Name in our templates -> name of the icon today; the left one survives their renaming.
ICONS = {
    "alert-triangle": "triangle-alert",
    "chart": "chart-column",
    "home": "house",
}
SAME_NAME = """
arrow-left arrow-right award ban book-open calendar camera check chevron-left chevron-right
circle circle-check circle-x clipboard-list clock download file-text flag info key-round
list-checks lock log-out message-square pencil printer qr-code refresh-cw search send settings
shield-check signature upload user users wifi-off x
"""
SHAPE = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" stroke-linejoin="round"'
)

# Components that no page uses, and what is the property of the British government.
UNUSED = re.compile(
    r"\.govuk-(accordion|breadcrumbs|button-group|character-count|cookie-banner|date-input"
    r"|exit-this-page|feedback|footer|generic-header|header|language-navigation"
    r"|notification-banner|pagination|panel|phase-banner|section-break|service-navigation"
    r"|summary-card|table|tabs|tag|task-list|warning-text)(?![a-z])"
    # And what no page asks of the rest: classes that override a margin, columns, their script.
    r"|\.govuk-(\\!-|clearfix|drop-zone|file-upload-[a-z]|frontend-supported|grid-|link-image|logo)"
    r"|__conditional|__divider|--inverse|button--start|button__start-icon"
)
THEIR_FONT = "GDS Transport,arial,sans-serif"


def fetch(spec: str, digest: str, folder: Path) -> Path:
    target = folder / spec.replace("/", "-").lstrip("@")
    target.mkdir()
    packed = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", target, spec],
        check=True,
        capture_output=True,
        text=True,
    )
    archive = target / packed.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != digest:
        raise SystemExit(f"{spec}: the digest is {found}, not the one noted in this file")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def without_unused(rules: Iterable[Any]) -> str:
    """The style sheet with the selectors of unused components taken out, at every depth."""
    out = []
    for rule in rules:
        prelude = tinycss2.serialize(rule.prelude) if hasattr(rule, "prelude") else ""
        if rule.type == "qualified-rule":
            kept = [one for one in prelude.split(",") if not UNUSED.search(one)]
            if kept:
                out.append(f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = without_unused(tinycss2.parse_rule_list(rule.content, skip_whitespace=True))
            if inner:
                out.append(f"@{rule.at_keyword}{prelude}{{{inner}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "font-face"):
            out.append(rule.serialize())
    return "".join(out)


def govuk(package: Path) -> None:
    target = VENDOR / "govuk-frontend-6.6.0"
    target.mkdir(parents=True)
    source = (package / "dist/govuk/govuk-frontend.min.css").read_text()
    css = without_unused(
        tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    )
    css = css.replace(THEIR_FONT, "var(--font-body)")
    for theirs in ("GDS Transport", "url(/assets", "crest", "crown"):
        if theirs in css:
            raise SystemExit(f"govuk-frontend: {theirs!r} is left in the style sheet")
    (target / "govuk-frontend.min.css").write_text(
        "/*! GOV.UK Frontend 6.6.0, MIT, Crown Copyright (Government Digital Service);"
        " font, crest and unused components removed */\n" + css + "\n"
    )
    # Their package carries no licence file; the text is that of their repository.
    shutil.copy(LICENCES / "govuk-frontend.txt", target / "LICENCE.txt")


def font(package: Path) -> None:
    target = STATIC / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    name = "plus-jakarta-sans-latin-wght-normal.woff2"
    shutil.copy(package / "files" / name, target / "plus-jakarta-sans.woff2")
    shutil.copy(package / "LICENSE", target / "plus-jakarta-sans-LICENSE.txt")


def paper_font(package: Path) -> None:
    """Letters of what is printed: upright, italic and semibold."""
    target = STATIC / "print" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((package / "files").glob("*-latin-[46]00-*.woff2")):
        if not path.stem.endswith("600-italic"):
            shutil.copy(path, target / path.name.replace("-latin", ""))
    name = path.name.partition("-latin")[0]
    shutil.copy(package / "LICENSE", target / f"{name}-LICENSE.txt")


def icons(package: Path) -> None:
    symbols = []
    names = ICONS | {name: name for name in SAME_NAME.split()}
    for ours, theirs in sorted(names.items()):
        text = (package / "icons" / f"{theirs}.svg").read_text()
        body = text[text.index(">", text.index("<svg")) + 1 : text.index("</svg>")]
        shapes = "".join(line.strip() for line in body.splitlines()).replace(" />", "/>")
        symbols.append(f'<symbol id="{ours}" {SHAPE}>{shapes}</symbol>')
    licence = (package / "LICENSE").read_text()
    (VENDOR / "lucide-1.62.0").mkdir(parents=True)
    (VENDOR / "lucide-1.62.0" / "LICENSE").write_text(licence)
    (STATIC / "icons.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Lucide 1.62.0, ISC: vendor/lucide-1.62.0/LICENSE -->\n"
        + "\n".join(symbols)
        + "\n</svg>\n"
    )


def main() -> None:
    for old in VENDOR.glob("*-[0-9]*"):
        shutil.rmtree(old)
    with tempfile.TemporaryDirectory() as name:
        steps = zip(PACKAGES.items(), (govuk, icons, font, paper_font, paper_font), strict=True)
        for (spec, digest), step in steps:
            step(fetch(spec, digest, Path(name)))


if __name__ == "__main__":
    main()
