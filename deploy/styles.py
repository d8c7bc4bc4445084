"""Joins the style sheets into the one that pages load: lms/static/css/app.css (`make css`).

One file is one request less on a slow phone, and the order of the parts is decided once.
`--check` only says whether the joined file is what the parts say.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "lms" / "static"
TARGET = STATIC / "css" / "app.css"
# Later parts win over earlier ones; a sheet that is named here but not there yet is passed over.
ORDER = (
    "tokens",
    "skin",
    "base",
    "components",
    "people",
    "roster",
    "day",
    "taking",
    "paper",
    "quiz",
    "marking",
    "fieldwork",
    "practice",
    "authoring",
    "certificates",
    "questions",
    "charts",
    "staff",
    "print",
)


def parts() -> list[Path]:
    theirs = sorted(STATIC.glob("vendor/govuk-frontend-*/govuk-frontend.min.css"))
    return theirs + [path for name in ORDER if (path := TARGET.with_name(f"{name}.css")).exists()]


def squeezed(css: str) -> str:
    """Without comments and needless spaces; strings are left as they are."""
    pieces = re.split(r"""("[^"]*"|'[^']*'|/\*.*?\*/)""", css, flags=re.DOTALL)
    out = []
    for piece in pieces:
        if piece.startswith("/*"):
            out.append(piece if piece.startswith("/*!") else "")
        elif piece.startswith(('"', "'")):
            out.append(piece)
        else:
            text = re.sub(r"\s+", " ", piece)
            out.append(re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", text))
    return "".join(out).replace(";}", "}").strip()


def joined() -> str:
    return "\n".join(squeezed(path.read_text()) for path in parts()) + "\n"


def main() -> int:
    if "--check" not in sys.argv:
        TARGET.write_text(joined())
        return 0
    if TARGET.exists() and TARGET.read_text() == joined():
        return 0
    print("lms/static/css/app.css is not what its parts say: run `make css` and commit it")
    return 1


if __name__ == "__main__":
    sys.exit(main())
