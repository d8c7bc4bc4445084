"""`training export`: what stands here, as a folder that says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Module, ModuleVersion
from courses.catalogue.queries import pictures_of
from courses.catalogue.services import save_text
from courses.sample import CODE, FOLDER
from courses.trainings.cli import ContentError, load_folder
from lms.audit import AuditEntry
from lms.content import read_folder
from lms.db import db, transaction
from quizzes.bank import queries
from quizzes.bank.bodies import body_of, source_of
from quizzes.bank.models import Question, QuestionKind, QuestionStatus, QuestionVersion, Quiz
from quizzes.bank.rendering import content_of
from quizzes.bank.services import NewQuestion, keep_questions, link_questions
from tests import factories


@pytest.fixture
def shipped(app):
    with app.app_context():
        return load_folder(FOLDER).id


@pytest.fixture
def export(app, shipped, tmp_path):
    def run(name: str = "keluar") -> Path:
        folder = tmp_path / name
        result = app.test_cli_runner().invoke(args=["training", "export", CODE, str(folder)])
        assert result.exit_code == 0, result.output
        return folder

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(app):
    with app.app_context():
        tables = (Module, ModuleVersion, Question, QuestionVersion, Quiz)
        return [
            db.session.execute(sa.select(table.__table__).order_by(table.id)).all()
            for table in tables
        ]


def edit_module(app, code: str, text: str) -> None:
    with app.app_context(), transaction():
        curriculum = db.session.scalars(sa.select(Curriculum)).one()
        module = db.session.scalars(sa.select(Module).where(Module.code == code)).one()
        save_text(
            module,
            text,
            edition=curriculum.edition,
            pictures=pictures_of(curriculum.id),
            author_id=None,
            at=factories.BEFORE,
        )


def edit_question(app, key: str, **changes) -> None:
    with app.app_context(), transaction():
        curriculum = db.session.scalars(sa.select(Curriculum)).one()
        question = db.session.scalars(sa.select(Question).where(Question.key == key)).one()
        source = queries.standing_of(curriculum.id)[key].source | changes
        new = NewQuestion(
            key=key,
            module_id=question.module_id,
            kind=question.kind,
            status=question.status,
            level=question.level,
            section=question.section,
            edition=question.edition,
            source=source,
            content=content_of(body_of(source), {}),
        )
        keep_questions(curriculum.id, [new], at=factories.BEFORE)


def test_texts_and_pictures_come_back_byte_by_byte(export):
    out, original = contents(export()), contents(FOLDER)
    original.pop("roster.csv")  # people are no content
    assert out.keys() == original.keys()
    for name, data in original.items():
        if not name.endswith(".yaml"):
            assert out[name] == data, name


def test_loading_the_export_changes_nothing_and_exporting_again_is_equal(app, export):
    first, before = export(), rows(app)
    with app.app_context():
        load_folder(first)
    assert rows(app) == before
    assert contents(export("lagi")) == contents(first)


def test_an_empty_system_becomes_the_same_from_an_export(app, export, tmp_path):
    first = export()
    with app.app_context():
        (parts, faults), (originals, _faults) = read_folder(first), read_folder(FOLDER)
    assert faults == []
    for (part, parsed), (_part, original) in zip(parts, originals, strict=True):
        documents = getattr(parsed, "files", parsed)
        expected = getattr(original, "files", original)
        if part.name != "certificates":
            assert [each.content for each in documents] == [each.content for each in expected]
        else:
            assert parsed == original


def test_what_was_changed_on_screen_is_exported_and_stays_when_the_old_folder_is_loaded(
    app, export
):
    edit_module(app, "PS-02", "## Hasil belajar\n\nTeks dari layar.\n")
    edit_question(app, "A-PS01-1", explanation="Penjelasan dari layar.")
    with app.app_context():
        load_folder(FOLDER)
        stays = db.session.scalars(
            sa.select(ModuleVersion.markdown)
            .join(Module, Module.id == ModuleVersion.module_id)
            .where(Module.code == "PS-02", ModuleVersion.number == Module.version)
        ).one()
    assert stays == "## Hasil belajar\n\nTeks dari layar.\n"
    folder = export()
    assert (folder / "modules" / "ps-02.md").read_text() == stays
    assert "Penjelasan dari layar." in (folder / "quizzes" / "tes-awal.yaml").read_text()


def test_what_both_sides_changed_is_named_and_nothing_is_written(app, export):
    folder = export()
    module = folder / "modules" / "ps-02.md"
    module.write_text(module.read_text() + "\nDari folder.\n")
    quiz = folder / "quizzes" / "tes-awal.yaml"
    quiz.write_text(quiz.read_text().replace("level: C1", "level: C2", 1))
    edit_module(app, "PS-02", module.read_text() + "\nDari layar.\n")
    edit_question(app, "A-PS01-1", explanation="Penjelasan dari layar.")
    before = rows(app)
    with app.app_context():
        with pytest.raises(ContentError) as caught:
            load_folder(folder)
        told = [str(fault) for fault in caught.value.faults]
    assert told[0].startswith("modules/ps-02.md: seluruh berkas: modul PS-02 diubah di layar dan")
    assert any("questions[1] (baris" in each and "A-PS01-1 diubah" in each for each in told)
    assert rows(app) == before
    with app.app_context():
        load_folder(folder, overwrite=True)
        texts = db.session.scalars(sa.select(ModuleVersion.markdown)).all()
    assert any(text.endswith("\nDari folder.\n") for text in texts)


def test_questions_no_quiz_asks_and_those_two_ask_are_exported(app, export):
    body = body_of({"kind": "ordering", "stem": "Urutkan.", "items": ["Satu", "Dua"]})
    with app.app_context(), transaction():
        curriculum = db.session.scalars(sa.select(Curriculum)).one()
        new = NewQuestion(
            key="impor-urut",
            module_id=None,
            kind=QuestionKind.ORDERING,
            status=QuestionStatus.UNCONFIRMED,
            level="",
            section="",
            edition="",
            source=source_of(body),
            content=content_of(body, {}),
        )
        keep_questions(curriculum.id, [new], at=factories.BEFORE)
        standing = queries.standing_of(curriculum.id)
        quiz = db.session.scalars(sa.select(Quiz).where(Quiz.key == "tes-akhir")).one()
        keys = [*queries.linked_keys(quiz.training_id)[quiz.id], "A-PS01-1"]
        link_questions(quiz.id, [standing[key].id for key in keys])
    folder = export()
    assert "impor-urut" in (folder / "bank.yaml").read_text()
    assert "also:\n  - A-PS01-1" in (folder / "quizzes" / "tes-akhir.yaml").read_text()
    before = rows(app)
    with app.app_context():
        load_folder(folder)
    after = rows(app)
    assert [len(table) for table in after] == [len(table) for table in before]
    assert after[3] == before[3]


def test_a_folder_that_has_something_is_left_alone(app, shipped, tmp_path):
    (tmp_path / "penting.txt").write_text("jangan hilang")
    result = app.test_cli_runner().invoke(args=["training", "export", CODE, str(tmp_path)])
    assert result.exit_code == 1
    assert "sudah berisi" in result.output
    assert contents(tmp_path) == {"penting.txt": b"jangan hilang"}
    assert app.test_cli_runner().invoke(args=["training", "export", "x", "y"]).exit_code == 1


def test_an_export_is_in_the_audit_log(app, export):
    export()
    with app.app_context():
        action = sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
        assert db.session.scalar(action) == "training.exported"
