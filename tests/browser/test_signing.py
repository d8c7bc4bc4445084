"""The signing desk in a browser: a progress bar, a stop that says why, and going on from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import Watch, check
from tests.browser.conftest import LAPTOP, PHONE
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    authority,
    bsre,
    connect,
    make_key,
    on_desk,
    world,
)
from tests.certificates.signing.fakes import FakeBsre

pytestmark = pytest.mark.browser


def test_batch_stops_at_a_failure_and_goes_on_from_there(
    connect,  # noqa: F811
    bsre,  # noqa: F811
    world,  # noqa: F811
    on_desk,  # noqa: F811
    phone,
    address,
):
    on_desk("bsre")
    page = phone(world.eko).new_page()
    page.goto(f"{address}/pelatihan/{world.code}/tanda-tangan")
    passphrase = page.get_by_label("Passphrase", exact=True)
    press = page.get_by_role("button", name="Tandatangani yang dipilih")
    passphrase.fill("salah ketik")
    press.click()
    expect(page.get_by_text("BSrE menolak passphrase Anda")).to_be_visible()
    expect(page.get_by_text("0 dari 2 ditandatangani")).to_be_visible()
    assert len(bsre.asked) == 1, "never tried again by itself"
    passphrase.fill(FakeBsre.PASSPHRASE)
    bsre.stops_after = 1
    press.click()
    expect(page.get_by_text(re.compile(r"Berhenti di nomor .*0002.*HTTP 500"))).to_be_visible()
    expect(page.get_by_text("1 dari 2 ditandatangani")).to_be_visible()
    expect(page.get_by_text("Ditandatangani", exact=True)).to_have_count(1)
    bsre.stops_after = None
    press.click()
    expect(page.get_by_text("1 dari 1 ditandatangani")).to_be_visible()
    expect(passphrase).to_have_value("")
    assert bsre.signed == 2
    page.reload()
    expect(page.get_by_text("Tidak ada sertifikat yang menunggu")).to_be_visible()


def test_nothing_ticked_asks_nobody(
    connect,  # noqa: F811
    bsre,  # noqa: F811
    world,  # noqa: F811
    on_desk,  # noqa: F811
    phone,
    address,
):
    on_desk("bsre")
    page = phone(world.eko).new_page()
    page.goto(f"{address}/pelatihan/{world.code}/tanda-tangan")
    for tick in page.locator("[name=certificate]").all():
        tick.uncheck()
    page.get_by_role("button", name="Tandatangani yang dipilih").click()
    expect(page.get_by_text("Pilih sedikitnya satu sertifikat.")).to_be_visible()
    assert bsre.asked == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_anyone_drops_a_file_on_the_public_check(app, chromium, address, size):
    page = chromium.new_context(viewport=size).new_page()
    file = {"name": "sertifikat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    with Watch(page) as watch:
        page.goto(f"{address}/v")
        page.get_by_label("Berkas PDF sertifikat").set_input_files(file)
        check(page, watch, picture="cek-berkas")
        page.get_by_role("button", name="Periksa berkas").click()
        expect(page.get_by_text("BUKAN DARI SINI")).to_be_visible()
        check(page, watch, picture="cek-berkas-hasil")
