"""Where a question is asked: by which version, in which quiz, added and removed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.db import db
from quizzes.bank import queries
from quizzes.bank.models import Quiz
from tests import quiz_factories
from tests.quiz_factories import page, question
from tests.quizzes.authoring.conftest import BANK
from tests.quizzes.authoring.typing import fields_of

ONE = f"{BANK}/butir/S-1"
pytestmark = pytest.mark.usefixtures("quiz_id")


@pytest.fixture
def asked_in(app, world):
    """`asked_in("tes-lain")` gives the keys a quiz asks, in their order."""

    def keys(quiz_key):
        with app.app_context():
            ids = db.session.scalars(sa.select(Quiz.id).where(Quiz.key == quiz_key))
            return queries.linked_keys(world.training_id).get(ids.one(), [])

    return keys


@pytest.fixture
def other(app, world):
    """A quiz that is not open yet, of two questions."""
    two = [question("L-1"), question("L-2")]
    return quiz_factories.make_quiz(
        app, world.training_id, "tes-lain", questions=two, opened_at=None
    )


def test_only_staff_change_what_a_quiz_asks(world, sign_in, other):
    paths = (("get", ""), ("post", "/tambah"), ("post", "/lepas"))
    for method, path in paths:
        url = f"{ONE}/tes/tes-lain{path}"
        assert getattr(sign_in(world.ani), method)(url).status_code == 403
        assert getattr(sign_in(world.dewi), method)(url).status_code == 404
        assert getattr(sign_in(world.budi), method)(f"{ONE}/tes/tiada{path}").status_code == 404
    assert sign_in(world.budi).get(f"{ONE}/tes/tes-lain/lepas").status_code == 405


def test_a_question_is_added_once_and_let_go_again(budi, other, asked_in, audited):
    assert "Tambahkan S-1 ke Tes lain" in page(budi.get(f"{ONE}/tes/tes-lain"))
    for _press in (1, 2):
        done = budi.post(f"{ONE}/tes/tes-lain/tambah")
        assert done.status_code == 303
    assert "S-1 kini ditanyakan di Tes lain." in page(budi.get(done.location))
    assert asked_in("tes-lain") == ["L-1", "L-2", "S-1"]
    assert "Lepaskan S-1 dari Tes lain" in page(budi.get(f"{ONE}/tes/tes-lain"))
    for _press in (1, 2):
        assert budi.post(f"{ONE}/tes/tes-lain/lepas").status_code == 303
    assert asked_in("tes-lain") == ["L-1", "L-2"]
    actions = [entry.action for entry in audited("quiz.question")]
    assert actions == ["quiz.question_added", "quiz.question_removed"]


def test_an_open_quiz_is_not_changed_unnoticed(app, world, budi, quiz_id, asked_in):
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    url = f"{ONE}/tes/tes-akhir"
    assert "1 peserta sedang mengerjakan" in page(budi.get(url))
    refused = budi.post(f"{url}/lepas")
    assert refused.status_code == 422
    assert "Centang bahwa Anda mengerti akibatnya." in refused.get_data(as_text=True)
    assert "S-1" in asked_in("tes-akhir")
    assert budi.post(f"{url}/lepas", {"is_sure": "y"}).status_code == 303
    assert asked_in("tes-akhir") == ["S-2", "S-3", "S-4"]


def test_a_quiz_keeps_as_many_as_it_draws(app, world, budi, asked_in):
    questions = [question(f"D-{place}") for place in (1, 2)]
    questions.append(question("D-3", edition="2025"))
    quiz_factories.make_quiz(
        app, world.training_id, "undi", questions=questions, draw=2, opened_at=None
    )
    url = f"{BANK}/butir/D-1/tes/undi"
    assert "mengambil 2 soal, padahal yang disetujui tinggal 1" in page(budi.get(url))
    assert budi.post(f"{url}/lepas").status_code == 409
    assert asked_in("undi") == ["D-1", "D-2", "D-3"]
    assert budi.post(f"{BANK}/butir/D-3/tes/undi/lepas").status_code == 303
    budi.post(f"{BANK}/butir/D-1/tarik", {"reason": "Ragu"})
    text = page(budi.get(f"{BANK}/butir/D-1"))
    assert "mengambil 2 soal, tetapi yang disetujui hanya 1" in text


def test_a_modules_quiz_takes_no_question_of_another(app, world, budi, asked_in):
    own = [question("M-1")]
    quiz_factories.make_quiz(
        app, world.training_id, "kuis", questions=own, kind="module", opened_at=None
    )
    other = [question("N-1", module="PS-02")]
    quiz_factories.make_quiz(app, world.training_id, "lain", questions=other)
    assert budi.post(f"{BANK}/butir/N-1/tes/kuis/tambah").status_code == 409
    assert asked_in("kuis") == ["M-1"]


def test_a_closed_training_keeps_its_quizzes(budi, other, close_training, asked_in):
    close_training()
    assert budi.get(f"{ONE}/tes/tes-lain").status_code == 409
    assert budi.post(f"{ONE}/tes/tes-lain/tambah").status_code == 409
    assert asked_in("tes-lain") == ["L-1", "L-2"]


def test_each_version_tells_how_often_it_was_asked(app, world, budi, quiz_id):
    quiz_factories.sit(app, quiz_id, world.ani_seat)
    fields = fields_of(page(budi.get(f"{ONE}/ubah"))) | {"action": "save", "keeps_approval": "y"}
    budi.post(f"{ONE}/ubah", fields | {"stem": "Versi kedua?"})
    quiz_factories.sit(app, quiz_id, world.agus_seat, is_submitted=False)
    text = " ".join(page(budi.get(ONE)).split())
    second, first = text.index("Versi 2</a>"), text.index("Versi 1</a>")
    assert "0 pengerjaan yang selesai, 1 sedang berjalan" in text[second:first]
    assert "1 pengerjaan yang selesai" in text[first:]


def test_a_questions_pages_cost_the_same_with_many_quizzes(app, world, budi, statements):
    for path in ("", "/ubah"):
        with statements() as few:
            page(budi.get(ONE + path))
        for place in range(4):
            many = [question(f"P{len(path)}-{place}-{each}") for each in range(3)]
            many.append(question("S-1"))
            key = f"kuis-{len(path)}-{place}"
            quiz_factories.make_quiz(app, world.training_id, key, questions=many)
        with statements() as more:
            page(budi.get(ONE + path))
        assert len(more) == len(few) <= 12
