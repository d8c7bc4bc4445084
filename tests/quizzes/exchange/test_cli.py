"""`flask questions import` and `export`: reports for the terminal, exit code 1 on faults."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db
from quizzes.bank.models import Question
from quizzes.exchange.reading import read_questions
from tests import quiz_factories
from tests.quizzes.exchange.conftest import FILES


@pytest.fixture
def run(app, world):
    def invoke(*args):
        command = ["questions", *map(str, args), "--training", world.code]
        return app.test_cli_runner().invoke(args=command)

    return invoke


def count(app) -> int:
    with app.app_context():
        return db.session.scalars(sa.select(sa.func.count()).select_from(Question)).one()


def test_a_good_file_is_imported_once(app, run):
    result = run("import", FILES / "gift_escapes.gift", "--module", "PS-01")
    assert result.exit_code == 0, result.output
    assert "2 soal: 2 baru, 0 berubah, 0 tetap, 0 tidak dapat diimpor." in result.output
    assert "perlu disetujui" in result.output
    assert count(app) == 2
    assert "2 tetap" in run("import", FILES / "gift_escapes.gift").output
    assert count(app) == 2


def test_faults_are_listed_with_line_and_reason_and_nothing_is_stored(app, run):
    result = run("import", FILES / "aiken_errors.txt")
    assert result.exit_code == 1
    assert 'baris 24 "Kunci di luar pilihan": kunci "D" tidak ada' in result.output
    assert "4 dari 6 soal tidak dapat diimpor. Tidak ada yang disimpan." in result.output
    assert count(app) == 0
    assert run("import", FILES / "aiken_errors.txt", "--only-valid").exit_code == 0
    assert count(app) == 2


def test_check_reports_and_writes_nothing(app, run):
    good = run("import", FILES / "gift_negative.gift", "--check")
    assert good.exit_code == 0
    assert "Tidak ada yang disimpan" in good.output
    assert run("import", FILES / "gift_zero_correct.gift", "--check").exit_code == 1
    assert count(app) == 0


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("moodle_xxe.xml", [], "DOCTYPE tidak diizinkan"),
        ("qti_zipslip_abs.zip", [], "Arsip ZIP"),
        ("gift_basic.gift", ["--format", "moodle-xml"], "Berkas XML rusak"),
        ("gift_escapes.gift", ["--module", "PS-99"], "Modul PS-99 tidak ada"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(app, run, name, options, reason):
    result = run("import", FILES / name, *options)
    assert result.exit_code == 1
    assert reason in result.output
    assert count(app) == 0


def test_an_unknown_training_is_named(app):
    args = ["questions", "import", str(FILES / "gift_basic.gift"), "--training", "tidak-ada"]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 1
    assert "Pelatihan tidak-ada tidak ada." in result.output


@pytest.mark.parametrize(("form", "begins"), [("gift", "$CATEGORY"), ("moodle-xml", "<?xml")])
def test_the_bank_is_exported_and_comes_back_unchanged(app, world, run, tmp_path, form, begins):
    quiz_factories.make_quiz(app, world.training_id, questions=3)
    target = tmp_path / "soal"
    result = run("export", "--format", form, "--output", target)
    assert result.exit_code == 0, result.output
    assert "3 soal ditulis" in result.output
    assert target.read_text().startswith(begins)
    assert "PS-01" in read_questions(target.read_bytes()).items[0].category
    assert "3 tetap" in run("import", target).output
    assert run("export", "--format", form).output.startswith(begins)
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "questions.exported")
        ).first()
        assert entry is not None
