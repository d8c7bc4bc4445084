"""Work plans on paper: whose, in which state, and who may print them."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from courses.fieldwork.rules import Activity, Plan
from courses.fieldwork.services import accept, plan_of, return_for_revision, save_draft, send
from courses.trainings.models import Role, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories

AT = factories.wita(factories.DAY_2, "15.10")
WHOLE = Activity(
    "Verifikasi calon penerima", "rs-rtlh", "20 KPM", "20 berita acara", "Desa Contoh", "Maret",
    "Perangkat desa", "Formulir", "Banjir: ganti hari",
)  # fmt: skip
PLAN = Plan("Semua calon terverifikasi", "Pendamping turun ke lapangan.", (WHOLE,))


@pytest.fixture
def world(app, at):
    at(AT)
    return factories.make_world(app)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/rencana-kerja"


def write(app, world, seat, *, is_sent=True, goal=PLAN.goal):
    plan = Plan(goal, PLAN.roles, PLAN.activities)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        row = plan_of(seat)
        revision = row.revision if row else 0
        if is_sent:
            send(training, seat, plan, revision=revision, actor_id=world.ani, at=AT)
        else:
            save_draft(training, seat, plan, revision=revision, at=AT)


def text_of(answer) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(answer.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_own_plan_is_printed_whole_with_places_to_sign(app, world, url, sign_in):
    write(app, world, world.ani_seat)
    ani = sign_in(world.ani)
    path = f"{url}/{world.ani_seat}.pdf"
    assert f'href="{path}"' in ani.get(url).get_data(as_text=True)
    text = text_of(ani.get(path))
    for told in (
        "Ani Rahmawati", "Kabupaten Banjar", "Terkirim, menunggu penilaian", "1 Februari 2024",
        PLAN.goal, PLAN.roles, "RS-RTLH", "20 KPM", "20 berita acara", "Desa Contoh", "Maret",
        "Perangkat desa", "Formulir", "Banjir: ganti hari", "Mengetahui", "Atasan langsung",
        "Fasilitator", "Penyusun",
    ):  # fmt: skip
        assert told in text, told
    assert "Isinya masih dapat berubah" not in text


def test_a_draft_says_that_it_is_one_and_only_its_trainee_prints_it(app, world, url, sign_in):
    write(app, world, world.ani_seat, is_sent=False)
    path = f"{url}/{world.ani_seat}.pdf"
    assert "Draf, belum dikirim. Isinya masih dapat berubah." in text_of(
        sign_in(world.ani).get(path)
    )
    assert sign_in(world.budi).get(path).status_code == 404
    assert sign_in(world.citra).post(f"{url}/daftar.pdf").status_code == 404


@pytest.mark.parametrize(("comment", "word"), [(None, "Diterima"), ("Lengkapi.", "Dikembalikan")])
def test_the_paper_tells_what_became_of_it(app, world, url, sign_in, comment, word):
    write(app, world, world.ani_seat)
    who = {"training_id": world.training_id, "actor_id": world.budi}
    with app.app_context(), transaction():
        row = plan_of(world.ani_seat)
        if comment is None:
            accept(row, **who)
        else:
            return_for_revision(row, comment, **who)
    assert word in text_of(sign_in(world.citra).get(f"{url}/{world.ani_seat}.pdf"))


def test_staff_print_what_was_handed_in_and_not_what_is_being_changed(app, world, url, sign_in):
    write(app, world, world.ani_seat, goal="Tujuan pertama")
    with app.app_context(), transaction():
        who = {"training_id": world.training_id, "actor_id": world.budi}
        return_for_revision(plan_of(world.ani_seat), "Lengkapi.", **who)
    write(app, world, world.ani_seat, is_sent=False, goal="Tujuan yang sedang diubah")
    path = f"{url}/{world.ani_seat}.pdf"
    assert "Tujuan pertama" in text_of(sign_in(world.budi).get(path))
    assert "Tujuan yang sedang diubah" in text_of(sign_in(world.ani).get(path))


def test_all_plans_or_those_of_one_district_in_one_file(app, world, url, sign_in):
    other = factories.make_person(app, "Tini Contoh")
    seat = factories.enrol(
        app, world.training_id, other, Role.TRAINEE,
        element=factories.Element.ASSISTANT, region="63.01",
    )  # fmt: skip
    for each in (world.ani_seat, world.agus_seat, seat):
        write(app, world, each)
    office = sign_in(world.citra)
    page = office.get(f"{url}/daftar").get_data(as_text=True)
    assert page.count('name="wilayah"') == 2
    everybody = text_of(office.post(f"{url}/daftar.pdf"))
    assert all(name in everybody for name in ("Ani Rahmawati", "Agus Salim", "Tini Contoh"))
    banjar = text_of(office.post(f"{url}/daftar.pdf", {"wilayah": "63.03"}))
    assert "Ani Rahmawati" in banjar
    assert "Agus Salim" in banjar
    assert "Tini Contoh" not in banjar
    for region in ("63.02", "99.99", "x"):
        assert office.post(f"{url}/daftar.pdf", {"wilayah": region}).status_code == 404
    with app.app_context():
        entries = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "work_plan.printed")
        )
        assert sorted(entry.details["number"] for entry in entries) == [2, 3]


def test_a_closed_training_still_prints(app, world, url, sign_in):
    write(app, world, world.ani_seat)
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = AT
    assert "Ani Rahmawati" in text_of(sign_in(world.citra).post(f"{url}/daftar.pdf"))


def test_an_empty_list_says_so(world, url, sign_in):
    page = sign_in(world.citra).get(f"{url}/daftar").get_data(as_text=True)
    assert "Belum ada rencana kerja yang dikirim peserta." in page
    assert "daftar.pdf" not in page


@pytest.mark.parametrize(
    ("who", "one", "everybody"),
    [("dewi", 404, 404), ("agus", 404, 403), ("eko", 404, 403)],
)
def test_who_may_not(app, world, url, sign_in, who, one, everybody):
    write(app, world, world.ani_seat)
    browser = sign_in(getattr(world, who))
    assert browser.get(f"{url}/{world.ani_seat}.pdf").status_code == one
    assert browser.get(f"{url}/daftar").status_code == everybody
    assert browser.post(f"{url}/daftar.pdf").status_code == everybody


def test_a_plan_that_is_not_there(world, url, sign_in):
    assert sign_in(world.ani).get(f"{url}/{world.ani_seat}.pdf").status_code == 404
    assert sign_in(world.budi).get(f"{url}/99999.pdf").status_code == 404
