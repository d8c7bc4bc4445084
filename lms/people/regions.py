"""The province and its 13 kabupaten/kota, and how people write them.

Codes follow Kepmendagri 300.2.2-2430 of 2025. Two traps decide the matching: Kotabaru is a
kabupaten although its name begins with "kota", and Banjar is another place than Banjarmasin
or Banjarbaru. So a name must fit as a whole, never by its beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

PROVINCE = "63"


@dataclass(frozen=True)
class Region:
    code: str
    name: str
    kind: str  # "provinsi", "kabupaten" or "kota"
    aliases: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """The name without its kind, as it is spoken: "Balangan"."""
        return self.name.split(" ", 1)[1]


def _kabupaten(code: str, name: str, *aliases: str) -> Region:
    return Region(code, f"Kabupaten {name}", "kabupaten", aliases)


def _kota(code: str, name: str, *aliases: str) -> Region:
    return Region(code, f"Kota {name}", "kota", aliases)


SOUTH_KALIMANTAN = Region(PROVINCE, "Provinsi Kalimantan Selatan", "provinsi", ("Kalsel",))
REGIONS = (
    _kabupaten("63.01", "Tanah Laut", "Tala"),
    _kabupaten("63.02", "Kotabaru"),
    _kabupaten("63.03", "Banjar"),
    _kabupaten("63.04", "Barito Kuala", "Batola"),
    _kabupaten("63.05", "Tapin"),
    _kabupaten("63.06", "Hulu Sungai Selatan", "HSS"),
    _kabupaten("63.07", "Hulu Sungai Tengah", "HST"),
    _kabupaten("63.08", "Hulu Sungai Utara", "HSU"),
    _kabupaten("63.09", "Tabalong"),
    _kabupaten("63.10", "Tanah Bumbu", "Tanbu"),
    _kabupaten("63.11", "Balangan"),
    _kota("63.71", "Banjarmasin", "BJM"),
    _kota("63.72", "Banjarbaru", "BJB"),
)
ALL = (SOUTH_KALIMANTAN, *REGIONS)
BY_CODE = {region.code: region for region in ALL}


def region_name(code: str | None) -> str:
    """Of a seat: without a kabupaten/kota it is one of the province."""
    if code is None:
        return "Provinsi"
    return BY_CODE[code].name if code in BY_CODE else code


KIND_WORDS = {
    "kabupaten": ("", "kabupaten", "kab"),
    "kota": ("", "kota", "kotamadya", "kodya"),
    "provinsi": ("", "provinsi", "prov", "propinsi"),
}


def squeeze(text: str) -> str:
    """Only the letters of a name, in one case: "KOTA BANJAR BARU" and "Banjarbaru" then meet."""
    return re.sub(r"[^a-z]", "", text.casefold())


def _spellings() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for region in ALL:
        for name in (region.short_name, *region.aliases):
            for word in KIND_WORDS[region.kind]:
                found[word + squeeze(name)] = region
    return found


BY_SPELLING = _spellings()


def find_region(text: str) -> Region | None:
    """Find a region by its code (63.01, 6301, 63,01) or by a usual spelling of its name.

    "63.1" stays unknown: a spreadsheet makes it of 63.10, and people write it for 63.01.
    """
    compact = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9.,]+", compact):
        return _by_code(compact)
    return BY_SPELLING.get(squeeze(text))


def _by_code(text: str) -> Region | None:
    if text in {PROVINCE, "6300", "63.00"}:
        return SOUTH_KALIMANTAN
    match = re.fullmatch(r"([0-9]{2})[.,]?([0-9]{2})", text)
    return BY_CODE.get(f"{match[1]}.{match[2]}") if match else None


def suggest_region(text: str) -> Region | None:
    """The region somebody most likely meant, to be offered and never assumed."""
    close = get_close_matches(squeeze(text), list(BY_SPELLING), n=1, cutoff=0.75)
    if close:
        return BY_SPELLING[close[0]]
    bare = squeeze(re.sub(r"(?i)^\s*(kabupaten|kab|kota)\b", "", text))
    return BY_SPELLING.get(bare)
