"""The work report on a phone: saved by itself, photos made small and sent once, parts blurred."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import expect

from courses.workreports import photos
from courses.workreports.models import ReportPhoto, ReportSubmission
from courses.workreports.services import report_of
from lms.db import db
from tests import factories
from tests.factories import DAY_2, wita

pytestmark = pytest.mark.browser
REPORT = "/pelatihan/bimtek-uji/laporan-kerja"
# It has a size before the photo has come, and another one afterwards.
LIES_OVER_THE_PHOTO = """() => {
  const [photo, canvas] = document.querySelectorAll("[data-blur] img, [data-blur] canvas");
  return photo.naturalWidth > 0 && canvas?.height === photo.clientHeight;
}"""


@pytest.fixture
def world(app, at):
    at(wita(DAY_2, "18.00"))
    return factories.make_world(app)


@pytest.fixture
def ani(phone, world):
    return phone(world.ani).new_page()


def photo(name="rumah.jpg", colour="green", size=(2400, 1800)):
    image = Image.effect_noise(size, 60).convert("RGB")
    image.paste(colour, (0, 0, size[0] // 2, size[1] // 2))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=90)
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def fill_in(page):
    told = {"activity": "Kunjungan", "place": "Desa Contoh", "day": "2024-02-01", "result": "Baik"}
    for name, value in told.items():
        page.locator(f"[name=rows-0-{name}]").fill(value)
    page.locator("[name=rows-0-done]").select_option("yes")
    page.locator("[name=summary]").fill("Terlaksana.")


def kept(app) -> list[ReportPhoto]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ReportPhoto).order_by(ReportPhoto.id)))


def test_what_is_typed_is_saved_by_itself(app, ani, world):
    ani.goto(REPORT)
    ani.locator("[name=rows-0-activity]").fill("Kunjungan rumah")
    expect(ani.locator("[data-saved]")).to_contain_text("Draf tersimpan")
    ani.locator("[name=summary]").fill("Baik.")
    expect(ani.locator("[name=revision]")).to_have_value("2")
    press(ani, "Tambah kegiatan")  # the button carries the revision of the draft before it
    expect(ani.locator("#kegiatan-2")).to_be_visible()
    with app.app_context():
        row = report_of(world.ani_seat)
        assert row is not None
        assert (row.content["summary"], row.content["rows"][0]["activity"]) == (
            "Baik.", "Kunjungan rumah",
        )  # fmt: skip


def test_a_draft_whose_reply_was_lost_is_no_conflict(app, ani, world):
    ani.goto(REPORT)
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())  # the server has it, the phone does not know
        route.abort()

    ani.route(
        f"**{REPORT}",
        lambda route: route.continue_() if route.request.method == "GET" else lose(route),
    )
    ani.locator("[name=summary]").fill("Satu")
    expect(ani.locator("[data-saved]")).to_contain_text("sinyal tidak ada")
    ani.locator("[name=summary]").fill("Satu dua")
    ani.evaluate("window.dispatchEvent(new Event('online'))")
    expect(ani.locator("[name=revision]")).to_have_value("2")
    with app.app_context():
        row = report_of(world.ani_seat)
        assert row is not None
        assert row.content["summary"] == "Satu dua"


def test_photos_are_made_small_and_picked_again_stay_one(app, ani, world):
    ani.goto(REPORT)
    ani.locator("[name=summary]").fill("Belum disimpan ketika foto dipilih")
    ani.locator("[name=photo]").set_input_files([photo(), photo("warung.jpg", "red")])
    expect(ani.locator(".photos__item")).to_have_count(2)
    expect(ani.locator("[name=summary]")).to_have_value("Belum disimpan ketika foto dipilih")
    first = kept(app)[0]
    with app.app_context():
        shown = Image.open(io.BytesIO(photos.content_of(first, world.ani_seat)))
    assert shown.size == (1600, 1200)
    picker = ani.locator("[name=photo]")
    expect(picker).to_have_js_property("multiple", True)  # the page came anew: its script is there
    picker.set_input_files([photo()])
    expect(ani.locator("[data-queue]")).to_contain_text("rumah.jpg")
    expect(ani.locator(".photos__item")).to_have_count(2)
    assert len(kept(app)) == 2


def test_a_photo_taken_without_signal_is_sent_later(app, ani, world):
    ani.goto(REPORT)
    ani.route("**/laporan-kerja/foto", lambda route: route.abort())
    ani.locator("[name=photo]").set_input_files([photo()])
    expect(ani.get_by_text("tersimpan di ponsel, belum terkirim")).to_be_visible()
    assert kept(app) == []
    ani.unroute("**/laporan-kerja/foto")
    ani.goto(REPORT)  # closed and opened again
    expect(ani.locator(".photos__item")).to_have_count(1)
    assert len(kept(app)) == 1


def test_what_is_no_photo_is_told(app, ani, world):
    ani.goto(REPORT)
    wrong = {"name": "surat.txt", "mimeType": "text/plain", "buffer": b"bukan foto"}
    ani.locator("[name=photo]").set_input_files([wrong])
    expect(ani.locator("[data-queue]")).to_contain_text("tidak dapat dibaca")
    assert kept(app) == []


def test_a_report_waits_for_its_photos_or_is_sent_without_them(app, ani, world):
    ani.goto(REPORT)
    fill_in(ani)
    ani.route("**/laporan-kerja/foto", lambda route: route.abort())
    ani.locator("[name=photo]").set_input_files([photo(size=(300, 200))])
    expect(ani.get_by_text("tersimpan di ponsel, belum terkirim")).to_be_visible()
    press(ani, "Kirim laporan")
    expect(ani.get_by_text("Laporan belum dikirim: masih ada foto")).to_be_visible()
    press(ani, "Kirim laporan")
    expect(ani.get_by_text("Tanda terima LK-1.1.")).to_be_visible()
    assert kept(app) == []


def test_a_photo_that_is_refused_is_told_beside_one_that_is_taken(app, ani, world):
    ani.goto(REPORT)
    wrong = {"name": "surat.txt", "mimeType": "text/plain", "buffer": b"bukan foto"}
    ani.locator("[name=photo]").set_input_files([wrong, photo(size=(300, 200))])
    expect(ani.locator("[data-queue]")).to_contain_text("Muat ulang halaman untuk melihat foto")
    expect(ani.locator("[data-queue]")).to_contain_text("tidak dapat dibaca")
    assert len(kept(app)) == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_with_a_photo_is_sent(app, phone, world, scripts):
    page = phone(world.ani, java_script_enabled=scripts).new_page()
    page.goto(REPORT)
    fill_in(page)
    page.locator("[name=photo]").set_input_files([photo(size=(300, 200))])
    if not scripts:
        press(page, "Unggah foto")
    expect(page.locator(".photos__item")).to_have_count(1)
    page.get_by_label("Keterangan foto 1").fill("Rumah contoh")
    press(page, "Kirim laporan")
    expect(page.get_by_text("Tanda terima LK-1.1.")).to_be_visible()
    with app.app_context():
        sent = db.session.scalars(sa.select(ReportSubmission)).one()
        assert [each["caption"] for each in sent.content["photos"]] == ["Rumah contoh"]


def test_a_part_marked_by_finger_is_blurred(app, ani, world):
    ani.goto(REPORT)
    ani.locator("[name=photo]").set_input_files([photo(size=(600, 400))])
    ani.get_by_role("link", name="Buramkan bagian foto").click()
    canvas = ani.locator("canvas")
    ani.wait_for_function(LIES_OVER_THE_PHOTO)
    box = canvas.bounding_box()
    assert box is not None
    across, down = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6
    ani.mouse.move(across, down)
    ani.mouse.down()
    ani.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9, steps=4)
    ani.mouse.up()
    expect(ani.locator("[name=area]")).to_have_count(1)
    before = kept(app)[0]
    press(ani, "Buramkan")
    expect(ani.get_by_text("sudah diburamkan")).to_be_visible()
    [after] = kept(app)
    assert after.file_key != before.file_key
    with app.app_context():
        shown = Image.open(io.BytesIO(photos.content_of(after, world.ani_seat))).convert("L")
    low, high = shown.crop((370, 250, 395, 265)).getextrema()
    assert high - low < 20
    low, high = shown.crop((20, 220, 300, 380)).getextrema()
    assert high - low > 60
