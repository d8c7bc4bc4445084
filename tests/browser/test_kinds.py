"""What is typed, paired and put in order on a phone reaches the server, signal or not."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from quizzes.attempts import papers
from tests import quiz_factories
from tests.browser.sitting import PAPER, SLOW_DISK
from tests.lms.test_handed import PDF, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def questions():
    return [*quiz_factories.one_of_each(), quiz_factories.of_kind("file")]


@pytest.fixture
def paper(app, attempt_id):
    return papers.thaw(quiz_factories.attempt(app, attempt_id).paper)


@pytest.fixture
def places(paper):
    return {question.kind: n for n, question in enumerate(paper.questions, start=1)}


def go(page, number):
    page.locator(f'[data-go="{number}"]').click()
    return page.locator(f"#soal-{number}")


def is_saved(question):
    expect(question.locator("[data-status]")).to_contain_text("Tersimpan di server")


def test_typing_is_saved_by_itself_and_counts_its_words(page, places, stored):
    number = places["essay"]
    question = go(page, number)
    question.locator("textarea").press_sequentially("Saya catat tiga hal")
    is_saved(question)
    expect(question.locator("[data-word-count]")).to_have_text("4 kata")
    assert stored().get(number) == ["Saya catat tiga hal"]
    page.reload()
    expect(page.locator(f"#soal-{number} textarea")).to_have_value("Saya catat tiga hal")


def test_going_on_takes_along_what_was_just_typed(page, places, stored):
    number = places["short_answer"]
    question = go(page, number)
    question.locator("[data-typed]").fill("SKTM")
    question.locator("button[value=lanjut]").click()
    page.locator("[data-review]").click()
    page.wait_for_url("**soal=periksa")
    is_saved(question)
    assert stored().get(number) == ["SKTM"]


def test_pairs_and_places_are_saved_and_two_at_one_place_are_told(page, places, stored):
    number = places["ordering"]
    question = go(page, number)
    question.locator("select").nth(0).select_option(value="a=2")
    question.locator("select").nth(1).select_option(value="b=2")
    expect(question.locator("[data-same-place]")).to_be_visible()
    question.locator("select").nth(1).select_option(value="b=1")
    expect(question.locator("[data-same-place]")).to_be_hidden()
    is_saved(question)
    assert stored().get(number) == ["a=2", "b=1"]
    number = places["matching"]
    question = go(page, number)
    question.locator("select").nth(1).select_option(index=2)
    is_saved(question)
    assert stored().get(number) == ["b=2"]
    expect(page.locator("[data-count]")).to_have_text("2")


def test_what_was_typed_without_signal_comes_later(page, places, stored):
    number = places["short_answer"]
    question = go(page, number)
    page.context.set_offline(True)
    question.locator("[data-typed]").fill("SKTM")
    expect(page.locator("[data-bar]")).to_be_visible()
    assert stored().get(number) is None
    page.context.set_offline(False)
    is_saved(question)
    assert stored().get(number) == ["SKTM"]


def test_the_newer_of_two_tabs_keeps_what_it_typed(page, places, stored):
    number = places["essay"]
    other = page.context.new_page()
    other.goto(PAPER)
    first, second = go(page, number), go(other, number)
    first.locator("textarea").fill("Dari tab pertama")
    is_saved(first)
    second.locator("textarea").fill("Dari tab kedua")
    is_saved(second)
    expect(second.locator("textarea")).to_have_value("Dari tab kedua")
    assert stored().get(number) == ["Dari tab kedua"]


def test_every_kind_is_fit_for_a_screen_reader_and_a_narrow_screen(page, places):
    for number in places.values():
        go(page, number)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert found.response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def photo(name="rumah.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture()}


def test_a_chosen_file_goes_up_with_going_on_and_can_be_replaced(page, places, stored):
    number = places["file"]
    go(page, places["essay"]).locator("textarea").fill("Baru saja diketik")
    question = go(page, number)
    question.locator("[type=file]").set_input_files(photo())
    question.locator("button[value=lanjut]").click()
    expect(question.locator(".file-answer__current")).to_contain_text("rumah.jpg")
    is_saved(question)
    first = stored().get(number)
    is_saved(page.locator(f"#soal-{places['essay']}"))
    assert stored().get(places["essay"]) == ["Baru saja diketik"], "kept before the page went"
    question.locator("[type=file]").set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    question.get_by_role("button", name="Ganti", exact=True).click()
    expect(question.locator(".file-answer__current")).to_contain_text("surat.pdf")
    assert stored().get(number) not in (first, [])
    expect(page.locator("[data-count]")).to_have_text("2")


def test_a_file_goes_up_only_when_what_was_typed_is_on_the_phone(context, places, stored):
    context.add_init_script(SLOW_DISK)
    page = context.new_page()
    page.goto(PAPER)
    page.evaluate("self.isSlow = true")
    go(page, places["essay"]).locator("textarea").fill("Baru saja diketik")
    question = go(page, places["file"])
    question.locator("[type=file]").set_input_files(photo())
    question.get_by_role("button", name="Unggah berkas").click()
    expect(page.locator(f"#soal-{places['essay']} [data-status]")).to_have_text("Menyimpan")
    page.evaluate("self.isSlow = false, self.late.forEach((done) => done())")
    expect(question.locator(".file-answer__current")).to_contain_text("rumah.jpg")
    is_saved(page.locator(f"#soal-{places['essay']}"))
    assert stored().get(places["essay"]) == ["Baru saja diketik"]


def test_a_chosen_file_goes_up_before_the_review(page, places, stored):
    question = go(page, places["file"])
    question.locator("[type=file]").set_input_files(photo())
    go(page, places["essay"])
    page.locator("[data-review]").click()
    expect(question.locator(".file-answer__current")).to_contain_text("rumah.jpg")
    assert stored().get(places["file"])
    page.locator("[data-review]").click()
    page.wait_for_url("**soal=periksa")


def test_a_file_chosen_without_signal_stays_and_says_so(page, places, stored):
    question = go(page, places["file"])
    page.context.set_offline(True)
    question.locator("[type=file]").set_input_files(photo())
    question.get_by_role("button", name="Unggah berkas").click()
    expect(question.locator("[data-status]")).to_contain_text("Berkas belum terunggah")
    page.context.set_offline(False)
    question.get_by_role("button", name="Unggah berkas").click()
    expect(question.locator(".file-answer__current")).to_contain_text("rumah.jpg")
    assert stored().get(places["file"])


def fill_in(question, choices):
    """Answer as a person would who has no script: by the fields that the question shows."""
    if question.locator("[data-typed]").count():
        question.locator("[data-typed]").fill(choices[0])
    elif question.locator("select").count():
        for choice in choices:
            question.locator(f"select:has(option[value='{choice}'])").select_option(choice)
    else:
        for choice in choices:
            question.locator(f"[value='{choice}']").check()


def test_every_kind_is_sat_without_scripts(phone, world, paper, places, stored):
    page = phone(world.ani, java_script_enabled=False).new_page()
    page.goto(PAPER)
    answers = quiz_factories.answers_of_each(paper)
    for number, choices in answers.items():
        question = page.locator(f"#soal-{number}")
        if number == places["file"]:
            question.locator("[type=file]").set_input_files(photo())
            question.get_by_role("button", name="Unggah berkas").click()
            expect(question.locator(".file-answer__current")).to_contain_text("rumah.jpg")
        else:
            fill_in(question, choices)
        question.locator("button[value=lanjut]").click()
    page.wait_for_url("**/periksa")
    expect(page.locator(".quiz__answered")).to_have_text("9 dari 9 terjawab")
    assert stored().get(places["file"])
    wanted = {number: choices for number, choices in answers.items() if choices}
    assert {number: stored().get(number) for number in wanted} == wanted
    page.get_by_role("button", name="Kumpulkan jawaban").click()
    page.wait_for_url("**/hasil/1")
