from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.fieldwork.models import Commitment
from courses.fieldwork.services import fingerprint
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories

AT = factories.wita(factories.DAY_2, "16.40")
LATER = factories.wita(factories.DAY_2, "16.50")


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/komitmen"


@pytest.fixture
def signature(app, world):
    with app.app_context():
        text = fingerprint(db.session.get_one(Training, world.training_id))
    return {"agree": "y", "name": "Ani Rahmawati", "text": text}


def rows(app) -> list[Commitment]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Commitment)))


def change(app, world, **facts):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        for name, value in facts.items():
            setattr(training, name, value)


def test_a_signature_keeps_the_text_it_was_given_for(app, world, sign_in, at, url, signature):
    at(AT)
    ani = sign_in(world.ani)
    assert "Saya bersedia." in ani.get(url).get_data(as_text=True)
    answer = ani.post(url, signature)
    assert (answer.status_code, answer.location) == (303, url)
    change(app, world, commitment_version="2025-1", commitment_html="<p>Naskah baru.</p>")
    page = ani.get(url).get_data(as_text=True)
    assert "Saya bersedia." in page
    assert "Naskah baru" not in page
    assert "Ditandatangani oleh Ani Rahmawati pada 1 Februari 2024 pukul 16.40 WITA." in page
    (row,) = rows(app)
    assert (row.version, row.html) == ("2024-1", "<p>Saya bersedia.</p>")
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions.count("commitment.signed") == 1


def test_the_second_signature_changes_nothing(app, world, sign_in, at, url, signature):
    ani = sign_in(world.ani)
    at(AT)
    ani.post(url, signature)
    at(LATER)
    assert ani.post(url, {**signature, "name": "ANI RAHMAWATI"}).status_code == 303
    (row,) = rows(app)
    assert (row.signed_name, row.signed_at) == ("Ani Rahmawati", AT)


@pytest.mark.parametrize("name", ["ani rahmawati", "Hj. Ani Rahmawati, S.Sos."])
def test_capitals_and_titles_may_differ(app, world, sign_in, url, signature, name):
    assert sign_in(world.ani).post(url, {**signature, "name": name}).status_code == 303
    assert rows(app)[0].signed_name == name


@pytest.mark.parametrize(
    ("change_to", "message"),
    [
        ({"agree": ""}, "Centang tanda setuju."),
        ({"name": "  "}, "Ketik nama lengkap Anda."),
        ({"name": "Ani Rahmawati \N{GRINNING FACE}"}, "Ketik nama Anda seperti di daftar peserta"),
        ({"name": "Agus Salim"}, "Ketik nama Anda seperti di daftar peserta: Ani Rahmawati."),
    ],
)
def test_an_incomplete_signature_is_refused(
    app, world, sign_in, url, signature, change_to, message
):
    data = {key: value for key, value in {**signature, **change_to}.items() if value}
    answer = sign_in(world.ani).post(url, data)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert rows(app) == []


def test_a_text_that_changed_meanwhile_must_be_read_first(app, world, sign_in, url, signature):
    change(app, world, commitment_html="<p>Naskah baru.</p>")
    answer = sign_in(world.ani).post(url, signature)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Naskah baru." in page
    assert 'value="Ani Rahmawati"' in page
    assert rows(app) == []


def test_a_closed_training_takes_no_signature(app, world, sign_in, url, signature):
    change(app, world, closed_at=LATER)
    ani = sign_in(world.ani)
    assert "sudah ditutup" in ani.get(url).get_data(as_text=True)
    assert ani.post(url, signature).status_code == 409
    assert rows(app) == []


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("budi", 403), ("citra", 403)])
def test_only_trainees_have_a_commitment(world, sign_in, url, signature, who, status):
    person = sign_in(getattr(world, who))
    assert person.get(url).status_code == status
    assert person.post(url, signature).status_code == status
