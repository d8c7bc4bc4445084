"""Questions into the bank: all or nothing, once, and unconfirmed."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from courses.catalogue.figures import figure_of
from courses.catalogue.models import Figure, Module
from courses.catalogue.services import keep_figure, store_figures
from courses.trainings.models import Training
from lms import audit
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.errors import DomainError
from lms.files import store
from lms.words import InputError
from quizzes.attempts.services import bank_of
from quizzes.bank.models import Question, QuestionStatus, QuestionVersion
from quizzes.exchange import queries
from quizzes.exchange.candidates import candidates_of
from quizzes.exchange.items import Format
from quizzes.exchange.planning import Outcome
from quizzes.exchange.reading import read_questions
from quizzes.exchange.services import RefusedQuestionsError, import_questions
from quizzes.exchange.writing import write_bank
from tests import quiz_factories
from tests.quiz_factories import NINE
from tests.quizzes.exchange.test_pictures import SHOWN, file, picture, question, quiz

TWO = "::Satu::Tanya satu? {=ya ~tidak}\n\nTanya dua? {T}"


@pytest.fixture
def curriculum_id(app, world):
    with app.app_context():
        return db.session.get_one(Training, world.training_id).curriculum_id


@pytest.fixture
def take(app, world, curriculum_id):
    """`take("Soal {T}")` imports a text into the training of the world."""

    def run(text: str | bytes, **options):
        content = text.encode() if isinstance(text, str) else text
        with app.app_context():
            reading = read_questions(content, known=queries.known_figures(curriculum_id))
            found = candidates_of(reading)
            store_figures(reading.figures.values())
            with transaction():
                training = db.session.get_one(Training, world.training_id)
                return import_questions(training, found, actor_id=world.citra, at=NINE, **options)

    return run


@pytest.fixture
def bank(app):
    def rows():
        with app.app_context():
            return list(db.session.scalars(sa.select(Question).order_by(Question.id)))

    return rows


def versions(app, key: str) -> list[QuestionVersion]:
    with app.app_context():
        return list(
            db.session.scalars(
                sa.select(QuestionVersion)
                .join(Question, Question.id == QuestionVersion.question_id)
                .where(Question.key == key)
                .order_by(QuestionVersion.number)
            )
        )


def test_questions_come_unconfirmed_and_named_by_title_or_text(take, bank):
    plan = take(TWO)
    assert plan.counts() == {"new": 2, "changed": 0, "same": 0}
    named, unnamed = bank()
    assert named.key == "impor-satu"
    assert unnamed.key.startswith("impor-")
    assert {named.status, unnamed.status} == {QuestionStatus.UNCONFIRMED}
    assert named.module_id is None


def test_the_same_file_twice_is_the_same_as_once(app, take, bank):
    take(TWO)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Question).values(status=QuestionStatus.APPROVED))
    assert take(TWO).counts() == {"new": 0, "changed": 0, "same": 2}
    assert [question.status for question in bank()] == [QuestionStatus.APPROVED] * 2
    with app.app_context():
        entries = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "questions.imported")
        )
        assert len(entries.all()) == 1
        assert audit.first_broken() is None


def test_a_question_twice_in_one_file_is_taken_once(take, bank):
    plan = take("Tanya? {T}\n\nTanya? {T}\n\n::A::Lain? {T}\n\n::A::Beda? {F}")
    assert plan.counts() == {"new": 3, "changed": 0, "same": 1}
    assert [question.key for question in bank()][1:] == ["impor-a", "impor-a-2"]


def test_a_changed_question_is_a_new_version_that_waits_again(app, take, bank):
    take("$CATEGORY: PS-01\n\n// [tag:C2]\n::Satu::Tanya? {=ya ~tidak}")
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Question).values(
                status=QuestionStatus.APPROVED, section="Bagian", edition="2025"
            )
        )
    plan = take("::Satu::Tanya? {=tidak ~ya}")
    assert plan.counts() == {"new": 0, "changed": 1, "same": 0}
    (question,) = bank()
    assert (question.version, question.level) == (2, "C2")
    assert (question.section, question.edition) == ("Bagian", "2025")
    assert question.status is QuestionStatus.UNCONFIRMED
    assert question.module_id is not None
    assert [version.number for version in versions(app, "impor-satu")] == [1, 2]


def test_a_changed_key_of_an_untitled_question_is_a_new_version(take, bank):
    take("Tanya? {T}")
    assert take("Tanya? {F}").of(Outcome.CHANGED)
    assert len(bank()) == 1


def test_a_file_never_changes_a_question_of_the_training_itself(app, world, take, bank):
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "kuis", questions=1)
    take("::kuis-1::Pertanyaan yang lain? {T}")
    assert [question.key for question in bank()] == ["kuis-1", "impor-kuis-1"]
    with app.app_context():
        assert len(bank_of(quiz_id)) == 1


def test_one_refusal_holds_back_the_whole_file(take, bank, questions):
    with pytest.raises(RefusedQuestionsError) as caught:
        take(questions("aiken_errors.txt"))
    assert len(caught.value.plan.refusals) == 4
    assert bank() == []
    plan = take(questions("aiken_errors.txt"), only_valid=True)
    assert len(plan.matches) == len(bank()) == 2


def test_the_module_is_the_one_named_or_the_one_of_the_category(app, take, bank):
    take("$CATEGORY: Apa saja/ps-02\n\nSatu? {T}\n\n$CATEGORY: Lain\n\nDua? {T}")
    take("$CATEGORY: PS-02\n\nTiga? {T}", module="PS-01")
    with app.app_context():
        codes = {module.id: module.code for module in db.session.scalars(sa.select(Module))}
    assert [codes.get(question.module_id) for question in bank()] == ["PS-02", None, "PS-01"]


def test_an_unknown_module_is_refused(take, bank):
    with pytest.raises(InputError, match="Modul PS-99 tidak ada"):
        take("Satu? {T}", module="PS-99")
    assert bank() == []


def test_a_closed_training_takes_no_more(app, world, take, bank):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = NINE
    with pytest.raises(DomainError, match="sudah ditutup"):
        take(TWO)
    assert bank() == []


def test_a_picture_comes_in_with_its_question_and_goes_out_with_it(app, curriculum_id, take):
    data = quiz(question(SHOWN, file("peta.png", picture())))
    take(data)
    with app.app_context():
        figure = db.session.scalars(sa.select(Figure)).one()
        assert store().get(figure.file_key)
        (held,) = queries.bank_of(curriculum_id)
        assert (
            f'src="figures/{figure.name}?v={figure.digest[:12]}" alt="Peta"'
            in (held.content["stem"])
        )
        load = partial(queries.picture_of, curriculum_id)
        given = write_bank([held], "PS", Format.MOODLE, load)
        missing = write_bank([held], "PS", Format.GIFT, load)
    assert b"@@PLUGINFILE@@/" in given.content
    assert (given.count, missing.count) == (1, 0)
    assert "GIFT tidak dapat memuat gambar" in str(missing.left_out[0].reason)
    assert take(given.content).counts() == {"new": 0, "changed": 0, "same": 1}
    assert take(data).counts() == {"new": 0, "changed": 0, "same": 1}


def test_an_old_picture_never_takes_the_place_of_a_newer_one(app, curriculum_id, take):
    old, new = (figure_of("denah.png", picture(colour=colour)) for colour in ("red", "blue"))
    with app.app_context(), transaction():
        for each in (old, new):
            keep_figure(curriculum_id, each)
    take(quiz(question(SHOWN, file("peta.png", old.data))))
    with app.app_context():
        names = {each.name: each.digest for each in db.session.scalars(
            sa.select(Figure).where(Figure.is_current)
        )}  # fmt: skip
    assert names["denah.png"] == new.digest
    assert len(names) == 2
