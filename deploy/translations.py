"""Keeps the English catalogue in step with the sentences of the app.

Indonesian is the source language: a sentence stands in the code or template as `_("…")`, and
English is lms/translations/en/LC_MESSAGES/messages.po.

    python deploy/translations.py update   brings new sentences in and takes dropped ones out
    python deploy/translations.py check    exit 1 unless every sentence has its English
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
ENGLISH = PROJECT / "lms" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
FOLDERS = ("lms", "courses", "quizzes", "certificates", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}}
HEADER = "# English for what the screens say in Indonesian. See deploy/translations.py."
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}


def sentences() -> Catalog:
    catalog = Catalog(locale="en", project="bimtek", charset="utf-8")
    for folder in FOLDERS:
        found = extract_from_dir(
            PROJECT / folder, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",)
        )
        for _file, _line, identity, comments, context in found:
            catalog.add(identity, auto_comments=comments, context=context)
    return catalog


def english() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en", charset="utf-8", header_comment=HEADER, fuzzy=False)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> None:
    catalog = english()
    made = catalog.creation_date
    # No guesses: a sentence that only looks like an old one must be read by a person anyway.
    catalog.update(sentences(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = made
    catalog.header_comment = HEADER
    catalog.project, catalog.version = "Bimtek", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Bimtek"
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        # Neither places nor widths, so that a change touches only the lines of its sentence.
        write_po(file, catalog, width=0, no_location=True, sort_output=True)


def faults() -> list[str]:
    catalog, wanted = english(), sentences()
    known = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in wanted if m.id}
    found = []
    for message in wanted:
        if not message.id:
            continue
        said = catalog.get(message.id, message.context)
        if said is None:
            found.append(f"not in the catalogue: {_named(message)}")
        elif not said.string or (isinstance(said.string, tuple) and not all(said.string)):
            found.append(f"no English yet: {_named(message)}")
        elif said.fuzzy:
            found.append(f"marked as uncertain: {_named(message)}")
        else:
            found += [f"{error}: {_named(message)}" for error in said.check(catalog)]
    found += [
        f"no longer in the app: {_named(message)}"
        for message in catalog
        if message.id
        and (message.id if isinstance(message.id, str) else message.id[0], message.context)
        not in known
    ]
    return found


def _named(message: Message) -> str:
    return repr(message.id if isinstance(message.id, str) else message.id[0])


def main() -> int:
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] != ["check"]:
        print(__doc__)
        return 2
    found = faults()
    for fault in found:
        print(f"messages.po: {fault}")
    if found:
        print(f"{len(found)} to do: `make translations`, then fill in what is empty")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
