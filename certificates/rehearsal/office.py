"""What the trainer does at the projector, and the Dinsos at the desk."""

from __future__ import annotations

import re
from pathlib import Path

from certificates.rehearsal.browser import Browser, RehearsalError
from certificates.rehearsal.trainees import Participant

_CODE = re.compile(r'class="screen__letters"[^>]*>\s*([0-9A-Z]{3}) ([0-9A-Z]{3})')


class Trainer(Participant):
    def shown_code(self, meeting: str) -> str:
        """The code on the projector at this moment."""
        page = self.browser.open(f"{self.stage.home}/hadir/{meeting}/layar")
        match = _CODE.search(page.html)
        if match is None:
            raise RehearsalError(f"no code on the projector of {meeting}")
        return match[1] + match[2]

    def mark(self, meeting: str, seat: int, status: str, reason: str, arrived: str = "") -> None:
        page = self.browser.open(f"{self.stage.home}/hadir/{meeting}/peserta/{seat}")
        form = page.form(f"peserta/{seat}").fill(status=status, reason=reason, arrived=arrived)
        self.browser.submit(form)

    def mark_rest_absent(self, meeting: str) -> None:
        page = self.browser.open(f"{self.stage.home}/hadir/{meeting}/sisanya")
        form = page.form("/sisanya")
        form.fill(status="absent", reason="Tidak hadir sampai sesi ditutup")
        self.browser.submit(form)

    def close_meeting(self, meeting: str) -> None:
        page = self.browser.open(f"{self.stage.home}/hadir/{meeting}")
        self.browser.submit(page.form("/tutup"))

    def open_quiz(self, quiz: str) -> None:
        page = self.browser.open(f"{self.stage.home}/tes/kelola")
        self.browser.submit(page.form(f"/{quiz}/buka"))

    def close_quiz(self, quiz: str) -> None:
        page = self.browser.open(f"{self.stage.home}/tes/kelola/{quiz}/tutup")
        self.browser.submit(page.form(f"/{quiz}/tutup"))

    def grade_waiting(self, level: str, *, comment: str = "", only: str = "") -> int:
        """Grade what waits, one after the other; `only` picks the work of one trainee."""
        graded = 0
        for address in self._waiting(only):
            page = self.browser.open(address)
            if not any("/penilaian/" in form.action for form in page.forms):
                continue  # released already
            form = page.form("/penilaian/").fill(comment=comment)
            for name in [name for name in form.options if name.startswith("level-")]:
                form.fill(**{name: level})
            self.browser.submit(form, press="action=release")
            graded += 1
        return graded

    def observe(self, seat: int, level: str) -> None:
        """Watch the role play of one trainee and tick the same level everywhere."""
        page = self.browser.open(f"{self.stage.home}/praktik/{seat}/amati")
        form = page.form(f"/praktik/{seat}/amati")
        for name in [name for name in form.options if name.startswith("level-")]:
            form.fill(**{name: level})
        self.browser.submit(form, press="action=finish")

    def _waiting(self, only: str) -> list[str]:
        page = self.browser.open(f"{self.stage.home}/penilaian")
        addresses = list(dict.fromkeys(page.links(rf"{self.stage.home}/penilaian/\d+")))
        if not only:
            return addresses
        return [address for address in addresses if only in self._title(address)]

    def _title(self, address: str) -> str:
        return self.browser.open(address).text


class Organiser(Participant):
    def bring_in(self, roster: Path) -> None:
        """Upload the roster, look at the preview, confirm."""
        page = self.browser.open(f"{self.stage.home}/peserta/impor")
        form = next(form for form in page.forms if form.action in {"", page.url})
        self.browser.upload(form, "roster", roster.name, roster.read_bytes())
        self.browser.submit(self.browser.page.form("/peserta/impor/"))

    def keep(self, address: str, target: Path) -> None:
        page = self.browser.open(f"{self.stage.home}/{address}")
        target.write_bytes(page.body)

    def press(self, page_name: str, action: str, target: Path) -> None:
        """Keep the file that a button of a page gives."""
        page = self.browser.open(f"{self.stage.home}/{page_name}")
        target.write_bytes(self.browser.submit(page.form(action)).body)

    def close_evaluation(self) -> None:
        page = self.browser.open(f"{self.stage.home}/evaluasi/tutup")
        self.browser.submit(page.form("/evaluasi/tutup"))

    def ask_for_the_pack(self) -> None:
        page = self.browser.open(f"{self.stage.home}/arsip")
        self.browser.submit(page.form("/arsip"))

    def close_class(self) -> None:
        page = self.browser.open(f"{self.stage.home}/tutup")
        self.browser.submit(page.form("/tutup"))

    def decide_ready(self) -> int:
        """Decide "competent" for everyone the page ticked."""
        page = self.browser.open(f"{self.stage.home}/keputusan")
        forms = [form for form in page.forms if form.values.get("putuskan")]
        for form in forms:
            self.browser.submit(form)
        return sum(len(form.values["putuskan"]) for form in forms)

    def decide_not_yet(self, seat: int, note: str) -> None:
        page = self.browser.open(f"{self.stage.home}/keputusan/{seat}")
        form = page.form(f"/keputusan/{seat}").fill(verdict="not_yet_competent", note=note)
        self.browser.submit(form)

    def issue(self) -> None:
        page = self.browser.open(f"{self.stage.home}/terbitkan")
        self.browser.submit(page.form("/terbitkan"))

    def revoke_first(self, reason: str) -> str:
        """Revoke the first certificate; returns the address of its verification page."""
        page = self.browser.open(f"{self.stage.home}/register")
        address = page.links(rf"{self.stage.home}/register/\d+/cabut")[0]
        proof = page.links(r"/v/[0-9A-Z]+")[0]
        page = self.browser.open(address)
        self.browser.submit(page.form("/cabut").fill(reason=reason))
        return proof

    def proofs(self) -> list[str]:
        """The public verification addresses of the register."""
        page = self.browser.open(f"{self.stage.home}/register")
        return list(dict.fromkeys(page.links(r"/v/[0-9A-Z]+")))


def verify(browser: Browser, proof: str) -> str:
    """Look a certificate up as a stranger; returns the word in the box."""
    page = browser.open(proof)
    match = re.search(r'class="verdict__word">([^<]+)<', page.html)
    return match[1] if match else ""
