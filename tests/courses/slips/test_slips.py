from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.trainings.models import Element, Role
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from lms.people.services import prepare_slip
from tests import factories
from tests.conftest import PASSWORD, Browser
from tests.verapdf import judging

NOW = factories.BEFORE
GOOD = {"knows_card": "y", "reason": "slip hilang"}


@pytest.fixture
def world(app, at):
    at(NOW)
    made = factories.make_world(app)
    prepare(app, made.ani, made.agus, made.budi)
    return made


@pytest.fixture
def citra(sign_in, world):
    return sign_in(world.citra)


def prepare(app, *people):
    with app.app_context(), transaction():
        for person_id in people:
            prepare_slip(db.session.get_one(Person, person_id), at=NOW, days=14)


def code_of(app, person_id):
    with app.app_context():
        return db.session.get_one(Person, person_id).slip_code


def url(world, rest=""):
    return f"/pelatihan/{world.code}/slip{rest}"


def text_of(pdf, tmp_path):
    file = tmp_path / "slip.pdf"
    file.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return run.stdout.decode()


@pytest.mark.parametrize("rest", ["", ".pdf", "/1"])
def test_only_the_organiser_sees_slips(sign_in, world, rest):
    assert sign_in(world.dewi).get(url(world, rest)).status_code == 404
    for who in (world.ani, world.budi, world.eko):
        assert sign_in(who).get(url(world, rest)).status_code == 403


def test_list_shows_who_is_active_and_who_is_not(app, citra, world, at):
    Browser(app).post(f"/aktivasi/{code_of(app, world.ani)}", {"password": PASSWORD})
    page = citra.get(url(world)).get_data(as_text=True)
    assert "Sudah aktif" in page
    assert "Belum aktif" in page
    assert "Belum ada kode" in page  # Eko never got one
    at(NOW + timedelta(days=15))
    assert "Kode kedaluwarsa" in citra_again(app, world).get(url(world)).get_data(as_text=True)


def citra_again(app, world):
    return Browser(app).sign_in(world.citra)


def test_sheet_has_each_name_and_code_of_who_has_not_activated(app, citra, world, tmp_path):
    Browser(app).post(f"/aktivasi/{code_of(app, world.agus)}", {"password": PASSWORD})
    answer = citra.get(url(world, ".pdf"))
    assert answer.mimetype == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    text = text_of(answer.data, tmp_path)
    for person_id in (world.ani, world.budi):
        person = factories.person(app, person_id)
        assert person.name in text
        assert person.number in text
        assert code_of(app, person_id) in text
    assert "Dinas Sosial Kabupaten Banjar" in text
    assert code_of(app, world.agus) not in text
    assert judging.faults({"slips": answer.data}, "ua1", tmp_path) == {}


def test_printed_qr_leads_to_the_activation_of_that_person(app, citra, world, tmp_path):
    (tmp_path / "slip.pdf").write_bytes(citra.get(url(world, ".pdf")).data)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", tmp_path / "slip.pdf", tmp_path / "page"], check=True
    )
    pages = sorted(tmp_path.glob("page*.png"))
    found = subprocess.run(["zbarimg", "-q", "--raw", *pages], capture_output=True, check=True)
    expected = {
        f"http://localhost/aktivasi/{code_of(app, who).replace('-', '')}"
        for who in (world.ani, world.agus, world.budi)
    }
    assert set(found.stdout.decode().split()) == expected


def test_very_long_names_keep_eight_slips_to_a_page(app, citra, world, tmp_path):
    name = "Dr. Hj. Siti Nurhasanah Rahmawati Puteri binti Abdurrahman, S.Sos., M.A.P."
    people = [factories.make_person(app, name) for _ in range(6)]
    for person_id in people:
        factories.enrol(
            app,
            world.training_id,
            person_id,
            Role.TRAINEE,
            element=Element.ASSISTANT,
            region="63.01",
            institution="Dinas Sosial, Pengendalian Penduduk, Keluarga Berencana, "
            "Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten Hulu Sungai Selatan",
        )
    prepare(app, *people)
    text = text_of(citra.get(url(world, ".pdf")).data, tmp_path)
    assert [page.count("Cocokkan nama") for page in text.split("\f")] == [8, 1, 0]


