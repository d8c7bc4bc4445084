"""The minutes say what was decided, on what, by whom; and that they are a draft while they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from certificates.decisions import evidence, minutes, services
from certificates.decisions.models import Verdict
from courses.fieldwork.models import Commitment
from courses.trainings.models import Element, Role, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making

URL = "/pelatihan/bimtek-uji/keputusan/berita-acara.pdf"
BOARD = "/pelatihan/bimtek-uji/keputusan"


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


def not_yet(app, world, seat, note=""):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        found = evidence.gather(training, seat)
        services.decide(
            training, seat, found, services.Ruling(Verdict.NOT_YET, found.digest(), note),
            actor_id=world.citra, at=making.AT,
        )  # fmt: skip


def printed(sign_in, person_id) -> tuple[str, str]:
    answer = sign_in(person_id).post(URL)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return " ".join(text.split()), answer.headers["Content-Disposition"]


def test_a_final_paper_has_both_lists_with_what_was_frozen(app, world, sign_in):
    making.decide(app, world, world.ani_seat)
    not_yet(app, world, world.agus_seat, "Mengulang tahun depan.")
    text, name = printed(sign_in, world.citra)
    assert "filename=berita-acara-bimtek-uji.pdf" in name
    assert "RANCANGAN" not in text
    assert "Kehadiran paling sedikit 90% jam pelajaran." in text
    assert "Kompeten 1 Belum kompeten 1 Jumlah 2" in text
    assert "Ani Rahmawati" in text
    assert "80,00" in text
    assert "85,00" in text
    assert "Belum dikerjakan" in text
    assert "Mengulang tahun depan." in text
    assert "Keputusan diambil oleh Citra Lestari" in text
    assert "aturan versi 1" in text


def test_the_day_is_that_of_the_last_decision_whenever_it_is_printed(app, world):
    def day(later: timedelta) -> datetime:
        with app.app_context():
            training = db.session.get_one(Training, world.training_id)
            return minutes.minutes_of(training, making.AT + later).settled_at

    making.decide(app, world, world.ani_seat)
    assert day(timedelta(days=9)) == making.AT + timedelta(days=9), "a draft is of today"
    not_yet(app, world, world.agus_seat)
    assert day(timedelta(days=400)) == making.AT


def test_it_is_a_draft_while_somebody_is_undecided_or_stale(app, world, sign_in):
    making.decide(app, world, world.ani_seat)
    text, name = printed(sign_in, world.eko)
    assert "filename=rancangan-berita-acara-bimtek-uji.pdf" in name
    assert "RANCANGAN. 1 dari 2 peserta" in text
    not_yet(app, world, world.agus_seat)
    with app.app_context(), transaction():
        db.session.execute(sa.delete(Commitment))
    text, _name = printed(sign_in, world.citra)
    assert "RANCANGAN. 1 dari 2 peserta" in text
    assert "Bukti berubah sesudah diputuskan" in text
    assert "Kompeten 0 Belum kompeten 1 Belum diputuskan 1 Jumlah 2" in text


def test_the_fingerprint_is_that_of_the_decisions_alone(app, world):
    making.decide(app, world, world.ani_seat)

    def fingerprint(later: timedelta) -> str:
        with app.app_context():
            training = db.session.get_one(Training, world.training_id)
            return minutes.minutes_of(training, making.AT + later).fingerprint

    first = fingerprint(timedelta(0))
    assert fingerprint(timedelta(days=9)) == first
    not_yet(app, world, world.agus_seat)
    assert fingerprint(timedelta(0)) != first


def test_who_took_it_stays_on_record(app, world, sign_in):
    making.decide(app, world, world.ani_seat)
    printed(sign_in, world.citra)
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "minutes.printed")
        ).one()
        assert (entry.actor_id, entry.details["competent"]) == (world.citra, 1)


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("budi", 403)])
def test_who_may_not(world, sign_in, who, status):
    assert sign_in(getattr(world, who)).post(URL).status_code == status


def test_the_board_offers_what_it_will_be(app, world, sign_in):
    office = sign_in(world.citra)
    making.decide(app, world, world.ani_seat)
    assert "Unduh rancangan berita acara (PDF)" in office.get(BOARD).get_data(as_text=True)
    not_yet(app, world, world.agus_seat)
    assert "Unduh berita acara (PDF)" in office.get(BOARD).get_data(as_text=True)


def test_it_says_who_got_which_paper(app, world, sign_in):
    making.give_attendance(app, world)
    making.complete(app, world, world.agus_seat, post_test=5000)
    late = factories.enrol(
        app, world.training_id, world.dewi, Role.TRAINEE, element=Element.ASSISTANT, region="63.03"
    )
    making.decide(app, world, world.ani_seat)
    not_yet(app, world, world.agus_seat)
    not_yet(app, world, late)
    before, _name = printed(sign_in, world.citra)
    assert "Surat keterangan belum terbit" in before
    assert "Tanpa surat keterangan: tidak pernah hadir" in before
    assert "Surat yang terbit" not in before
    sign_in(world.citra).post("/pelatihan/bimtek-uji/terbitkan")
    text, _name = printed(sign_in, world.citra)
    assert "Sertifikat 800.2/0001/Dinsos/UJI/II/2024" in text
    assert "Surat keterangan 800.2/0001/Dinsos/HADIR/II/2024" in text
    assert "Sertifikat bagi yang kompeten 1" in text
    assert "Surat keterangan bagi yang hadir dan belum kompeten 1" in text
