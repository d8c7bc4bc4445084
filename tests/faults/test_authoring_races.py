"""Two people who save at the same moment: one is stored, the other is told, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from courses.authoring.confirmations import key_of
from courses.authoring.models import Confirmation
from courses.catalogue.models import ModuleVersion
from courses.trainings.models import Training
from lms import audit
from lms.db import db, transaction
from tests import factories

pytestmark = pytest.mark.faults
TEXTS = [f"## Bagian\n\nTulisan ke-{number}.\n" for number in range(4)]


@pytest.fixture
def world(app):
    return factories.make_world(app)


def at_once(browsers, url, fields):
    """One form each, all sent together; gives back the answers in their order."""
    forms = [
        (browser, {"csrf_token": browser.csrf_token(), **each})
        for browser, each in zip(browsers, fields, strict=True)
    ]
    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(lambda form: form[0].client.post(url, data=form[1]), forms))


def test_of_four_savers_one_is_stored_and_three_are_told(app, world, sign_in):
    people = [sign_in(person) for person in (world.budi, world.citra) * 2]
    url = f"/pelatihan/{world.code}/materi/PS-01"
    title = {"title": "Modul uji 1", "opened_title": "Modul uji 1"}
    forms = [{**title, "text": text, "version": 1, "action": "save"} for text in TEXTS]
    answers = at_once(people, url, forms)
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    for text, answer in zip(TEXTS, answers, strict=True):
        assert answer.status_code == 303 or text in answer.get_data(as_text=True)
    with app.app_context():
        stored = db.session.scalars(
            sa.select(ModuleVersion).where(
                ModuleVersion.module_id == world.modules[1], ModuleVersion.number > 1
            )
        ).one()
        assert stored.markdown == TEXTS[[answer.status_code for answer in answers].index(303)]
        assert audit.first_broken() is None


def test_the_same_text_saved_by_four_at_once_is_one_version(app, world, sign_in):
    people = [sign_in(person) for person in (world.budi, world.citra) * 2]
    url = f"/pelatihan/{world.code}/materi/PS-01"
    form = {
        "title": "Modul uji 1", "opened_title": "Modul uji 1", "text": TEXTS[0], "version": 1,
        "action": "save",
    }  # fmt: skip
    answers = at_once(people, url, [form] * 4)
    assert [answer.status_code for answer in answers] == [303] * 4
    with app.app_context():
        of_module = ModuleVersion.module_id == world.modules[1]
        assert db.session.scalar(sa.select(sa.func.count()).where(of_module)) == 2


def test_two_answers_at_once_are_one_answer(app, world, sign_in):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).confirm = ["Gedung."]
    people = [sign_in(world.citra) for _ in range(3)]
    url = f"/pelatihan/{world.code}/materi/konfirmasi/{key_of('Gedung.')}"
    forms = [{"answer": f"Aula {n}", "source": "Surat 1", "number": 0} for n in range(3)]
    answers = at_once(people, url, forms)
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Confirmation.id))) == 1
