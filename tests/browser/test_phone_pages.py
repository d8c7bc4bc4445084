"""Pages that a phone keeps: modules and the paper being sat, for one person, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from lms.db import transaction
from quizzes.attempts import services
from tests import quiz_factories
from tests.browser.checks import Watch, overflow, violations
from tests.browser.conftest import cookie_of
from tests.browser.offline import HOME, UNTIL, only_the_page_sends, warm
from tests.browser.sitting import PAPER, status, tap
from tests.quiz_factories import NINE

MODULES = f"{HOME}/modul"
KEPT_PATHS = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("kept-")) continue;
    for (const request of await (await caches.open(name)).keys()) {
      found.push(new URL(request.url).pathname);
    }
  }
  return found.filter((path) => path.startsWith("/pelatihan/")).sort();
}"""
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('shell-'))"
UNTIL_DOUBTED = UNTIL % "(await answers.paper(self.paper.facts.id)).flags?.includes(3)"
UNTIL_NONE_IS_KEPT = UNTIL % f"(await ({KEPT_PATHS})()).length === 0"
UNTIL_KEPT = """async (path) => {
  for (let turn = 0; turn < 600; turn += 1) {
    if (await caches.match(path, { ignoreVary: true })) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("never kept");
}"""

pytestmark = pytest.mark.browser


def opened(context, path):
    """A page that this phone has opened while the worker stood in between."""
    only_the_page_sends(context)
    page = warm(context)
    page.goto(path)
    page.evaluate(UNTIL_KEPT, path)
    return page


