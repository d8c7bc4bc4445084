"""What every answer carries, and what is refused before any page sees it."""

from __future__ import annotations

import pytest

from lms import access
from lms.web import safe_next, with_field
from tests import factories
from tests.lms.test_access import addresses, opened

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 40])
@pytest.mark.parametrize("page", ["keputusan/{}", "register/{}.pdf", "slip/{}", "kehadiran/{}"])
def test_number_that_no_row_can_have_is_not_found(world, sign_in, page, number):
    citra = sign_in(world.citra)
    assert citra.get(f"/pelatihan/{world.code}/{page.format(number)}").status_code == 404


class TestHeaders:
    def test_stand_on_every_answer(self, app, world, sign_in):
        citra = sign_in(world.citra)
        for _endpoint, method, url in addresses(app, world):
            answer = opened(citra, method, url)
            where = (method, url, answer.status_code)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where
            assert answer.headers["Referrer-Policy"] == "same-origin", where
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], where
            assert "unsafe" not in answer.headers["Content-Security-Policy"], where
            if not url.startswith("/static/"):
                assert "public" not in answer.headers["Cache-Control"], where

    def test_pages_allow_only_our_own_files(self, browser):
        assert browser.get("/masuk").headers["Content-Security-Policy"] == CSP

    def test_a_signed_in_page_is_kept_by_nobody(self, world, sign_in):
        answer = sign_in(world.ani).get("/akun")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer.headers["Vary"]

    @pytest.mark.parametrize(
        ("url", "cache"),
        [
            ("/static/css/app.css?v=1", "public, max-age=31536000, immutable"),
            ("/static/fonts/plus-jakarta-sans.woff2", "public, max-age=604800"),
            ("/static/css/tidak-ada.css?v=1", "private, no-store"),
        ],
    )
    def test_static_files_are_kept_as_long_as_their_address_is_true(self, browser, url, cache):
        answer = browser.get(url)
        answer.close()
        assert answer.headers["Cache-Control"] == cache

    @pytest.mark.parametrize(("scheme", "is_sent"), [("http", False), ("https", True)])
    def test_browsers_are_bound_to_https_only_where_it_is_used(self, browser, scheme, is_sent):
        answer = browser.get("/masuk", base_url=f"{scheme}://localhost")
        assert ("Strict-Transport-Security" in answer.headers) is is_sent


def test_every_change_needs_the_token_of_this_session(app, world, sign_in):
    citra = sign_in(world.citra)
    for _endpoint, method, url in addresses(app, world):
        if method != "GET":
            answer = citra.client.open(url, method=method, data={"a": "b"})
            assert answer.status_code == 400, (method, url, answer.status_code)
            assert "terlalu lama terbuka" in answer.get_data(as_text=True)


def test_the_token_of_another_session_is_refused(app, world, sign_in):
    stolen = sign_in(world.dewi).csrf_token()
    answer = sign_in(world.citra).client.post("/keluar", data={"csrf_token": stolen})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "target", ["/", "/akun", "/pelatihan/x?hal=2", "/v/AB-CD", "/a@b", "/pelatihan/%C3%A9#isi"]
)
def test_a_path_of_ours_is_gone_on_to(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "akun", "//jahat.example", "///jahat.example", "https://jahat.example",
        "https:jahat.example", "javascript:alert(1)", "/\\jahat.example", "\\\\jahat.example",
        "/\t/jahat.example", "/\n/jahat.example", "/\r\nLocation: x", " //jahat.example", "/\0",
        "/\u2028/jahat.example",
    ],
)  # fmt: skip
def test_no_spelling_leads_to_another_host(target):
    assert safe_next(target) is None


def test_signing_in_never_leads_away(app):
    factories.make_person(app, "Ani Rahmawati")
    answer = app.test_client().get("/masuk?lanjut=//jahat.example")
    assert (
        "jahat.example" not in answer.get_data(as_text=True).replace("%2F", "/").split("<main")[1]
    )


