"""What each kind of question needs: sound ones come back the same, others say what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from lms.markdown import Picture
from quizzes.bank.bodies import body_of, source_of
from quizzes.bank.rendering import content_of


def written(flow: str) -> dict[str, Any]:
    return {"stem": "Apa?", "explanation": "Sebab itu.", **yaml.safe_load("{" + flow + "}")}


SOUND = [
    "kind: single, options: [{text: A, correct: true, why: Ya}, {text: B, fixed: true}]",
    "kind: single, options: [{text: A, correct: true, share: 100}, {text: B, share: '33,33333'}]",
    "kind: multiple, options: [{text: A, correct: true}, {text: B, correct: true}, {text: C}]",
    "kind: true_false, answer: false, why_true: Keliru.",
    "kind: short_answer, accepted: [{text: SKTM}, {text: 'surat*', share: 50}]",
    "kind: numeric, accepted: [{value: '2,5', tolerance: '0,5'}, {value: -3, share: 25}], unit: kg",
    "kind: matching, pairs: [{left: A, right: X}, {left: B, right: Y}], distractors: [Z]",
    "kind: ordering, items: [Satu, Dua, Tiga], points: '1,50'",
    "kind: essay, words: {least: 50, most: 150}, model: Tiga hal.",
    "kind: file, model: Daftar periksa yang terisi.",
    "kind: case, parts: [{kind: true_false, stem: 'Benar?', answer: true}, {kind: essay, stem: A}]",
]


@pytest.mark.parametrize("flow", SOUND)
def test_what_was_written_comes_back_the_same(flow):
    body = body_of(written(flow))
    assert body_of(source_of(body)) == body


@pytest.mark.parametrize(
    ("flow", "problem"),
    [
        ("kind: single, options: [{text: A, correct: true}]", "at least 2 items"),
        (
            "kind: single, options: [{text: A, correct: true, share: 50}, {text: B, share: 0}]",
            "sel",
        ),
        ("kind: single, options: [{text: A, correct: true, share: 100}, {text: B}]", "semua pilih"),
        ("kind: short_answer, accepted: [{text: SKTM, share: 50}]", "paling sedikit satu jawaban"),
        ("kind: short_answer, accepted: [{text: SKTM}, {text: sktm}]", "jawaban (accepted) yang"),
        ("kind: numeric, accepted: [{value: 2.5}]", "harus bilangan"),
        ("kind: numeric, accepted: [{value: 1, tolerance: -1}]", "tolerance tidak boleh kurang"),
        ("kind: matching, pairs: [{left: A, right: X}, {left: a, right: Y}]", "sisi kiri (left)"),
        ("kind: matching, pairs: [{left: A, right: X}, {left: B, right: X}]", "dua sisi kanan"),
        (
            "kind: matching, pairs: [{left: A, right: X}, {left: B, right: Y}], distractors: [x]",
            "ada pengecoh (distractors) yang sama",
        ),
        ("kind: ordering, items: [Satu, satu]", "ada butir (items) yang sama"),
        ("kind: essay, words: {least: 50, most: 20}", "least tidak boleh lebih besar"),
        ("kind: essay, points: '0,001'", "harus bobot 0,01 sampai 100"),
        ("kind: case, parts: [{kind: case, stem: A, parts: []}]", "does not match any"),
        ("kind: case, parts: [{kind: file, stem: A}]", "does not match any"),
        ("kind: essay, pilihan: 1", "Extra inputs"),
    ],
)
def test_what_does_not_fit_its_kind_is_told(flow, problem):
    with pytest.raises(ValidationError, match=problem.replace("(", r"\(").replace(")", r"\)")):
        body_of(written(flow))


def test_texts_are_rendered_and_cleaned():
    html = "<p>Lihat <img src='figures/a.png' alt='Atap' onerror='x()'><img src='//x/b.png'></p>"
    pictures = {"figures/a.png": Picture("figures/a.png?v=012345678901", 40, 30)}
    marked = body_of({**written("kind: essay"), "markup": "html", "stem": html})
    assert content_of(marked, pictures)["stem"] == (
        '<p>Lihat <img src="figures/a.png?v=012345678901" alt="Atap" width="40" height="30" '
        'loading="lazy"></p>'
    )
    plain = body_of({**written("kind: ordering, items: ['**A**', '<script>']")})
    assert content_of(plain, {})["items"] == ["<strong>A</strong>", "&lt;script&gt;"]


def test_a_case_has_the_content_of_its_parts():
    content = content_of(body_of(written(SOUND[-1])), {})
    assert [part["kind"] for part in content["parts"]] == ["true_false", "essay"]
    assert [option["correct"] for option in content["parts"][0]["options"]] == [True, False]
