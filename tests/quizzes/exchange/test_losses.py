"""What a text loses when it is cleaned is told."""

from __future__ import annotations

import time

import pytest

from quizzes.exchange.candidates import candidate_of
from quizzes.exchange.losses import LINK, LOST
from quizzes.exchange.reading import read_questions

FILE = '<file name="pedoman.pdf" path="/" encoding="base64">JVBERg==</file>'


def quiz(stem: str, files: str = "", markup: str = "html") -> bytes:
    return (
        f'<quiz><question type="truefalse"><name><text>n</text></name><questiontext '
        f'format="{markup}"><text><![CDATA[{stem}]]></text>{files}</questiontext>'
        '<answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer></question></quiz>'
    ).encode()


@pytest.mark.parametrize(
    "lost",
    ['<audio src="a.mp3"></audio>', '<VIDEO src="v">x</VIDEO>', "<iframe></iframe>", "<svg></svg>"],
)
def test_sound_and_moving_pictures_are_told(lost):
    (item,) = read_questions(quiz(f"<p>Dengarkan.</p>{lost}")).items
    assert item.notes == (LOST,)
    assert candidate_of(item).warnings == [LOST]


def test_text_that_only_speaks_of_a_tag_loses_nothing():
    for markup in ("plain_text", "markdown"):
        (item,) = read_questions(quiz("Apa arti <video> dalam HTML?", markup=markup)).items
        assert not item.notes


def test_a_link_to_a_file_beside_the_text_becomes_its_words():
    stem = (
        '<p>Baca <a href="@@PLUGINFILE@@/pedoman.pdf" target="_blank">pedoman</a>, lalu jawab.</p>'
    )
    (item,) = read_questions(quiz(stem, FILE)).items
    assert candidate_of(item).content["stem"].strip() == "<p>Baca pedoman, lalu jawab.</p>"
    assert LINK in item.notes
    assert "pedoman.pdf" in " ".join(map(str, item.notes))


def test_links_to_other_places_stay():
    stem = '<p><a href="https://kemensos.go.id">situs</a></p>'
    (item,) = read_questions(quiz(stem)).items
    assert not item.notes
    assert 'href="https://kemensos.go.id"' in candidate_of(item).content["stem"]


@pytest.mark.parametrize("piece", ["<a ", "<a @@PLUGINFILE@@", "<a @@PLUGINFILE@@>x", "<audio"])
def test_a_monstrous_text_takes_no_monstrous_time(piece):
    began = time.process_time()
    read_questions(quiz("<p>" + piece * (1_000_000 // len(piece))))
    assert time.process_time() - began < 10
