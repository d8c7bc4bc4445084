"""What a trainee does on the phone, page by page."""

from __future__ import annotations

from certificates.rehearsal.browser import Browser
from certificates.rehearsal.stage import Seat, Stage

PASSWORD = "perahu jukung pagi hari"  # noqa: S105 - of invented people, in a rehearsal
PLAN = {
    "goal": "Dalam tiga bulan 20 KPM terverifikasi dan 4 usulan RS-RTLH lengkap berkasnya.",
    "activities-0-activity": "Verifikasi lapangan calon penerima RS-RTLH dengan lembar ALADIN",
    "activities-0-program": "rs-rtlh",
    "activities-0-period": "Februari sampai April",
    "activities-0-target": "20 KPM di dua desa",
    "activities-0-place": "Kecamatan tempat tugas",
    "activities-0-indicator": "20 lembar verifikasi terisi, 4 usulan lengkap",
    "activities-0-parties": "Dinas Sosial kabupaten, pemerintah desa",
    "activities-0-support": "Kendaraan operasional",
    "activities-0-risk": "Data belum mutakhir; dicek lagi lewat musyawarah desa",
    "roles": "Pendamping memverifikasi, petugas Dinas Sosial memeriksa berkas.",
}


class Participant:
    """Anybody with a slip: activates, signs in, agrees to the data notice."""

    def __init__(self, stage: Stage, seat: Seat) -> None:
        self.stage = stage
        self.seat = seat
        self.browser = Browser(stage.address)

    def activate(self) -> None:
        """Open the address of the slip's QR, set a password, read the data notice."""
        browser = self.browser
        browser.open(f"/aktivasi/{self.seat.slip_code}")
        form = browser.page.form("aktivasi").fill(password=PASSWORD)
        names = [name for name in form.values if name not in {"csrf_token", "lanjut", "password"}]
        browser.submit(form.fill(**dict.fromkeys(names, PASSWORD)))
        if "/masuk" in browser.page.url:
            self.sign_in()
        self._agree()

    def sign_in(self) -> None:
        self.browser.open("/masuk")
        form = self.browser.page.form("/masuk")
        self.browser.submit(form.fill(account=self.seat.number, password=PASSWORD))
        self._agree()

    def _agree(self) -> None:
        if "/persetujuan" in self.browser.page.url:
            form = self.browser.page.form("/persetujuan")
            self.browser.submit(form.fill(has_read="y"))


class Trainee(Participant):
    def read(self, module: str) -> None:
        page = self.browser.open(f"{self.stage.home}/modul/{module}")
        self.browser.submit(page.form("selesai"))

    def confirm_name(self) -> None:
        page = self.browser.open(f"{self.stage.home}/nama")
        self.browser.submit(page.form("/nama/benar"))

    def evaluate(self, level: str, *, about: int = 1) -> None:
        """Answer the last forms of the list: the training as a whole, then speakers."""
        page = self.browser.open(f"{self.stage.home}/evaluasi")
        for address in page.links(rf"{self.stage.home}/evaluasi/\w+")[-about:]:
            form = self.browser.open(address).form(address)
            items = {name: level for name in form.options if name.startswith("item_")}
            self.browser.submit(form.fill(**items, comment=""))

    def check_in(self, shown_code: str) -> None:
        page = self.browser.open(f"{self.stage.home}/hadir")
        self.browser.submit(page.form("/hadir").fill(code=shown_code))

    def sit(self, quiz: str, right_share: int) -> None:
        """Answer so that about `right_share` percent are right, then hand in."""
        url = f"{self.stage.home}/tes/{quiz}"
        page = self.browser.open(url)
        page = self.browser.submit(page.form("/mulai"))
        right = self.stage.right_answers(self.seat.enrolment_id, quiz)
        limit = len(right) * right_share // 100
        for form in [form for form in page.forms if "soal" in form.values]:
            number = int(form.values["soal"][0])
            given = right[number] if number <= limit else self._wrong(form.options, right[number])
            self.browser.send(form.fill(pilihan=given), press="tujuan=lanjut")
        page = self.browser.open(f"{url}/periksa")
        self.browser.submit(page.form("/kumpulkan"))

    @staticmethod
    def _wrong(options: dict[str, list[str]], right: list[str]) -> list[str]:
        """Another choice; what is typed or paired stays empty."""
        keys = [key for key in options.get("pilihan", []) if key.isalpha()]
        return [next(key for key in keys if key not in right)] if keys else []

    def sign_commitment(self) -> None:
        page = self.browser.open(f"{self.stage.home}/komitmen")
        form = page.form("/komitmen").fill(agree="y", name=self.seat.name)
        self.browser.submit(form)

    def hand_in_plan(self, *, vague: bool = False) -> None:
        page = self.browser.open(f"{self.stage.home}/rencana-kerja")
        plan = PLAN | {"goal": "Membantu masyarakat."} if vague else PLAN
        form = page.form("/rencana-kerja").fill(**plan)
        self.browser.submit(form, press="action=send")

    def certificate(self) -> bytes:
        self.browser.open(f"{self.stage.home}/menuju-sertifikat")
        return self.browser.open(f"{self.stage.home}/sertifikat-saya.pdf").body