FORGED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "jahat.example",
}


class TestProxies:
    def seen_by(self, app, headers):
        seen = []
        app.view_functions["health.alive"] = lambda: seen.append(self.facts()) or "ok"
        app.test_client().get("/healthz", headers=headers)
        return seen[0]

    @staticmethod
    def facts():
        from flask import request  # noqa: PLC0415

        return request.remote_addr, request.is_secure, request.host

    def test_forged_headers_count_for_nothing_without_a_trusted_proxy(self, other_app):
        assert self.seen_by(other_app(), FORGED) == ("127.0.0.1", False, "localhost")

    def test_a_trusted_proxy_is_believed_for_its_own_word_only(self, other_app):
        app = other_app(trusted_proxies=1)
        assert self.seen_by(app, FORGED) == ("198.51.100.7", True, "localhost")


class TestLimits:
    def test_a_body_that_is_too_large_gets_our_page(self, browser):
        kind = "multipart/form-data; boundary=batas"
        answer = browser.client.post("/masuk", data=bytes(21 << 20), content_type=kind)
        assert answer.status_code == 413
        assert "Berkas atau isian terlalu besar" in answer.get_data(as_text=True)
        assert "paling besar 20 MB" in answer.get_data(as_text=True)

    def test_a_text_field_that_is_too_large_gets_our_page(self, browser):
        answer = browser.client.post("/masuk", data={"account": "x" * (2 << 20)})
        assert answer.status_code == 413
        assert "terlalu besar" in answer.get_data(as_text=True)

    def test_too_many_parts_get_our_page(self, browser):
        parts = {f"isian{number}": "x" for number in range(1001)}
        answer = browser.client.post("/masuk", data=parts, content_type="multipart/form-data")
        assert answer.status_code == 413
        assert "terlalu besar" in answer.get_data(as_text=True)


def test_the_session_cookie_is_locked_to_this_host_under_https(other_app):
    app = other_app(public_url="https://diklat.example")
    answer = app.test_client().get("/masuk", base_url="https://diklat.example")
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "sesi=" in c]
    name, *flags = (part.strip() for part in cookie.split(";"))
    assert name.startswith("__Host-sesi=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags)


def test_public_pages_are_few_and_known(app):
    public = {name for name, rule in access.matrix(app).items() if not rule.needs_sign_in}
    assert public == {
        "static",
        "attendance.offline",  # what the service worker shows without signal
        "attendance.scan",  # sends on to sign in, and remembers what was scanned
        "badges.credential",  # as public as the paper: whoever has the code
        "badges.issuer_document",  # public keys
        "badges.status_list",  # bits without names
        "calendar.show",  # whoever has the secret address: programs cannot sign in
        "health.alive",
        "health.ready",
        "layout.choose_language",
        "people.sign_in",
        "people.enter_code",
        "people.activate",
        "verification.ask",
        "verification.compare",  # a file is compared and dropped, never unpacked
        "verification.show",
        "worker.script",
    }


@pytest.mark.parametrize(
    ("label", "message", "told"),
    [
        ("Alasan", "Tulis alasannya.", "Tulis alasannya."),
        ("Nama lengkap dengan gelar", "Wajib diisi.", "Nama lengkap dengan gelar: Wajib diisi."),
        (
            "Waktu (menit)",
            "Tulis bilangan 1 sampai 300.",
            "Waktu (menit): Tulis bilangan 1 sampai 300.",
        ),
        ("Jam pelajaran (JP)", "Tulis JP, 1 sampai 24.", "Tulis JP, 1 sampai 24."),
        ("Apa yang diubah?", "Pilih salah satu.", "Apa yang diubah: Pilih salah satu."),
        ("Kata sandi", "Isi kata sandi.", "Isi kata sandi."),
        ("", "Sudah diubah orang lain.", "Sudah diubah orang lain."),
    ],
)
def test_a_message_says_of_which_field_it_is(label, message, told):
    assert with_field(label, message) == told
