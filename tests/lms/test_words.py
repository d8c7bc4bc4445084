"""One word for one thing, on every screen and in every text of the sample training.

A reader who meets two words looks for two things. The left word is the one not used.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PROJECT = Path(__file__).parents[2]
NOT_USED = {
    "ambang": "batas lulus",
    "catatan audit": "jejak audit",
    "gawai": "ponsel",
    "kelas": "pelatihan",
    "kursus": "pelatihan",
    "log audit": "jejak audit",
    "luring": "tanpa sinyal",
    "menyunting": "mengubah",
    "password": "kata sandi",
    "peramban": "browser",
    "siswa": "peserta",
    "sunting": "ubah",
    "telepon genggam": "ponsel",
}


def sentences() -> list[str]:
    with (PROJECT / "lms/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        shown = [message.id for message in read_po(file) if message.id]
    found = [each if isinstance(each, str) else each[0] for each in shown]
    texts = (PROJECT / "courses/content").rglob("*.md")
    return found + [line for path in texts for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("word", NOT_USED)
def test_a_thing_has_one_word(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    assert [each for each in sentences() if pattern.search(each)] == []
