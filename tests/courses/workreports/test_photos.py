"""Photos of a report: taken once, without their place, sealed, blurred for good."""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import pytest
from PIL import Image

from courses.workreports import photos
from courses.workreports.models import ReportPhoto, ReportSubmission, WorkReport
from lms.files import MissingFileError, store
from lms.pictures import Area, pixelated
from tests.courses.workreports.conftest import typed, whole
from tests.courses.workreports.test_report import answer_form, text_of
from tests.verapdf import judging

FILES = Path(__file__).parent / "files"
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def picture(colour="white", size=(60, 40), kind="JPEG", **more) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, kind, **more)
    return data.getvalue()


def sideways() -> bytes:
    """120 × 80, red at the top left of the file, to be turned by a quarter to the right."""
    image = Image.new("RGB", (120, 80), "white")
    image.paste("red", (0, 0, 24, 24))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Ponsel Contoh"
    exif.get_ifd(PLACE)[1] = "S"
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95, exif=exif)
    return data.getvalue()


def file(data: bytes, name="rumah.jpg"):
    return io.BytesIO(data), name


@pytest.fixture
def upload(ani, url):
    """`upload(bytes)`: as the page's script sends one photo."""

    def send(data: bytes, name="rumah.jpg", **more):
        key = hashlib.sha256(data).hexdigest()
        return ani.post(f"{url}/foto", {"photo": file(data, name), "key": key, **more})

    return send


@pytest.fixture
def content(app, world):
    def read(row: ReportPhoto) -> bytes:
        with app.app_context():
            return photos.content_of(row, world.ani_seat)

    return read


@pytest.fixture
def stored(app):
    def look() -> set[str]:
        with app.app_context():
            return {key for key in store().all_keys() if key.endswith(".photo")}

    return look


@pytest.fixture
def is_gone(app):
    def look(file_key: str) -> bool:
        with app.app_context():
            try:
                store().get(file_key)
            except MissingFileError:
                return True
            return False

    return look


def test_a_photo_comes_with_the_form_and_nothing_typed_is_lost(ani, url, rows):
    form = typed({"activity": "Kunjungan"}, action="photo")
    answer = ani.post(url, {**form, "photo": file(picture())})
    assert answer.location == f"{url}#foto"
    page = text_of(ani.get(url))
    assert "Kunjungan" in page
    assert f"{url}/foto/1" in page
    [photo] = rows(ReportPhoto)
    assert photo.name == "rumah.jpg"


def test_a_photo_before_anything_is_typed_does_not_make_the_open_page_stale(ani, url, upload):
    assert upload(picture()).status_code == 200
    assert ani.post(url, typed({"activity": "Kunjungan"})).status_code == 303


def test_c195_a_sideways_photo_is_turned(upload, rows, content):
    upload((FILES / "foto_exif_orient6.jpg").read_bytes())
    [photo] = rows(ReportPhoto)
    kept = Image.open(io.BytesIO(content(photo)))
    assert kept.size == (80, 120)
    assert dict(kept.getexif()) == {}
    red, green, _blue = kept.getpixel((75, 5))
    assert (red > 150, green < 120) == (True, True)


def test_a_photo_tells_neither_its_place_nor_its_phone(upload, rows, content):
    upload(sideways())
    [photo] = rows(ReportPhoto)
    assert dict(Image.open(io.BytesIO(content(photo))).getexif()) == {}
    assert b"Ponsel" not in content(photo)


def test_c197_a_jpeg_named_heic_is_known_by_its_bytes(ani, url, upload, rows):
    data = (FILES / "jpeg_bernama.heic").read_bytes()
    assert upload(data, "IMG_0001.heic").status_code == 200
    answer = ani.get(f"{url}/foto/1")
    assert answer.mimetype == "image/jpeg"
    assert "IMG_0001.jpg" in answer.headers["Content-Disposition"]


