"""Static files, packed for who can unpack them."""

from __future__ import annotations

import gzip
import io
import json
import re

from PIL import Image

from lms.assets import FOLDER, static_url

SHEET = "/static/css/app.css"


def test_a_style_sheet_comes_packed_to_who_can_unpack_it(app):
    response = app.test_client().get(SHEET, headers={"Accept-Encoding": "gzip, br"})
    whole = (FOLDER / "css" / "app.css").read_bytes()
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data) == whole
    assert len(response.data) < len(whole) / 4
    assert response.mimetype == "text/css"
    assert "Accept-Encoding" in response.headers["Vary"]


def test_and_as_it_is_to_who_cannot(app):
    for accepted in ({}, {"Accept-Encoding": "gzip;q=0"}):
        response = app.test_client().get(SHEET, headers=accepted)
        assert "Content-Encoding" not in response.headers
        assert response.data == (FOLDER / "css" / "app.css").read_bytes()
        assert "Accept-Encoding" in response.headers["Vary"]
        response.close()


def test_scripts_go_out_without_their_comments_and_otherwise_as_they_are(app):
    for path in sorted((FOLDER / "js").glob("*.js")):
        response = app.test_client().get(
            f"/static/js/{path.name}", headers={"Accept-Encoding": "gzip"}
        )
        lines = path.read_text().splitlines()
        code = [line for line in lines if not line.lstrip().startswith("//")]
        assert gzip.decompress(response.data).decode().splitlines() == code


def test_a_browser_that_has_it_is_not_sent_it_again(app):
    client = app.test_client()
    packed = {"Accept-Encoding": "gzip"}
    etag = client.get(SHEET, headers=packed).headers["ETag"]
    again = client.get(SHEET, headers={**packed, "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_pictures_and_fonts_are_sent_as_they_are(app):
    packed = {"Accept-Encoding": "gzip"}
    response = app.test_client().get("/static/fonts/plus-jakarta-sans.woff2", headers=packed)
    assert (response.status_code, response.content_encoding) == (200, None)
    response.close()


def test_nothing_outside_the_folder_is_sent(app):
    for name in ("nothing.css", "../app.py", "..%2f..%2fwsgi.py", "css", "../static.css"):
        response = app.test_client().get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 404, name


def test_an_address_names_the_content(app):
    response = app.test_client().get(static_url("css/app.css"))
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_the_app_can_be_put_on_a_phone(app):
    page = app.test_client().get("/masuk").get_data(as_text=True)
    address = re.search(r'rel="manifest" href="([^"]+)"', page)[1]
    with app.test_client().get(address) as answer:
        assert answer.mimetype == "application/manifest+json"
        manifest = json.loads(answer.data)
    assert manifest["start_url"] == manifest["scope"] == "/"
    for icon in manifest["icons"]:
        with app.test_client().get(icon["src"]) as picture:
            assert picture.mimetype == icon["type"]
            if icon["sizes"] != "any":
                size = Image.open(io.BytesIO(picture.data)).size
                assert "x".join(map(str, size)) == icon["sizes"]
