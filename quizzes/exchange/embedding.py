"""Figures that a question shows, put back into its texts as files."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace

from courses.catalogue.figures import FOLDER
from lms.files import MissingFileError
from lms.words import N_
from quizzes.exchange.items import Attachment, Item, RefusedError, Rich
from quizzes.exchange.pictures import OWN_FILES

_SHOWN = re.compile(rf'src="{FOLDER}/([^"?]+)\?v=([0-9a-f]+)"')

Load = Callable[[str, str], bytes]


def shows_pictures(item: Item) -> bool:
    return any(_SHOWN.search(rich.text) for rich in item.texts())


def embedded(item: Item, load: Load) -> Item:
    """`load` gives a figure by name and version. Raises RefusedError if one is gone."""

    def change(rich: Rich) -> Rich:
        names = dict.fromkeys(_SHOWN.findall(rich.text))
        if not names:
            return rich
        files = tuple(Attachment(name, _encoded(name, version, load)) for name, version in names)
        return replace(rich, text=_SHOWN.sub(rf'src="{OWN_FILES}\1"', rich.text), files=files)

    return item.with_texts(change)


def _encoded(name: str, version: str, load: Load) -> str:
    try:
        return base64.b64encode(load(name, version)).decode()
    except MissingFileError:
        reason = N_('gambar "%(name)s" tidak ada lagi dalam penyimpanan', name=name)
        raise RefusedError(reason) from None
