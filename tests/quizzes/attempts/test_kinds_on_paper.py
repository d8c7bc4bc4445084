"""Questions of every kind on a trainee's paper, answered with plain forms."""

from __future__ import annotations

import pytest

from quizzes.attempts import papers, queries
from tests import quiz_factories
from tests.quiz_factories import POST_TEST, page

WORK = f"{POST_TEST}/kerjakan"


@pytest.fixture
def attempt_id(app, world):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=quiz_factories.one_of_each())
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def asked(app, attempt_id):
    """The questions of the paper by kind, a case's parts as "case 1"; and their places."""
    paper = papers.thaw(quiz_factories.attempt(app, attempt_id).paper)
    return {
        f"case {question.part}" if question.part else question.kind: (number, question)
        for number, question in enumerate(paper.questions, start=1)
    }


@pytest.fixture
def stored(app, attempt_id):
    def read():
        with app.app_context():
            return {n: given.choices for n, given in queries.answers(attempt_id).items()}

    return read


@pytest.fixture
def answer(sign_in, world, asked):
    browser = sign_in(world.ani)

    def send(kind, *choices, sequence=1):
        number, _question = asked[kind]
        form = {"soal": number, "pengerjaan": 1, "urutan": sequence, "pilihan": list(choices)}
        return browser.post(WORK, {**form, "tujuan": "lanjut"})

    return send


def right_pairs(question):
    return sorted(question.correct)


def test_every_kind_is_saved_as_it_was_given(answer, asked, stored):
    matching, ordering = asked["matching"], asked["ordering"]
    answers = {
        "single": ["b"],
        "short_answer": ["  surat keterangan "],
        "numeric": ["2,5"],
        "matching": right_pairs(matching[1]),
        "ordering": right_pairs(ordering[1]),
        "case 1": ["b"],
        "case 2": ["24 m2"],
        "essay": ["Baris satu.\r\nBaris dua."],
    }
    for kind, choices in answers.items():
        assert answer(kind, *choices).status_code == 303
    expected = answers | {
        "short_answer": ["surat keterangan"],
        "essay": ["Baris satu.\nBaris dua."],
    }
    assert stored() == {asked[kind][0]: choices for kind, choices in expected.items()}


def test_rows_without_a_choice_and_empty_texts_are_no_answer(answer, asked, stored):
    number, question = asked["matching"]
    first = question.options[0].key
    assert answer("matching", f"{first}=1", f"{question.options[1].key}=").status_code == 303
    assert answer("essay", "   ").status_code == 303
    assert stored() == {number: [f"{first}=1"]}
    assert answer("matching", f"{first}=", sequence=2).status_code == 303
    assert stored() == {number: []}


@pytest.mark.parametrize(
    ("kind", "choices", "message"),
    [
        ("matching", ["z=1"], "Pilih jawaban dari pilihan yang tersedia."),
        ("ordering", ["a=1", "a=2"], "Pilih jawaban dari pilihan yang tersedia."),
        ("short_answer", ["x" * 201], "Jawaban paling panjang 200 huruf."),
        ("essay", ["x" * 20_001], "Jawaban paling panjang 20000 huruf."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_says_why(answer, stored, kind, choices, message):
    response = answer(kind, *choices)
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert stored() == {}


def test_the_page_shows_what_was_saved_and_no_key(answer, asked, sign_in, world):
    answer("short_answer", "surat tugas")
    _number, question = asked["ordering"]
    answer("ordering", f"{question.options[0].key}=2")
    text = page(sign_in(world.ani).get(WORK))
    assert 'value="surat tugas"' in text
    assert f'value="{question.options[0].key}=2" selected' in text
    assert text.count("Sebuah kasus diceritakan.") == 2, "above each of its parts"
    for secret in ("SKTM", "rahasia", "correct", "tolerance", "2.5"):
        assert secret not in text


def test_the_result_tells_each_kind_line_by_line(app, answer, asked, sign_in, world):
    quiz = quiz_factories.make_quiz(
        app,
        world.training_id,
        "kuis-ragam",
        kind="module",
        questions=[
            each | {"key": f"{each['key']}-m"}
            for each in quiz_factories.one_of_each()
            if each["kind"] != "essay"
        ],
    )
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    paper = papers.thaw(quiz_factories.attempt(app, attempt_id).paper)
    browser = sign_in(world.ani)
    for number, question in enumerate(paper.questions, start=1):
        choices = {
            "short_answer": ["surat <b>"],
            "numeric": ["1.500"],
            "matching": sorted(question.correct),
            "ordering": [f"{option.key}=1" for option in question.options],
        }.get(question.kind, ["b"])
        form = {"soal": number, "pengerjaan": 1, "urutan": 1, "pilihan": choices}
        browser.post("/pelatihan/bimtek-uji/tes/kuis-ragam/kerjakan", form)
    browser.post("/pelatihan/bimtek-uji/tes/kuis-ragam/kumpulkan", {"pengerjaan": 1})
    text = page(browser.get("/pelatihan/bimtek-uji/tes/kuis-ragam/hasil/1"))
    assert "surat &lt;b&gt;" in text
    assert "SKTM" in text, "the best answer, since half was earned"
    assert "2,5" in text
    assert "24 m2" in text
    assert "Kiri dua: <strong>Dua</strong>" in text
    assert "jawaban Anda: 1" in text
    assert "jawaban benar: 2" in text
    assert "jawaban Anda, benar sebagian" in text
    # of 7 points: single 1, short 0.5, numeric 0, matching 1, ordering 1/3, case 1 and 0
    assert "54,76" in text


def test_what_is_announced_is_what_this_edition_asks_and_says_how_cases_count(app, world, sign_in):
    question = quiz_factories.question
    browser = sign_in(world.ani)
    questions = [question("lama", edition="2024"), question("baru", edition="2025"), question("x")]
    quiz_factories.make_quiz(app, world.training_id, "tes-edisi", questions=questions)
    text = page(browser.get("/pelatihan/bimtek-uji/tes/tes-edisi"))
    assert "<dt>Jumlah soal</dt><dd>2</dd>" in text
    questions = quiz_factories.one_of_each()
    quiz_factories.make_quiz(app, world.training_id, questions=questions)
    text = page(browser.get(POST_TEST))
    assert "<dd>7, sebuah kasus dengan beberapa pertanyaan dihitung satu</dd>" in text
