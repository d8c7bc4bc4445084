"""Quizzes of a content folder in the bank."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.trainings.models import Training
from lms import content
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.bank.loader import write_quizzes
from quizzes.bank.models import Question, QuestionVersion, Quiz, QuizQuestion
from quizzes.bank.schema import QuizFile, Quizzes
from tests import factories


def a_question(key="S-1", **changes):
    return {
        "key": key,
        "module": "PS-01",
        "level": "C1",
        "kind": "single",
        "status": "approved",
        "section": "Hasil belajar",
        "stem": "Apa **langkah** pertama?",
        "options": [{"text": "Memotret"}, {"text": "Mencocokkan", "correct": True, "why": "Ya"}],
        "explanation": "Data dicocokkan dahulu.",
        **changes,
    }


def a_quiz(*questions, key="tes-akhir", kind="posttest", **changes):
    facts = {"key": key, "title": key, "kind": kind, "minutes": 20, "attempts": 2, **changes}
    return QuizFile.model_validate({**facts, "questions": list(questions) or [a_question()]})


@pytest.fixture
def training_id(app):
    return factories.make_training(app, "bimtek-uji")[0]


@pytest.fixture
def load(app, training_id):
    def write(*files):
        with app.app_context(), transaction():
            training = db.session.get_one(Training, training_id)
            quizzes = Quizzes(tuple(content.Document("uji.yaml", file, {}) for file in files))
            writing = content.Writing(None, factories.BEFORE)
            write_quizzes(quizzes, training=training, writing=writing)

    return write


@pytest.fixture
def rows(app):
    """Every row of the bank and its log, to compare before and after."""

    def read():
        with app.app_context():
            tables = (Question, QuestionVersion, Quiz, QuizQuestion, AuditEntry)
            return [
                db.session.execute(sa.select(table.__table__).order_by(table.id)).all()
                for table in tables
            ]

    return read


def test_twice_is_the_same_as_once(load, rows):
    files = [a_quiz(a_question("S-1"), a_question("S-2", stem="Lalu?"))]
    load(*files)
    once = rows()
    load(*files)
    assert rows() == once


def test_the_number_to_draw_is_kept_and_may_be_taken_back(app, load):
    for draw in (1, None):
        load(a_quiz(draw=draw))
        with app.app_context():
            assert db.session.scalars(sa.select(Quiz.draw)).one() == draw


def test_a_changed_question_is_a_new_version_and_the_old_one_stays(app, load):
    load(a_quiz())
    load(a_quiz(a_question(stem="Apa langkah kedua?")))
    with app.app_context():
        versions = db.session.scalars(sa.select(QuestionVersion).order_by("number")).all()
        assert [version.number for version in versions] == [1, 2]
        assert "pertama" in versions[0].content["stem"]
        assert db.session.scalars(sa.select(Question)).one().version == 2
        entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (entry.action, entry.details["new_versions"]) == ("quiz.loaded", ["S-1"])


def test_text_becomes_clean_html_and_the_key_is_kept(app, load):
    load(a_quiz(a_question(stem="**Apa** <script>alert(1)</script>?")))
    with app.app_context():
        content_of = db.session.scalars(sa.select(QuestionVersion)).one().content
    assert "<strong>Apa</strong>" in content_of["stem"]
    assert "<script" not in content_of["stem"]
    assert [option["correct"] for option in content_of["options"]] == [False, True]
    assert [option["key"] for option in content_of["options"]] == ["a", "b"]


def test_true_and_false_become_two_options(app, load):
    question = a_question(kind="true_false", answer=False)
    del question["options"]
    load(a_quiz(question))
    with app.app_context():
        options = db.session.scalars(sa.select(QuestionVersion)).one().content["options"]
    assert [(option["key"], option["correct"]) for option in options] == [
        ("benar", False),
        ("salah", True),
    ]


def test_quizzes_stand_in_the_order_of_the_training(app, load):
    load(
        a_quiz(a_question("S-1"), key="kuis-b", kind="module", module="PS-02"),
        a_quiz(a_question("S-2"), key="kuis-a", kind="module", module="PS-01"),
        a_quiz(a_question("S-3")),
        a_quiz(a_question("S-4"), key="tes-awal", kind="pretest"),
    )
    with app.app_context():
        keys = db.session.scalars(sa.select(Quiz.key).order_by(Quiz.position)).all()
    assert keys == ["tes-awal", "kuis-a", "kuis-b", "tes-akhir"]


def test_questions_may_be_added_dropped_and_moved(app, load):
    first, second, third = (a_question(f"S-{n}", stem=f"Soal {n}") for n in (1, 2, 3))
    load(a_quiz(first, second))
    load(a_quiz(third, first))
    with app.app_context():
        asked = db.session.scalars(
            sa.select(Question.key)
            .join(QuizQuestion, QuizQuestion.question_id == Question.id)
            .order_by(QuizQuestion.position)
        ).all()
        assert asked == ["S-3", "S-1"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 3


def test_the_training_load_includes_the_quizzes(app):
    assert "quizzes" in [part.name for part in content.parts()]