def test_c218_a_photo_that_is_too_large_is_refused_with_the_limit_and_the_text_kept(ani, url, rows):
    big = picture() + b"\0" * (16 * 1024 * 1024)
    form = typed({"activity": "Kunjungan ke Desa Contoh"}, action="photo")
    answer = ani.post(url, {**form, "photo": file(big)})
    page = text_of(answer)
    answer.request.environ["wsgi.input"].close()  # the client put the form into a file
    assert answer.status_code == 422
    assert "lebih besar dari 15 MB" in page
    assert "Kunjungan ke Desa Contoh" in page
    assert 'href="#photo"' in page
    assert rows(ReportPhoto) == []


def test_c220_names_without_latin_letters_stay_what_they_are(ani, url, upload, rows):
    upload(picture("red"), "صورة.jpg")
    upload(picture("blue"), "照片.jpg")
    assert [photo.name for photo in rows(ReportPhoto)] == ["صورة.jpg", "照片.jpg"]
    told = [ani.get(f"{url}/foto/{number}").headers["Content-Disposition"] for number in (1, 2)]
    assert "%D8%B5%D9%88%D8%B1%D8%A9.jpg" in told[0]
    assert "%E7%85%A7%E7%89%87.jpg" in told[1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        (FILES / "laporan.svg").read_bytes(),  # with a script in it
        picture()[:200],
        b"%PDF-1.7\n%%EOF",
        picture(kind="GIF"),
        picture(size=(4001, 4001), kind="PNG"),  # more pixels than a PNG may have
        b"\xff\xd8\xff" + b"\0" * 5000,
    ],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(ani, url, upload, rows, stored, data):
    before = stored()
    answer = upload(data, "rumah.jpg")
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    form = typed({"activity": "Kunjungan"}, action="photo")
    assert ani.post(url, {**form, "photo": file(data)}).status_code == 422
    assert rows(ReportPhoto) == []
    assert stored() == before


def test_the_same_photo_sent_or_picked_again_is_one(ani, url, upload, rows):
    data = picture()
    assert upload(data).get_json() == upload(data).get_json()  # its reply was lost
    shrunk = picture("white", (30, 20))
    key = hashlib.sha256(data).hexdigest()
    assert upload(shrunk, key=key).get_json()["id"] == 1  # drawn otherwise, but the same file
    form = typed({"activity": "Kunjungan"}, action="photo")
    ani.post(url, {**form, "photo": file(data)})  # without a script
    assert len(rows(ReportPhoto)) == 1


def test_a_report_has_room_for_six(ani, url, upload, rows):
    for number in range(6):
        assert upload(picture((number * 30, 0, 0))).status_code == 200
    seventh = upload(picture("blue"))
    assert seventh.status_code == 409
    assert "Paling banyak 6 foto." in text_of(seventh)
    assert 'type="file"' not in text_of(ani.get(url))
    assert len(rows(ReportPhoto)) == 6


