"""Sheets are keyed without the mouse: letters, Enter from field to field, the last one saves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lms.db import db, transaction
from quizzes.attempts import queries
from quizzes.attempts.papers import thaw
from quizzes.bank.models import Quiz
from quizzes.printed import keyed, services
from tests import factories, quiz_factories
from tests.quiz_factories import NINE

pytestmark = pytest.mark.browser


@pytest.fixture
def world(app, at):
    at(NINE + timedelta(hours=1))
    return factories.make_world(app)


@pytest.fixture
def printed(app, world):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=4)
    with app.app_context(), transaction():
        row = db.session.get_one(Quiz, quiz)
        return services.print_paper(row, quiz, seed=1, actor_id=world.budi, at=NINE)


@pytest.fixture
def letters(printed):
    """What to key for all answers right."""
    return [keyed.write(each, sorted(each.correct)) for each in thaw(printed.paper).questions]


def key(page, texts):
    """Type into whatever field has the keys, Enter after each; the first one has them at once."""
    expect(page.locator("[data-key]").first).to_be_focused()
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def test_a_sheet_is_keyed_twice_and_solved_without_touching_the_mouse(
    app, world, phone, printed, letters
):
    page = phone(world.budi).new_page()
    sheets = f"/pelatihan/bimtek-uji/tes/kelola/tes-akhir/kertas/{printed.code}"
    page.goto(f"{sheets}/{world.ani_seat}")
    key(page, letters)
    row = page.locator(f"#p{world.ani_seat}")
    expect(row).to_contain_text("Disalin sekali")
    page.goto(f"{sheets}/{world.ani_seat}")
    wrong = "A" if letters[0] != "A" else "B"
    key(page, [wrong, *letters[1:], "", ""])
    expect(page.locator("[data-key]")).to_have_count(3)  # the one that differs, and two times
    expect(page.locator("[data-read]")).to_have_text([letters[0], wrong])
    key(page, [letters[0], "", ""])
    expect(page.locator("[data-read]")).to_have_text([letters[0], wrong, letters[0]])
    key(page, [letters[0], "", ""])
    expect(row).to_contain_text("Selesai")
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.score == 10_000
    with app.app_context():
        assert len(queries.answers(attempt.id)) == 4
