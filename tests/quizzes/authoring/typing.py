"""What a browser would send of a question's form."""

from __future__ import annotations

import html
import re
from typing import Any

SINGLE = {
    "place": "PS-01#Hasil belajar",
    "level": "C1",
    "edition": "",
    "stem": "Siapa yang **memeriksa** usulan?",
    "options-0-text": "Pendamping",
    "options-0-correct": "y",
    "options-0-why": "Itu tugasnya.",
    "options-1-text": "Pemasok",
    "explanation": "Pendamping memeriksa di lapangan.",
}
_INPUT = re.compile(r"<input\b([^>]*)>")
_AREA = re.compile(r'<textarea\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
_SELECT = re.compile(r'<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


def fields_of(page: str) -> dict[str, Any]:
    """The form with the question as it stands on the page, ready to be sent again."""
    form = page.partition("data-preview=")[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for attributes in _INPUT.findall(form):
        facts = dict(re.findall(r'\b(name|value|type)="([^"]*)"', attributes))
        if facts.get("type") in ("checkbox", "radio") and " checked" not in attributes:
            continue
        if "name" in facts and facts["name"] != "csrf_token":
            found[facts["name"]] = html.unescape(facts.get("value", ""))
    for name, text in _AREA.findall(form):
        found[name] = html.unescape(text)
    for name, options in _SELECT.findall(form):
        chosen = _CHOSEN.search(options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found
