"""What the tests of a phone without signal share."""

from __future__ import annotations

from tests.factories import DAY_1, wita

HOME = "/pelatihan/bimtek-uji"
EIGHT = wita(DAY_1, "08.04")
# For half a minute, as long as `expect` waits on a busy machine.
UNTIL = """async () => {
  for (let turn = 0; turn < 600; turn += 1) {
    if (self.phone && (%s)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited in vain");
}"""
# A turn that meets another one under way leaves the work to it, and that one may have been refused.
UNTIL_EMPTY = UNTIL % "self.outbox && (await outbox.turn(), (await outbox.list()).length === 0)"
UNTIL_NOBODY = UNTIL % "(await phone.owner()) === ''"
KEPT = "Tersimpan di ponsel, belum terkirim"


def warm(context, path=HOME):
    """A page on which the phone has met the site before: the worker is there afterwards."""
    page = context.new_page()
    page.goto(path)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def scan(page, code):
    page.goto(f"/hadir/bimtek-uji/h1-pagi/{code}")


def only_the_page_sends(context):
    """The worker sends by itself where a browser can, past what a test put in the page's way."""
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
