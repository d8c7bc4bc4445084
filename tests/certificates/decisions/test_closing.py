"""Closing a training: what is open is named, afterwards nothing changes, and the way back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from certificates.decisions import evidence, services
from certificates.decisions.models import Verdict
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.lms.test_access import addresses

HOME = "/pelatihan/bimtek-uji"
CLOSE, REOPEN = f"{HOME}/tutup", f"{HOME}/buka-kembali"


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


@pytest.fixture
def decided(app, world):
    """Ani competent, Agus has what can still be decided "not yet"."""
    making.complete(app, world, world.agus_seat, post_test=5000)
    making.decide(app, world, world.ani_seat)
    return world


def issue(app, world, *, render: bool) -> None:
    """Ani's certificate; and Agus is decided, too."""
    making.issue(app, world, render=render)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        found = evidence.gather(training, world.agus_seat)
        ruling = services.Ruling(Verdict.NOT_YET, found.digest())
        services.decide(
            training, world.agus_seat, found, ruling, actor_id=world.citra, at=making.AT
        )


def is_closed(app, world) -> bool:
    with app.app_context():
        return db.session.get_one(Training, world.training_id).closed_at is not None


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def actions(app) -> list[str]:
    with app.app_context():
        found = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id))
        return [action for action in found if action.startswith("training.")]


def test_the_checklist_names_who_blocks_what(app, world, sign_in):
    office = sign_in(world.citra)
    page = text_of(office.get(CLOSE))
    assert "Kehadiran belum diisi" in page
    assert "Belum diputuskan, atau buktinya berubah sesudah diputuskan" in page
    assert "Agus Salim" in page
    assert "Semua sudah selesai" not in page
    answer = office.post(CLOSE)
    assert answer.status_code == 409
    assert "Masih ada yang harus diselesaikan" in text_of(answer)
    assert not is_closed(app, world)


def test_certificates_must_be_issued_and_made(app, decided, sign_in):
    office = sign_in(decided.citra)
    page = text_of(office.get(CLOSE))
    assert "Kompeten, tetapi sertifikatnya belum terbit" in page
    assert "Kehadiran belum diisi" not in page
    issue(app, decided, render=False)
    page = text_of(office.get(CLOSE))
    assert "Berkas sertifikat belum selesai dibuat" in page
    assert "sertifikatnya belum terbit" not in page
    assert "Belum diputuskan" not in page


@pytest.fixture
def closed(app, decided, sign_in):
    issue(app, decided, render=True)
    answer = sign_in(decided.citra).post(CLOSE)
    assert (answer.status_code, answer.location) == (303, CLOSE)
    assert is_closed(app, decided)
    return decided


def test_closing_twice_is_once_and_everybody_is_told(app, closed, sign_in):
    office = sign_in(closed.citra)
    assert office.post(CLOSE).status_code == 409
    assert actions(app) == ["training.closed"]
    for who in (closed.citra, closed.budi, closed.ani):
        assert "Pelatihan ini ditutup pada" in text_of(sign_in(who).get(HOME))


def test_nothing_that_changes_a_closed_training_is_taken(app, closed, sign_in):
    """Whatever is added later is refused too, unless it says that it stays open."""
    stays_open = app.extensions["stays_open"]
    told: dict[str, set[bool]] = {}
    for who in (closed.citra, closed.budi, closed.ani, closed.eko):
        browser = sign_in(who)
        token = browser.csrf_token()
        for endpoint, method, url in addresses(app, closed):
            if method == "GET" or not url.startswith((HOME, "/hadir/")) or endpoint in stays_open:
                continue
            headers = {"X-CSRFToken": token}
            answer = browser.client.open(url, method=method, headers=headers)
            assert answer.status_code >= 400, (endpoint, answer.status_code)
            told.setdefault(endpoint, set()).add("ditutup pada" in text_of(answer))
    silent = {endpoint for endpoint, found in told.items() if True not in found}
    # Nobody has an open attempt any more: for these there is nothing to find.
    assert silent == {"answers.beat", "answers.save"}
    assert is_closed(app, closed)


def test_what_people_need_afterwards_goes_on(app, closed, sign_in):
    office = sign_in(closed.citra)
    for path in ("hadir.xlsx", "keputusan/berita-acara.pdf", "peserta/unduh"):
        assert office.post(f"{HOME}/{path}").status_code == 200, path
    renewed = office.post(
        f"{HOME}/slip/{closed.ani_seat}", {"reason": "Slip hilang", "knows_card": "y"}
    )
    assert renewed.status_code == 303
    revoked = office.post(f"{HOME}/register/1/cabut", {"reason": "Nama keliru ditulis"})
    assert revoked.status_code == 303


def test_opening_again_needs_a_reason_and_is_kept(app, closed, sign_in):
    office = sign_in(closed.citra)
    assert "Tulis alasannya." in text_of(office.post(REOPEN, {"reason": " "}))
    assert is_closed(app, closed)
    assert office.post(REOPEN, {"reason": "Nilai Agus dikoreksi"}).status_code == 303
    assert not is_closed(app, closed)
    assert office.post(REOPEN, {"reason": "Sekali lagi"}).status_code == 303
    assert actions(app) == ["training.closed", "training.reopened"]
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "training.reopened")
        ).one()
        assert (entry.reason, entry.actor_id) == ("Nilai Agus dikoreksi", closed.citra)


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("budi", 403)])
def test_who_may_not(world, sign_in, who, status):
    browser = sign_in(getattr(world, who))
    assert browser.get(CLOSE).status_code == status
    assert browser.post(CLOSE).status_code == status
    assert browser.post(REOPEN, {"reason": "x"}).status_code == status


def test_two_who_close_at_once_close_once(app, decided, sign_in):
    issue(app, decided, render=True)
    browsers = [sign_in(decided.citra) for _each in range(3)]
    tokens = [browser.csrf_token() for browser in browsers]

    def press(place: int) -> int:
        headers = {"X-CSRFToken": tokens[place]}
        return browsers[place].client.post(CLOSE, headers=headers).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = sorted(pool.map(press, range(3)))
    assert statuses[0] == 303
    assert actions(app) == ["training.closed"]
