"""A form that came too late keeps what was typed, for its own page only."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from itsdangerous.timed import TimestampSigner

from lms.db import db, transaction
from lms.people.models import Person, SignIn
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, POST_TEST

HOME = "/pelatihan/bimtek-uji"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
TYPED = "Saya datangi dulu rumahnya, lalu " + "saya catat & potret. " * 9


@pytest.fixture
def world(app, at):
    at(NINE)
    world = factories.make_world(app)
    questions = [quiz_factories.of_kind("essay", model="Model.")]
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=questions)
    quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    return world


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


def form(**changes):
    return {"soal": 1, "pengerjaan": 1, "urutan": 1, "pilihan": TYPED, **changes}


def send_again(browser, page, **headers):
    """Press the button of the page that came back."""
    text = page.get_data(as_text=True)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    data = {name: value.replace("&amp;", "&") for name, value in fields if name != "lanjut"}
    (address,) = set(re.findall(r'action="([^"]*/kerjakan)"', text))
    return browser.client.post(address, data=data, headers={**FROM_HERE, **headers})


def answers(app):
    with app.app_context():
        return db.session.scalars(sa.text("SELECT count(*) FROM answer_event")).one()


@pytest.mark.parametrize("headers", [FROM_HERE, {"Origin": "http://localhost"}])
def test_c210_an_answer_without_a_valid_token_is_sent_again_by_its_page(app, ani, headers):
    refused = ani.client.post(
        f"{POST_TEST}/kerjakan", data=form(csrf_token="usang"), headers=headers
    )
    assert refused.status_code == 400
    text = refused.get_data(as_text=True)
    assert "Formulir ini sudah terlalu lama terbuka. Yang Anda isi masih ada" in text
    assert "usang" not in text
    assert send_again(ani, refused).location == f"{POST_TEST}/periksa"
    assert TYPED.strip() in ani.get(f"{POST_TEST}/kerjakan").get_data(as_text=True).replace(
        "&amp;", "&"
    )


def test_c210_after_the_session_ended_nothing_is_lost_without_a_script(app, world, ani, sign_in):
    token = ani.csrf_token()
    with app.app_context(), transaction():
        db.session.execute(sa.update(SignIn).values(ended_at=NINE))
    refused = ani.client.post(
        f"{POST_TEST}/kerjakan", data=form(csrf_token=token), headers=FROM_HERE
    )
    assert refused.status_code == 401
    text = refused.get_data(as_text=True)
    assert "Sesi Anda berakhir sebelum isian ini sampai." in text
    assert 'href="/masuk"' in text
    assert answers(app) == 0
    ani.sign_in(world.ani)
    again = send_again(ani, refused)  # its token was of the session before
    assert again.status_code == 400
    assert send_again(ani, again).status_code == 303
    assert answers(app) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_fields_of_another_site_are_never_shown_with_a_button(ani, headers):
    refused = ani.client.post(f"{POST_TEST}/kerjakan", data=form(), headers=headers)
    assert refused.status_code == 400
    text = refused.get_data(as_text=True)
    assert "Kirim lagi" not in text
    assert "Saya datangi" not in text


@pytest.mark.parametrize(("name", "comes_back"), [("", True), ("rumah.jpg", False)])
def test_a_field_for_files_takes_typing_along_only_where_it_is_empty(ani, name, comes_back):
    """Browsers send it empty too; a file that was chosen cannot be given back."""
    data = {"summary": TYPED, "photo": (io.BytesIO(b""), name)}
    refused = ani.client.post(f"{HOME}/laporan-kerja", data=data, headers=FROM_HERE)
    assert refused.status_code == 400
    assert ("Saya datangi" in refused.get_data(as_text=True)) is comes_back


def test_a_password_is_never_given_back(app, world):
    data = {"account": "081200000001", "password": "rahasia sekali"}
    refused = app.test_client().post("/masuk", data=data, headers=FROM_HERE)
    assert refused.status_code == 400
    assert "rahasia sekali" not in refused.get_data(as_text=True)


def test_who_asks_for_json_gets_json(ani):
    headers = {**FROM_HERE, "Accept": "application/json"}
    refused = ani.client.post(f"{POST_TEST}/kerjakan", data=form(), headers=headers)
    assert refused.json["message"].endswith("muat ulang, lalu kirim lagi.")


@pytest.mark.parametrize("method", ["post", "put"])
def test_r17_who_is_shut_out_is_told_so_and_saves_nothing(app, world, ani, method):
    token = ani.csrf_token()
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).is_active = False
    headers = {"X-CSRFToken": token, **FROM_HERE}
    path = "kerjakan" if method == "post" else "jawaban/1"
    body = {"data": form()} if method == "post" else {
        "json": {"attempt": 1, "sequence": 1, "choices": [TYPED]}
    }  # fmt: skip
    refused = getattr(ani.client, method)(f"{POST_TEST}/{path}", headers=headers, **body)
    assert refused.status_code == 403
    assert "Akun Anda tidak aktif lagi." in refused.get_data(as_text=True)
    assert answers(app) == 0
    assert ani.get(f"{POST_TEST}/kerjakan").location.startswith("/masuk")


@pytest.mark.parametrize(("hours", "status"), [(2, 303), (11.9, 303), (12.1, 400)])
def test_r16_an_old_form_is_taken_for_half_a_day_and_then_sent_again(
    app, world, ani, at, monkeypatch, hours, status
):
    """The token's age is told by its signature, which reads the clock of the machine."""
    token = ani.csrf_token()
    with app.app_context(), transaction():
        db.session.execute(sa.update(SignIn).values(expires_at=NINE + timedelta(days=2)))
        db.session.execute(sa.text("UPDATE attempt SET deadline_at = '2024-03-01 00:00:00'"))
    real = TimestampSigner.get_timestamp
    monkeypatch.setattr(
        TimestampSigner, "get_timestamp", lambda self: real(self) + int(hours * 3600)
    )
    sent = ani.client.post(f"{POST_TEST}/kerjakan", data=form(csrf_token=token), headers=FROM_HERE)
    assert sent.status_code == status
    if status == 400:
        ani.sign_in(world.ani)  # by then the session is over as well
        again = send_again(ani, sent)
        assert send_again(ani, again).status_code == 303
    assert answers(app) == 1