def test_t1_a_module_that_was_opened_is_read_without_signal(world, phone):
    context = phone(world.ani)
    page = opened(context, f"{MODULES}/PS-01")
    heading = page.locator("h1").inner_text()
    context.set_offline(True)
    with Watch(page) as watch:
        page.goto(f"{MODULES}/PS-01")
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.get_by_text("Tanpa sinyal. Versi tersimpan")).to_be_visible()
        expect(page.get_by_role("button", name="Tandai selesai")).to_be_hidden()
        assert violations(page) == overflow(page) == []
    assert [fault for fault in watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []


def test_all_modules_are_kept_at_once(world, phone):
    context = phone(world.ani)
    page = opened(context, MODULES)
    page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal").click()
    expect(page.get_by_text("Semua modul tersimpan di ponsel ini")).to_be_visible()
    paths = page.locator(".checklist__title").evaluate_all("all => all.map((it) => it.pathname)")
    context.set_offline(True)
    for path in [MODULES, *paths]:
        page.goto(path)
        expect(page.get_by_text("Tanpa sinyal. Versi tersimpan")).to_be_visible()
    page.goto(HOME)
    page.get_by_role("link", name="Modul yang tersimpan").click()
    page.wait_for_url(f"**{MODULES}")


def test_without_signal_saying_that_all_is_kept_would_be_wrong(world, phone):
    context = phone(world.ani)
    page = opened(context, MODULES)
    context.set_offline(True)
    page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal").click()
    expect(page.get_by_text("Belum semua modul tersimpan")).to_be_visible()


def test_a_module_without_its_pictures_is_not_said_to_be_kept(world, phone):
    page = phone(world.ani, service_workers="block").new_page()
    page.goto(MODULES)
    page.route("**/static/**", lambda route: route.abort())
    page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal").click()
    expect(page.get_by_text("Belum semua modul tersimpan")).to_be_visible()


def test_a_server_that_asks_for_patience_takes_no_module_away(app, world, phone):
    path = f"{MODULES}/PS-01"
    page = opened(phone(world.ani), path)
    busy = app.view_functions["catalogue.module"]
    app.view_functions["catalogue.module"] = lambda **_: ("", 429)
    try:
        page.goto(path)
    finally:
        app.view_functions["catalogue.module"] = busy
    expect(page.get_by_text("Versi tersimpan")).to_be_visible()
    assert page.evaluate(KEPT_PATHS) == [path]


def test_a_paper_is_sat_on_after_a_reload_without_signal(world, phone, attempt_id):
    context = phone(world.ani)
    page = opened(context, PAPER)
    page.locator('label[for="p1-b"]').click()
    expect(page.locator("#soal-1 [data-status]")).to_contain_text("Tersimpan di server")
    context.set_offline(True)
    page.locator('[data-go="3"]').click()
    page.locator('label[for="p3-c"]').click()
    page.get_by_label("Tandai ragu-ragu").check()
    page.evaluate(UNTIL_DOUBTED)
    expect(page.locator("#soal-3 [data-status]")).to_contain_text("belum terkirim")
    page.reload()
    expect(page.locator("#soal-3")).to_be_visible()
    expect(page.locator("#p1-b")).to_be_checked()
    expect(page.locator("#p3-c")).to_be_checked()
    expect(page.get_by_label("Tandai ragu-ragu")).to_be_checked()
    expect(page.locator("#soal-3 [data-status]")).to_contain_text("belum terkirim")
    expect(page.locator("[data-bar]")).to_contain_text("1 jawaban aman di ponsel")
    expect(page.locator("[data-remaining-text]")).to_contain_text("Sisa 19.")


def test_the_first_page_of_all_is_kept_without_a_worker_in_between(world, phone, attempt_id):
    context = phone(world.ani)
    page = warm(context, PAPER)
    page.evaluate(UNTIL_KEPT, PAPER)
    context.set_offline(True)
    page.reload()
    expect(page.locator("#soal-1")).to_be_visible()


def test_a_page_counts_as_kept_only_when_its_scripts_are(world, phone, attempt_id):
    page = phone(world.ani, service_workers="block").new_page()
    held = []

    def hold(route):
        if route.request.resource_type == "script":
            route.continue_()
        else:
            held.append(route)  # to be kept

    page.route("**/static/js/quiz.js?*", hold)
    page.goto(PAPER)
    while not held:
        page.wait_for_timeout(20)
    assert page.evaluate(KEPT_PATHS) == []
    held[0].continue_()
    page.evaluate(UNTIL_KEPT, PAPER)


@pytest.fixture
def deploy(app):
    """`deploy()` puts up another version of what phones keep, as a new release does."""
    shells = app.extensions["shells"]
    (shell,) = shells
    following = replace(shell, patterns=(*shell.patterns, "^/edisi-berikutnya$"))
    yield lambda: shells.__setitem__(0, following)
    shells[0] = shell


def test_t9_a_new_version_put_up_while_a_test_is_sat_leaves_the_open_page_working(
    deploy, page, context, stored
):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(PAPER)
    page.evaluate(UNTIL_KEPT, PAPER)
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    (old,) = page.evaluate(SHELLS)
    deploy()
    page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
    page.evaluate(UNTIL % f"(await caches.keys()).every((name) => name !== {old!r})")
    assert len(page.evaluate(SHELLS)) == 1
    tap(page, 2, "c")
    expect(status(page, 2)).to_contain_text("Tersimpan di server")
    context.set_offline(True)
    tap(page, 3, "d")
    expect(status(page, 3)).to_contain_text("Tersimpan di ponsel")
    page.reload()
    tap(page, 4, "a")
    expect(status(page, 4)).to_contain_text("Tersimpan di ponsel")
    context.set_offline(False)
    expect(status(page, 4)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["b"], 2: ["c"], 3: ["d"], 4: ["a"]}


def test_a_kept_paper_holds_no_key_and_goes_when_the_attempt_ends(app, world, phone, attempt_id):
    context = phone(world.ani)
    page = opened(context, PAPER)
    text = page.evaluate(
        "path => caches.match(path, { ignoreVary: true }).then((it) => it.text())", PAPER
    )
    assert "Pertanyaan" in text
    for secret in ("rahasia", "correct", "explanation", "Penjelasan"):
        assert secret not in text
    page.locator("[data-review]").click()
    page.get_by_role("button", name="Kumpulkan jawaban").click()
    page.wait_for_url("**/hasil/1")
    assert page.evaluate(KEPT_PATHS) == []


def test_what_ended_elsewhere_is_thrown_away_when_it_is_opened(app, world, phone, attempt_id):
    context = phone(world.ani)
    page = opened(context, PAPER)
    page.goto(HOME)
    with app.app_context(), transaction():
        services.submit_attempt(attempt_id, actor_id=None, at=NINE)
    page.goto(PAPER)
    page.wait_for_url("**/hasil/1")
    page.evaluate(UNTIL_NONE_IS_KEPT)  # the worker does it while the next page comes


def test_nothing_but_marked_pages_is_kept(app, world, phone, attempt_id):
    quiz = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    page = opened(phone(world.ani), PAPER)
    for path in (HOME, f"{HOME}/tes", f"{HOME}/tes/kuis-ps-01/hasil/1", "/akun", "/masuk"):
        page.goto(path)
    assert page.evaluate(KEPT_PATHS) == [PAPER]


def test_kept_pages_are_for_their_owner_alone_and_go_with_another(
    app, world, phone, address, attempt_id
):
    context = phone(world.ani)
    page = opened(context, PAPER)
    context.clear_cookies(name="sesi")
    context.set_offline(True)
    page.goto("about:blank")
    page.goto(PAPER)
    expect(page.locator("#soal-1")).to_be_visible()  # signed out or not, nobody else is known
    context.set_offline(False)
    context.add_cookies([cookie_of(app, world.agus, address)])
    page.goto(HOME)
    expect(page.locator("h1")).to_be_visible()
    page.evaluate("phone.forgetPages(phone.who)")
    assert page.evaluate(KEPT_PATHS) == []


def test_a_form_pressed_without_signal_stays_with_all_that_was_typed(world, phone):
    page = phone(world.ani).new_page()
    page.goto(f"{HOME}/izin")
    page.get_by_label("Alasan").fill("Mendampingi penyaluran di desa.")
    page.context.set_offline(True)
    for name in ("Kirim permohonan", "Keluar"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#tanpa-sinyal")).to_be_focused()
    expect(page.get_by_label("Alasan")).to_have_value("Mendampingi penyaluran di desa.")
    page.context.set_offline(False)
    expect(page.locator("#tanpa-sinyal")).to_be_hidden()


def test_signing_out_asks_about_what_is_unsent_and_leaves_nothing_to_read(world, phone, attempt_id):
    context = phone(world.ani)
    page = opened(context, PAPER)
    page.route("**/jawaban/*", lambda route: route.abort())
    page.locator('label[for="p1-b"]').click()
    expect(page.locator("#soal-1 [data-status]")).to_contain_text("belum terkirim")
    page.goto(HOME)
    expect(page.get_by_text("1 jawaban tes di ponsel ini belum terkirim.")).to_be_visible()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_text("1 jawaban belum terkirim. Kirim dulu?")).to_be_visible()
    assert violations(page) == []
    page.route("**/jawaban/*", lambda route: route.abort())
    page.get_by_role("button", name="Kirim dulu").click()
    expect(page.get_by_text("Belum berhasil terkirim.")).to_be_visible()
    page.get_by_role("button", name="Tetap keluar").click()
    page.wait_for_url("**/masuk**")
    assert page.evaluate(KEPT_PATHS) == []