@pytest.mark.faults
def test_seven_photos_at_once_leave_six_and_no_stray_file(stored, sign_in, world, url, rows):
    tabs = [sign_in(world.ani) for _tab in range(7)]
    tokens = [tab.csrf_token() for tab in tabs]
    before = stored()
    statuses = []

    def press(number, tab, token):
        fields = {"photo": file(picture((number * 30, 0, 0))), "csrf_token": token}
        statuses.append(tab.client.post(f"{url}/foto", data=fields).status_code)

    threads = [
        threading.Thread(target=press, args=(number, *pair))
        for number, pair in enumerate(zip(tabs, tokens, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 6 + [409]
    assert len(rows(WorkReport)) == 1
    assert stored() - before == {photo.file_key for photo in rows(ReportPhoto)}


def test_captions_belong_to_the_report(ani, url, upload, rows):
    upload(picture())
    more = {"caption-1": "Rumah sebelum diperbaiki", "caption-99": "bukan milik saya"}
    ani.post(url, whole(**more))
    [sent] = rows(ReportSubmission)
    assert sent.content["photos"] == [
        {"id": 1, "name": "rumah.jpg", "caption": "Rumah sebelum diperbaiki"}
    ]
    assert list(sent.content["captions"]) == ["1"]
    assert "Rumah sebelum diperbaiki" in text_of(ani.get(url))


def test_a_caption_with_a_nik_is_warned_about(ani, url, upload, rows):
    upload(picture())
    answer = ani.post(url, whole(**{"caption-1": "6303011702800001"}))
    assert answer.status_code == 422
    assert rows(ReportSubmission) == []


def test_a_photo_is_removed_until_the_report_is_sent(ani, url, upload, rows, is_gone):
    upload(picture())
    [photo] = rows(ReportPhoto)
    drop = typed({"activity": "Kunjungan"}, action="drop-1")
    assert ani.post(url, drop).location == f"{url}#foto"
    assert ani.post(url, drop).status_code == 303  # pressed twice
    assert rows(ReportPhoto) == []
    assert is_gone(photo.file_key)
    upload(picture("red"))
    ani.post(url, whole(revision=1))
    assert ani.post(url, whole(action="drop-2", revision=2)).status_code == 409
    assert upload(picture("blue")).status_code == 409
    assert len(rows(ReportPhoto)) == 1


def test_a_sent_photo_stays_with_its_submission(ani, citra, url, upload, rows, is_gone, world):
    upload(picture())
    ani.post(url, whole())
    citra.post(f"{url}/{world.ani_seat}", answer_form(1, "kembalikan", "Ganti fotonya."))
    revision = rows(WorkReport)[0].revision
    ani.post(url, whole(action="drop-1", revision=revision))
    [photo] = rows(ReportPhoto)
    assert photo.removed_at is not None
    assert not is_gone(photo.file_key)
    assert "/foto/1" not in text_of(ani.get(url))
    assert citra.get(f"{url}/foto/1").status_code == 200
    upload(picture())  # picked again
    [again] = rows(ReportPhoto)
    assert (again.removed_at, again.file_key) == (None, photo.file_key)


@pytest.mark.parametrize(
    ("who", "draft", "sent"),
    [("dewi", 404, 404), ("agus", 404, 404), ("budi", 404, 200), ("citra", 404, 200),
     ("eko", 404, 404), ("ani", 200, 200)],
)  # fmt: skip
def test_who_sees_a_photo(sign_in, url, world, who, draft, sent):
    ani = sign_in(world.ani)
    ani.post(f"{url}/foto", {"photo": file(picture())})
    person = sign_in(getattr(world, who))
    assert person.get(f"{url}/foto/1").status_code == draft
    ani.post(url, whole())
    assert person.get(f"{url}/foto/1").status_code == sent
    own = person.get(f"{url}/foto/1/buramkan").status_code
    assert own == (200 if who == "ani" else 403 if sent == 200 else 404)
    assert person.post(f"{url}/foto", {"photo": file(picture("red"))}).status_code in {
        403,
        404,
        409,
        200,
    }
    assert ani.get(f"{url}/foto/99").status_code == 404


def test_a_photo_is_sealed_and_not_kept_by_the_browser(app, ani, url, upload, rows):
    upload(picture())
    [photo] = rows(ReportPhoto)
    with app.app_context():
        assert not store().get(photo.file_key).startswith(b"\xff\xd8")
    answer = ani.get(f"{url}/foto/1")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_blurring_leaves_nothing_of_what_was_there(ani, url, upload, rows, content, is_gone):
    image = Image.effect_noise((400, 300), 100).convert("RGB")
    data = io.BytesIO()
    image.save(data, "PNG")
    upload(data.getvalue())
    [before] = rows(ReportPhoto)
    fields = {"version": before.file_key, "area": ["50 0 50 50"]}
    assert ani.post(f"{url}/foto/1/buramkan", fields).status_code == 303
    [after] = rows(ReportPhoto)
    assert after.blurred_at is not None
    assert is_gone(before.file_key)
    old, new = (Image.open(io.BytesIO(each)) for each in (image_bytes(image), content(after)))
    assert new.size == old.size
    assert spread(new.crop((205, 5, 245, 35))) < 12  # inside one coarse block
    assert spread(new.crop((5, 155, 195, 295))) > 60  # the rest is as it was
    upload(data.getvalue())  # picked again: still the blurred one
    assert [photo.file_key for photo in rows(ReportPhoto)] == [after.file_key]


def image_bytes(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def spread(image: Image.Image) -> int:
    low, high = image.convert("L").getextrema()
    return high - low


def test_blurring_reaches_what_was_sent_before(ani, citra, url, upload, rows, is_gone, world):
    upload(picture(size=(200, 200)))
    ani.post(url, whole())
    [before] = rows(ReportPhoto)
    fields = {"version": before.file_key, "left": 0, "top": 0, "width": 50, "height": 50}
    assert ani.post(f"{url}/foto/1/buramkan", fields).status_code == 409  # sent, not returned
    citra.post(f"{url}/{world.ani_seat}", answer_form(1, "kembalikan", "Buramkan wajahnya."))
    assert ani.post(f"{url}/foto/1/buramkan", fields).status_code == 303
    assert is_gone(before.file_key)
    assert citra.get(f"{url}/foto/1").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"area": ["abc"]},
        {"area": ["100 0 10 10"]},
        {"area": ["0 0 0 10"]},
        {"area": ["-1 0 5 5"]},
        {"left": 0, "top": 0, "width": 101, "height": 5},
        {"left": 0, "top": 0, "width": "", "height": 5},
        {"left": "x", "top": 0, "width": 5, "height": 5},
    ],
)
def test_marks_that_are_none_change_nothing(ani, url, upload, rows, fields):
    upload(picture())
    [before] = rows(ReportPhoto)
    answer = ani.post(f"{url}/foto/1/buramkan", {"version": before.file_key, **fields})
    assert answer.status_code == 422
    assert [photo.file_key for photo in rows(ReportPhoto)] == [before.file_key]


def test_an_older_page_does_not_bring_the_clear_photo_back(ani, url, upload, rows):
    upload(picture(size=(200, 200)))
    [clear] = rows(ReportPhoto)
    fields = {"version": clear.file_key, "area": ["0 0 10 10"]}
    ani.post(f"{url}/foto/1/buramkan", fields)
    [blurred] = rows(ReportPhoto)
    assert ani.post(f"{url}/foto/1/buramkan", fields).status_code == 409
    assert [photo.file_key for photo in rows(ReportPhoto)] == [blurred.file_key]


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (2000, 1500)])
def test_areas_at_every_edge_can_be_pixelated(size):
    data = picture(size=size)
    for area in (Area(0, 0, 100, 100), Area(99, 99, 100, 100), Area(0, 0, 1, 1)):
        assert Image.open(io.BytesIO(pixelated(data, [area]))).size == size


def test_the_own_data_name_the_photos(ani, upload):
    upload(picture(), "rumah.png")
    [told] = ani.get("/akun/data.json").get_json()["laporan_kerja"]
    assert [photo["nama"] for photo in told["foto"]] == ["rumah.jpg"]


def test_the_print_has_the_photos(ani, citra, url, upload, world, tmp_path):
    upload(picture("red", (300, 200)))
    ani.post(url, whole(**{"caption-1": "Rumah contoh"}))
    answer = citra.get(f"{url}/{world.ani_seat}.pdf")
    assert answer.mimetype == "application/pdf"
    assert b"/Subtype /Image" in answer.data or b"/Image" in answer.data
    assert ani.get(f"{url}/{world.ani_seat}.pdf").status_code == 200
    assert judging.faults({"report": answer.data}, "ua1", tmp_path) == {}
