"""A trainer writes a module on a laptop: preview, draft, conflict, pictures, in the real pages."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from courses.catalogue.models import Module, ModuleVersion
from lms.db import db
from tests import factories
from tests.browser.conftest import LAPTOP
from tests.courses.authoring.test_pictures import DRAWING

pytestmark = pytest.mark.browser
EDIT = "/pelatihan/bimtek-uji/materi/PS-01"


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def laptop(phone):
    def switch_on(person_id, **options):
        page = phone(person_id, **options).new_page()
        page.set_viewport_size(LAPTOP)
        return page

    return switch_on


def text_of(page):
    return page.get_by_label("Isi modul")


def preview_of(page):
    return page.locator("#pratinjau")


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def stored(app, world) -> str:
    with app.app_context():
        return db.session.scalar(
            sa.select(ModuleVersion.markdown)
            .join(Module, Module.id == ModuleVersion.module_id)
            .where(Module.id == world.modules[1], ModuleVersion.number == Module.version)
        )


def test_the_preview_follows_what_is_typed(app, laptop, world):
    page = laptop(world.budi)
    page.goto(EDIT)
    expect(preview_of(page)).to_contain_text("Isi modul 1.")
    text_of(page).fill("## Baru\n\n<img src=x onerror=alert(1)> **tebal**")
    expect(preview_of(page).locator("strong")).to_have_text("tebal")
    expect(preview_of(page).locator("h2")).to_have_text("Baru")
    expect(preview_of(page).locator("img")).to_have_count(0)
    text_of(page).press("Tab")
    expect(preview_of(page)).to_be_focused()
    press(page, "Simpan")
    expect(page.get_by_text("PS-01 tersimpan sebagai versi 2.")).to_be_visible()
    expect(page.locator("#draf")).to_be_hidden()


def test_writing_needs_no_scripts(app, laptop, world):
    page = laptop(world.budi, java_script_enabled=False)
    page.goto(EDIT)
    text_of(page).fill("Tanpa judul")
    press(page, "Simpan")
    expect(page.get_by_role("link", name=re.compile("Tulis sedikitnya satu"))).to_be_visible()
    expect(text_of(page)).to_have_value("Tanpa judul\n")
    text_of(page).fill("## Bagian\n\n*miring*")
    press(page, "Pratinjau")
    expect(preview_of(page).locator("em")).to_have_text("miring")
    press(page, "Simpan")
    expect(page.get_by_text("tersimpan sebagai versi 2")).to_be_visible()


def test_a_mistake_leads_to_its_line(laptop, world):
    page = laptop(world.budi)
    page.goto(EDIT)
    text_of(page).fill("## A\n\nIsi\n\n## A\n")
    press(page, "Simpan")
    page.get_by_role("link", name=re.compile("Baris 5")).click()
    expect(text_of(page)).to_be_focused()
    area = "document.querySelector('#text')"
    assert (
        page.evaluate(f"{area}.value.slice({area}.selectionStart, {area}.selectionEnd)") == "## A"
    )


def test_a_text_outlives_a_crash_and_a_sign_out(phone, laptop, world):
    page = laptop(world.budi)
    page.goto(EDIT)
    text_of(page).fill("## Bagian\n\nBelum disimpan.")
    page.context.clear_cookies()
    press(page, "Simpan")
    expect(page.get_by_text("Belum disimpan.")).to_have_count(0)  # the server knows nobody
    cookie = laptop(world.budi).context.cookies()
    page.context.add_cookies(cookie)
    page.goto(EDIT)
    expect(text_of(page)).to_have_value(re.compile("Isi modul 1"))
    page.get_by_role("button", name="Ambil kembali").click()
    expect(text_of(page)).to_have_value("## Bagian\n\nBelum disimpan.")
    expect(preview_of(page)).to_contain_text("Belum disimpan.")


def test_leaving_with_changes_is_asked_about(laptop, world):
    page = laptop(world.budi)
    page.goto(EDIT)
    text_of(page).press_sequentially("x")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Riwayat").click()
    expect(text_of(page)).to_have_value(re.compile("x"))
    assert asked == ["beforeunload"]


def test_two_editors_see_each_others_text(app, laptop, world):
    budi, citra = laptop(world.budi), laptop(world.citra)
    for page in (budi, citra):
        page.goto(EDIT)
    text_of(budi).fill("## Hasil\n\nDari Budi.")
    press(budi, "Simpan")
    expect(budi.get_by_text("tersimpan sebagai versi 2")).to_be_visible()
    text_of(citra).fill("## Hasil\n\nDari Citra.")
    press(citra, "Simpan")
    expect(citra.get_by_role("alert")).to_contain_text("sudah diubah orang lain")
    expect(citra.locator(".diff__removed")).to_contain_text("Dari Budi.")
    expect(citra.locator(".diff__added")).to_contain_text("Dari Citra.")
    expect(text_of(citra)).to_have_value("## Hasil\n\nDari Citra.\n")
    press(citra, "Mulai dari versi tersimpan, simpan tulisan saya untuk disalin")
    expect(text_of(citra)).to_have_value("## Hasil\n\nDari Budi.\n")
    expect(citra.get_by_label("Tulisan Anda, untuk disalin")).to_have_value(
        "## Hasil\n\nDari Citra.\n"
    )
    text_of(citra).fill("## Hasil\n\nDari Budi dan Citra.")
    press(citra, "Simpan")
    expect(citra.get_by_text("tersimpan sebagai versi 3")).to_be_visible()
    assert stored(app, world) == "## Hasil\n\nDari Budi dan Citra.\n"


def test_a_picture_comes_where_the_cursor_was(app, laptop, world):
    page = laptop(world.budi)
    page.goto(EDIT)
    text_of(page).fill("## A\n\nSatu.\n\nDua.")
    page.evaluate("document.querySelector('#text').setSelectionRange(8, 8)")
    page.locator("summary", has_text="Gambar").click()
    page.get_by_label("Berkas gambar").set_input_files(
        {"name": "Alur.svg", "mimeType": "image/svg+xml", "buffer": DRAWING.encode()}
    )
    page.get_by_label("Keterangan gambar").fill("Alur pengajuan")
    press(page, "Unggah dan sisipkan")
    expect(text_of(page)).to_have_value(
        "## A\n\nSatu.\n\n![Alur pengajuan](figures/alur.svg)\n*Alur pengajuan*\n\nDua.\n"
    )
    expect(preview_of(page).locator("figure img")).to_be_visible()
    press(page, "Simpan")
    expect(page.get_by_text("tersimpan sebagai versi 2")).to_be_visible()
