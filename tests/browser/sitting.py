"""What the tests of a paper on a phone share: where it is, and how one answers."""

from __future__ import annotations

from tests.browser.offline import HOME, UNTIL

QUIZ = f"{HOME}/tes/tes-akhir"
PAPER = f"{QUIZ}/kerjakan"
# Many taps, and none waits for the one before.
TAP = "([number, key]) => document.getElementById(`p${number}-${key}`).click()"
ON_PHONE = """(wanted) => wanted.every((number) => document
  .querySelector(`#soal-${number} [data-status]`).textContent.startsWith("Tersimpan di"))"""
# While the disk of the phone is slow, nothing that was written is said to be written.
SLOW_DISK = """
  const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
  self.late = [];
  Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
    set(done) {
      set.call(this, (event) => {
        if (self.isSlow && this.mode === "readwrite") self.late.push(() => done(event));
        else done(event);
      });
    },
  });
"""
SEND = UNTIL % "(await answers.turn()) === ''"


def question(page, number):
    return page.locator(f"#soal-{number}")


def tap(page, number, key):
    """Go to a question by the map and tap the row of an option."""
    page.locator(f'[data-go="{number}"]').click()
    page.locator(f'label[for="p{number}-{key}"]').click()


def status(page, number):
    """Where the answer is: on the phone or on the server."""
    return question(page, number).locator("[data-status]")
