"""Observing on a phone that loses its signal, and grading by keys alone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lms.db import db, transaction
from quizzes.practice.models import Observation
from quizzes.rubrics.loader import keep_rubric
from quizzes.rubrics.schema import RubricFile
from tests import factories
from tests.quizzes.practice.test_views import AT, SHEET
from tests.quizzes.rubrics.test_grading import FILE, hand_in, stored

pytestmark = pytest.mark.browser


@pytest.fixture
def world(app, at):
    at(AT)
    world = factories.make_world(app)
    with app.app_context(), transaction():
        for file in (FILE, SHEET):
            rubric = RubricFile.model_validate(file)
            keep_rubric(rubric, training_id=world.training_id, actor_id=None, at=AT)
    return world


def tick(page, criterion, level):
    page.locator(f"[name=level-{criterion}][value='{level}']").locator("..").click()


def test_what_is_ticked_without_signal_stays_and_arrives(app, world, phone):
    context = phone(world.budi)
    address = f"/pelatihan/{world.code}/praktik/{world.ani_seat}/amati"
    page = context.new_page()
    page.goto(address)
    tick(page, "izin", 3)
    status = page.locator("[data-status]")
    expect(status).to_contain_text("Draf tersimpan pukul")
    context.set_offline(True)
    for criterion in ("asesmen", "rencana", "sikap"):
        tick(page, criterion, 4)
    page.locator("#comment").fill("Tenang dan runtut.")
    expect(page.locator("[data-progress]")).to_have_text("4 dari 4")
    expect(status).to_contain_text("Tersimpan di ponsel ini")
    page.get_by_role("button", name="Selesai").click()
    expect(status).to_contain_text("Belum terkirim")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-progress]")).to_have_text("4 dari 4")
    expect(page.locator("#comment")).to_have_value("Tenang dan runtut.")
    page.get_by_role("button", name="Selesai").click()
    page.wait_for_url(f"**/pelatihan/{world.code}/praktik")
    expect(page.locator("body")).to_contain_text("93,75")
    with app.app_context():
        (row,) = db.session.scalars(sa.select(Observation)).all()
    assert (row.score, row.comment) == (9375, "Tenang dan runtut.")


def test_an_end_that_was_not_heard_of_can_be_followed_by_another(app, world, phone):
    page = phone(world.budi).new_page()
    page.goto(f"/pelatihan/{world.code}/praktik/{world.ani_seat}/amati")
    for criterion in ("izin", "asesmen", "rencana", "sikap"):
        tick(page, criterion, 4)
    heard = []

    def lose(route):
        if "action=finish" not in (route.request.post_data or "") or heard:
            route.continue_()
            return
        heard.append(route.fetch().ok)  # the server has it, the phone does not know
        route.abort()

    page.route("**/amati", lose)
    finish = page.get_by_role("button", name="Selesai")
    finish.click()
    expect(page.locator("[data-status]")).to_contain_text("Belum terkirim")
    tick(page, "izin", 2)
    finish.click()
    expect(page.get_by_text("isian ini menjadi pengamatan lain")).to_be_visible()
    finish.click()
    page.wait_for_url(f"**/pelatihan/{world.code}/praktik")
    with app.app_context():
        rows = db.session.scalars(sa.select(Observation).order_by(Observation.number)).all()
    assert [row.levels["izin"] for row in rows] == [4, 2]


NO_ROOM = """
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "sheets") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
"""


def test_without_signal_and_without_room_nothing_is_said_to_be_kept(world, phone):
    context = phone(world.budi)
    context.add_init_script(NO_ROOM)
    page = context.new_page()
    page.goto(f"/pelatihan/{world.code}/praktik/{world.ani_seat}/amati")
    context.set_offline(True)
    for criterion in ("izin", "asesmen", "rencana", "sikap"):
        tick(page, criterion, 4)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Selesai").click()
    page.evaluate("new Promise((resolve) => setTimeout(resolve))")  # what follows has run
    expect(page.locator("[data-status]")).to_contain_text("tidak dapat menyimpan isian")


def test_keys_grade_one_plan_and_open_the_next(app, world, phone):
    first, second = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    page = phone(world.budi).new_page()
    page.goto(f"/pelatihan/{world.code}/penilaian/{first}")
    for key in "3344":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/penilaian/{second}")
    assert stored(app, first).score == 8750
    page.keyboard.press("2")
    page.keyboard.press("Enter")  # the rest is open: nothing is sent
    expect(page.locator(".levels").nth(1).locator("input").first).to_be_focused()
    assert stored(app, second) is None


def test_going_on_before_the_answer_came_leaves_the_next_one_empty(app, world, phone):
    """The line is slow: the grader presses "Simpan" and opens the next work without waiting."""
    first, second = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    page = phone(world.budi).new_page()
    page.goto(f"/pelatihan/{world.code}/penilaian/{first}")
    for key in "3344":
        page.keyboard.press(key)
    page.locator("#comment").fill("Untuk Ani.")

    held = []

    def hold(route):
        held.append(route)

    page.route(f"**/penilaian/{first}", hold)
    page.locator('.grading-form__actions button[value="save"]').click(no_wait_after=True)
    while not held:
        page.wait_for_timeout(20)
    assert held[0].fetch(max_redirects=0).status == 303  # taken; the grader has no answer yet
    page.goto(f"/pelatihan/{world.code}/penilaian/{second}")
    expect(page.locator(".levels input:checked")).to_have_count(0)
    expect(page.locator("#comment")).to_have_value("")
    assert (stored(app, first).score, stored(app, first).comment) == (8750, "Untuk Ani.")
    assert stored(app, second) is None