def test_nothing_to_print_is_said_plainly(app, citra, world):
    for who in (world.ani, world.agus, world.budi):
        Browser(app).post(f"/aktivasi/{code_of(app, who)}", {"password": PASSWORD})
    answer = citra.get(url(world, ".pdf"))
    assert answer.status_code == 409
    assert "Tidak ada slip" in answer.get_data(as_text=True)


@pytest.mark.parametrize("rest", ["", ".pdf", "/1"])
def test_looking_writes_nothing(citra, world, statements, rest):
    with statements() as seen:
        citra.get(url(world, rest))
    assert all(statement.startswith("SELECT") for statement in seen)


def test_list_costs_the_same_for_many_people(app, citra, world, statements):
    with statements() as few:
        citra.get(url(world))
    factories.make_trainees(app, world.training_id, 60)
    with statements() as many:
        citra.get(url(world))
    assert len(many) == len(few)


def test_new_code_replaces_the_old_and_is_recorded(app, citra, world):
    old = code_of(app, world.ani)
    answer = citra.post(url(world, f"/{world.ani_seat}"), GOOD)
    assert answer.status_code == 303
    new = code_of(app, world.ani)
    assert new != old
    assert new in citra.get(answer.location).get_data(as_text=True)
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "slip.renewed")
        ).one()
        assert (entry.actor_id, entry.subject_id) == (world.citra, world.ani)
        assert (entry.training_id, entry.reason) == (world.training_id, "slip hilang")
        assert entry.details == {"evidence": ["card"]}


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"reason": "slip hilang"}, "Cek identitasnya"),
        ({"knows_person": "y"}, "Tulis alasan"),
        ({"knows_card": "y", "reason": "x" * 201}, "200"),
    ],
)
def test_no_code_without_identity_and_reason(app, citra, world, fields, word):
    old = code_of(app, world.ani)
    answer = citra.post(url(world, f"/{world.ani_seat}"), fields)
    assert answer.status_code == 422
    assert word in answer.get_data(as_text=True)
    assert code_of(app, world.ani) == old


def test_organiser_cannot_take_over_another_powerful_account(app, citra, world):
    with app.app_context(), transaction():
        db.session.get_one(Person, world.eko).password_hash = "made by hand"
    page = citra.get(url(world)).get_data(as_text=True)
    assert "Eko Prasetyo" in page
    seat = max(int(part.split('"')[0]) for part in page.split("/slip/")[1:] if part[0].isdigit())
    assert "pengelola server" in citra.get(url(world, f"/{seat}")).get_data(as_text=True)
    assert citra.post(url(world, f"/{seat}"), GOOD).status_code == 403


def test_person_of_another_training_does_not_exist_here(app, citra, world):
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    dewi_seat = factories.enrol(app, other, world.dewi, Role.TRAINEE)
    assert citra.get(url(world, f"/{dewi_seat}")).status_code == 404
    assert citra.post(url(world, f"/{dewi_seat}"), GOOD).status_code == 404


def test_codes_that_ran_out_are_renewed_together(app, world, at):
    before = {who: code_of(app, who) for who in (world.ani, world.agus)}
    at(NOW + timedelta(days=15))
    citra = citra_again(app, world)
    assert citra.post(url(world, "/perbarui")).status_code == 303
    after = {who: code_of(app, who) for who in before}
    assert all(after[who] != before[who] for who in before)
    assert Browser(app).get(f"/aktivasi/{after[world.ani]}").status_code == 200
    citra.post(url(world, "/perbarui"))
    assert {who: code_of(app, who) for who in before} == after


def test_account_tells_the_trainings_of_a_person(sign_in, world):
    ani = sign_in(world.ani)
    assert "Dinas Sosial Kabupaten Banjar" in ani.get("/akun").get_data(as_text=True)
    assert ani.get("/akun/data.json").json["pelatihan"][0]["peran"] == "trainee"
